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
    put_event(std::string function_arn, std::shared_ptr<const s3::event_record> record)
        : function_arn_{std::move(function_arn)}, record_{std::move(record)} {}

    [[nodiscard]] std::string json() const override { return record_->json(); }
    [[nodiscard]] const std::string& function_arn() const { return function_arn_; }
    [[nodiscard]] const s3::event_record& record() const { return *record_; }

private:
    std::string function_arn_;
    std::shared_ptr<const s3::event_record> record_;
};

} // namespace sendlab::api::live
