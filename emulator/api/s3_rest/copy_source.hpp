// x-amz-copy-source: the object that a copy is made of.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/s3_rest/call.hpp"

namespace sendlab::api {

struct copy_source {
    std::string bucket;
    std::string key;
    std::optional<std::string> version_id;
};

/// "[/]BUCKET/KEY[?versionId=ID]", percent-encoded.
[[nodiscard]] result<copy_source, s3::error> read_copy_source(const s3_request& request);

/// The object, with the conditions of the request (x-amz-copy-source-if-*) met. A copy of its record: the source may
/// be what the copy replaces.
struct found_source : s3::object {
    std::optional<std::string> version_id; // where its bucket was ever versioned
};
[[nodiscard]] result<found_source, s3::error> find_copy_source(const call& on, const copy_source& source);

} // namespace sendlab::api
