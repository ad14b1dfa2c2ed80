#include "pipeline/object_fetch.hpp"

#include "pipeline/file_event.hpp"
#include "pipeline/upload_file.hpp"

namespace sendlab::pipeline {

using faults::operation;

namespace {

std::string error_object(std::string_view type, std::string_view message) {
    return R"({"errorType":")" + std::string{type} + R"(","errorMessage":")" + std::string{message} + R"("})";
}

} // namespace

void object_fetch::start(const lambda::invocation& run, std::uint32_t attempt_key) {
    event_ = run.event;
    attempt_key_ = attempt_key;
    sdk_try_ = 0;
    begin();
}

void object_fetch::cancel() {
    world_.clock.cancel(timer_);
    event_.reset();
}

void object_fetch::begin() {
    ++requests_;
    const auto& file = world_.books.files()[as_file_event(*event_).file];
    mention(event_kind::fetch_started);
    call_ = call_s3(world_, operation::s3_get, file.first, attempt_key_, sdk_try_,
                    as_file_event(*event_).record->content.size());
    timer_ = world_.clock.run_after(call_.takes, [this] { on_done(); });
}

void object_fetch::on_done() {
    mention(call_.succeeded() ? event_kind::fetch_answered : event_kind::fetch_failed);
    if (!call_.succeeded() && call_.retryable() && sdk_try_ < s3_retries) {
        const auto first = world_.books.files()[as_file_event(*event_).file].first;
        const auto delay = s3_retry_delay(world_, operation::s3_get, first, attempt_key_, sdk_try_++);
        timer_ = world_.clock.run_after(delay, [this] { begin(); });
        return;
    }
    const auto fetched = read_object();
    event_.reset();
    listener_.on_fetched(fetched);
}

void object_fetch::mention(event_kind kind) {
    const auto file = as_file_event(*event_).file;
    world_.journal.mention(kind, file, file, static_cast<std::uint64_t>(attempt_key_) << 32 | sdk_try_);
}

fetched_file object_fetch::read_object() const {
    const auto& event = as_file_event(*event_);
    const auto& file = world_.books.files()[event.file];
    fetched_file fetched{event.file, file.first, file.emails, {}};
    if (!call_.succeeded()) {
        fetched.error = error_object(call_.fail ? call_.fail->code : "TimeoutError", "GetObject failed");
        return fetched;
    }
    const auto object = store_.get_object(event.record->bucket, event.record->key);
    if (!object) {
        fetched.error = error_object("NoSuchKey", object.error().message);
        return fetched;
    }
    if (const auto& bytes = (*object)->body.bytes()) {
        const auto emails = count_emails(bytes->in_memory().value());
        if (!emails || *emails != file.emails)
            fetched.error = error_object("Error", "Bad request: missing or empty emails");
    }
    return fetched;
}

} // namespace sendlab::pipeline
