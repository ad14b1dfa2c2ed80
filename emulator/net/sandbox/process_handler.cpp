#include "net/sandbox/process_handler.hpp"

#include <algorithm>
#include <cassert>
#include <exception>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_text.hpp"
#include "base/json_value.hpp"
#include "lambda/log_lines.hpp"
#include "lambda/trace_header.hpp"
#include "net/sandbox/process_watch.hpp"
#include "net/sandbox/strays.hpp"

namespace sendlab::net::sandbox {

namespace {

std::string error_object(std::string_view type, const std::string& message) {
    std::string text = R"({"errorType":)";
    append_json_string(text, type);
    text += R"(,"errorMessage":)";
    append_json_string(text, message);
    return text + '}';
}

/// "errorType" of what a process said.
std::string type_of(const std::string& payload) {
    const auto said = json_value(payload);
    const bool typed = said.is_object() && said.contains("errorType") && said["errorType"].is_string();
    return typed ? said["errorType"].get<std::string>() : "Runtime.Unknown";
}

} // namespace

process_handler::process_handler(boost::asio::io_context& io, scheduler& clock, process_watch& watch,
                                 std::unique_ptr<start_plan> plan)
    : io_{io}, clock_{clock}, watch_{watch}, plan_{std::move(plan)} {}

process_handler::~process_handler() {
    log_.write_to({});
    stop_process();
}

// ---- Init -------------------------------------------------------------------------------------------------

void process_handler::init(bool cold, std::function<void()> ready) {
    cold_ = cold;
    ready_ = std::move(ready);
    start_process();
}

void process_handler::start_process() {
    assert(!process_);
    init_began_ = clock_.now();
    failed_start_.reset();
    out_of_memory_ = false;
    log_.begin();
    runtime_process::listener& self = *this;
    try {
        process_ = std::make_unique<runtime_process>(
            io_, self, [this](std::uint16_t port) { return plan_->command(port); });
    } catch (const std::exception& error) { // no such program, no process, no port, no disk
        return on_start_failed({{}, "Runtime.InvalidEntrypoint", error.what()});
    }
    watch();
}

void process_handler::watch() {
    watch_.add(process_->child().id(), plan_->private_bytes(), [this] {
        out_of_memory_ = true;
        process_->child().kill();
    });
}

void process_handler::on_init_error(std::string payload) {
    auto type = type_of(payload);
    on_start_failed({std::move(payload), std::move(type), {}});
}

/// After a first Init that has failed, Lambda tries it again in the invocation, and answers with what comes
/// of that (Lambda Developer Guide, "Lambda execution environment lifecycle").
void process_handler::on_start_failed(failed_start why) {
    stop_process();
    log_.add_line(lambda::init_failed_line(clock_.now() - init_began_, ready_ ? "init" : "invoke", why.type));
    failed_start_ = std::move(why);
    if (ready_)
        std::exchange(ready_, nullptr)();
    else
        fail_start();
}

// ---- Invoke -----------------------------------------------------------------------------------------------

void process_handler::start(const lambda::invocation& run, std::function<void(lambda::handler_result)> done) {
    run_ = &run;
    done_ = std::move(done);
    if (process_) {
        log_.begin();
        process_->child().thaw();
        watch();
        deliver();
    } else if (failed_start_ && !cold_) {
        fail_start(); // inside this very invocation
    } else {
        start_process();
    }
}

void process_handler::deliver() {
    runtime_event event;
    event.request_id = run_->id.text();
    event.payload = run_->event->json();
    event.client_context = run_->event->client_context();
    event.deadline_ms =
        std::chrono::floor<std::chrono::milliseconds>(run_->deadline.time_since_epoch()).count();
    event.function_arn = plan_->function_arn();
    event.trace_id = lambda::trace_header(run_->id, clock_.now(), run_->event->ancestors());
    process_->api().deliver(event);
}

void process_handler::on_idle(std::optional<runtime_answer> answer) {
    if (ready_)
        return std::exchange(ready_, nullptr)();
    if (!answer)
        return deliver(); // initialised inside the invocation
    process_->child().drain_output();
    process_->child().freeze();
    watch_.forget(process_->child().id());
    finish({answer->succeeded, std::move(answer->payload)});
}

void process_handler::on_exit(child_exit end) {
    peak_ = std::max(peak_, end.peak_memory);
    const auto answer = process_->api().answer();
    const bool began = process_->api().has_begun();
    const auto type = out_of_memory_ ? "Runtime.OutOfMemory" : "Runtime.ExitError";
    auto message = end.reason().empty() ? "Runtime exited without providing a reason"
                                        : "Runtime exited with error: " + end.reason();
    if (!began)
        return on_start_failed({{}, type, std::move(message)});
    stop_process();
    if (!done_)
        return; // frozen; the next invocation starts another
    if (answer)
        return finish({answer->succeeded, answer->payload, true});
    finish({false, error_object("Runtime.ExitError", for_request(message)), true, type});
}

void process_handler::fail_start() {
    const auto& why = *failed_start_;
    auto payload = why.payload.empty() ? error_object(why.type, for_request(why.message)) : why.payload;
    finish({false, std::move(payload), true, why.type});
}

std::string process_handler::for_request(const std::string& message) const {
    return "RequestId: " + run_->id.text() + " Error: " + message;
}

void process_handler::finish(lambda::handler_result result) {
    log_.flush();
    run_ = nullptr;
    std::exchange(done_, nullptr)(std::move(result));
}

// ---- The end ----------------------------------------------------------------------------------------------

void process_handler::terminate() {
    ready_ = nullptr;
    done_ = nullptr;
    run_ = nullptr;
    const auto mark = process_ ? process_->mark() : std::string{};
    stop_process();
    if (!mark.empty())
        kill_strays(mark);
    log_.flush();
}

void process_handler::stop_process() {
    if (!process_)
        return;
    peak_ = peak_memory();
    watch_.forget(process_->child().id());
    process_->child().drain_output();
    process_.reset();
}

std::uint64_t process_handler::peak_memory() const {
    return process_ ? std::max(sandbox::peak_memory(process_->child().id()), peak_) : peak_;
}

std::uint32_t process_handler::peak_memory_mb() const {
    constexpr std::uint64_t megabyte = 1024 * 1024;
    return static_cast<std::uint32_t>((peak_memory() + megabyte - 1) / megabyte);
}

} // namespace sendlab::net::sandbox
