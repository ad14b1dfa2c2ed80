// How a handler gets its upload file: GetObject, with its latency and the SDK's retries.
#pragma once

#include <cstdint>
#include <string>

#include "lambda/handler.hpp"
#include "pipeline/context.hpp"
#include "pipeline/s3_call.hpp"
#include "s3/object_store.hpp"

namespace sendlab::pipeline {

/// An upload file as a handler gets it: consecutive e-mails.
struct fetched_file {
    file_number file = 0;
    email_number first = 0;
    std::uint32_t emails = 0;
    std::string error; // {"errorType":..., "errorMessage":...}: why it could not be had; empty if it could
};

class fetch_listener {
public:
    virtual ~fetch_listener() = default;
    virtual void on_fetched(const fetched_file& file) = 0;
};

/// One at a time; a client that is killed calls cancel().
class object_fetch {
public:
    /// `requests` counts the requests made to S3.
    object_fetch(const context& world, s3::object_store& store, std::uint64_t& requests,
                 fetch_listener& listener)
        : world_{world}, store_{store}, requests_{requests}, listener_{listener} {}

    void start(const lambda::invocation& run, std::uint32_t attempt_key);
    void cancel();

private:
    void begin();
    void on_done();
    fetched_file read_object() const;
    void mention(event_kind kind);

    context world_;
    s3::object_store& store_;
    std::uint64_t& requests_;
    fetch_listener& listener_;
    std::shared_ptr<const lambda::event_document> event_;
    std::uint32_t attempt_key_ = 0;
    std::uint32_t sdk_try_ = 0;
    s3_call call_;
    timer_id timer_;
};

} // namespace sendlab::pipeline
