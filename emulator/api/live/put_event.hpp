// The event that a put notification invokes a function with, live.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "lambda/handler.hpp"
#include "s3/event_record.hpp"

namespace sendlab::api::live {

class put_event final : public lambda::event_document {
public:
    /// `emails`: how many the object has, where it is an upload file of the pipeline.
    put_event(std::string function_arn, std::shared_ptr<const s3::event_record> record,
              std::uint32_t emails = 0)
        : function_arn_{std::move(function_arn)}, record_{std::move(record)}, emails_{emails} {}

    [[nodiscard]] std::string json() const override { return record_->json(); }
    /// The writer's tag is what its tracing header says (api/s3_rest/call).
    [[nodiscard]] std::uint32_t ancestors() const override {
        return static_cast<std::uint32_t>(record_->tag);
    }
    [[nodiscard]] const std::string& function_arn() const { return function_arn_; }
    [[nodiscard]] const s3::event_record& record() const { return *record_; }
    [[nodiscard]] std::uint32_t emails() const { return emails_; }

private:
    std::string function_arn_;
    std::shared_ptr<const s3::event_record> record_;
    std::uint32_t emails_;
};

} // namespace sendlab::api::live
