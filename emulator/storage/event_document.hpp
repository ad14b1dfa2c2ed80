// What functions are invoked with, as documents.
#pragma once

#include <memory>

#include <nlohmann/json_fwd.hpp>

#include "lambda/handler.hpp"
#include "s3/event_record.hpp"

namespace sendlab::storage {

/// Of the object's bytes, size and ETag.
[[nodiscard]] nlohmann::json document_of_record(const s3::event_record& record);
[[nodiscard]] std::shared_ptr<const s3::event_record> event_record_of(const nlohmann::json& from);

/// A put notification as such, any other event as its text.
[[nodiscard]] nlohmann::json document_of_event(const lambda::event_document& event);
[[nodiscard]] std::shared_ptr<const lambda::event_document> event_of(const nlohmann::json& from);

} // namespace sendlab::storage
