// One environment of a function, in a sandbox and in real time. Tests wait for what they expect, not for time;
// a watchdog ends those whose events do not come.
#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "net/io_scheduler.hpp"
#include "net/sandbox/private_folder.hpp"
#include "net/sandbox/sandbox.hpp"

namespace sendlab::net::sandbox::testing {

using namespace std::chrono_literals;

struct text_event final : lambda::event_document {
    explicit text_event(std::string text) : text_{std::move(text)} {}
    std::string json() const override { return text_; }
    std::string text_;
};

/// The code's files: name and contents.
using files = std::map<std::string, std::string>;

class environment {
public:
    /// A function whose code is these files; `what` says how it is run.
    explicit environment(const files& code, lambda::program what = node(), sandbox_settings settings = {})
        : host_{io_, clock_, std::move(settings)} {
        for (const auto& [name, text] : code)
            write(name, text);
        what.code = *host_.use_folder(code_.path().string());
        host_.set_endpoint("http://127.0.0.1:4566", 1025);
        handler_ = host_.run(std::move(what))(1);
        handler_->write_log_to([this](std::string_view line) { log.emplace_back(line); });
    }

    static lambda::program node() { return of_runtime("nodejs22.x", "index.handler"); }
    static lambda::program python() { return of_runtime("python3.12", "app.handler"); }
    static lambda::program custom() { return of_runtime("provided.al2023", "unused"); }
    static lambda::program of_runtime(std::string runtime, std::string handler) {
        lambda::program what;
        what.name = "LambdaEmailSender";
        what.arn = "arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender";
        what.runtime = std::move(runtime);
        what.handler = std::move(handler);
        what.memory_mb = 512;
        return what;
    }

    void write(const std::string& name, const std::string& text) {
        const auto file = code_.path() / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream{file} << text;
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    }

    /// Waits for the end of the Init phase.
    void init(bool cold = true) {
        bool ready = false;
        handler_->init(cold, [&] { ready = true; });
        run_until([&] { return ready; });
    }
    /// One invocation, from start to answer.
    lambda::handler_result invoke(const std::string& event = "{}", duration timeout = 20s) {
        begin(event, timeout);
        run_until([&] { return answer_.has_value(); });
        return *std::exchange(answer_, std::nullopt);
    }
    void begin(const std::string& event = "{}", duration timeout = 20s) {
        run_.id = lambda::request_id::from_bits(7, ++events_);
        run_.event = std::make_shared<text_event>(event);
        run_.deadline = clock_.now() + timeout;
        answer_.reset();
        handler_->start(run_, [this](lambda::handler_result result) { answer_ = std::move(result); });
    }
    void terminate() { handler_->terminate(); }
    [[nodiscard]] lambda::handler& handler() { return *handler_; }
    [[nodiscard]] std::string request_id() const { return run_.id.text(); }
    [[nodiscard]] std::string folder() const { return code_.path().string(); }
    [[nodiscard]] bool answered() const { return answer_.has_value(); }
    void destroy() { handler_.reset(); }

    /// Looks at what is to come after every event, and every 5 ms at what the io_context does not see.
    void run_until(const std::function<bool()>& done) {
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (!done()) {
            REQUIRE(std::chrono::steady_clock::now() < end);
            io_.restart();
            io_.run_one_for(5ms);
        }
    }

    [[nodiscard]] bool logged(const std::string& part) const {
        for (const auto& line : log)
            if (line.find(part) != std::string::npos)
                return true;
        return false;
    }

    std::vector<std::string> log;

private:
    boost::asio::io_context io_;
    io_scheduler clock_{io_};
    private_folder code_{std::filesystem::temp_directory_path(), "sendlab-test-"};
    sandbox host_;
    std::unique_ptr<lambda::handler> handler_;
    lambda::invocation run_;
    std::optional<lambda::handler_result> answer_;
    std::uint64_t events_ = 0;
};

inline nlohmann::json json_of(const lambda::handler_result& result) {
    return nlohmann::json::parse(result.payload);
}

} // namespace sendlab::net::sandbox::testing
