// Conditional requests (RFC 9110, section 13; S3 User Guide, "Conditional requests").
#pragma once

#include <optional>
#include <string>

#include "base/time_types.hpp"
#include "s3/object.hpp"
#include "s3/s3_error.hpp"

namespace sendlab::s3 {

/// Entity tags as they came: in quotes or not, several by commas, or "*".
struct read_conditions {
    std::optional<std::string> if_match{};
    std::optional<std::string> if_none_match{};
    std::optional<time_point> if_modified_since{};
    std::optional<time_point> if_unmodified_since{};
};

/// What of a read does not hold: PreconditionFailed, or NotModified. If-Match counts before If-Unmodified-Since,
/// If-None-Match before If-Modified-Since.
[[nodiscard]] std::optional<error> read_refusal(const read_conditions& conditions, const object& read);
/// Of the source of a copy nothing is "not modified": PreconditionFailed only.
[[nodiscard]] std::optional<error> copy_refusal(const read_conditions& conditions, const object& source);

struct write_conditions {
    std::optional<std::string> if_match{};
    std::optional<std::string> if_none_match{}; // S3 knows only "*": no object may be there

    [[nodiscard]] bool any() const { return if_match || if_none_match; }
};

/// `present` is what the write would replace, or null.
[[nodiscard]] std::optional<error> write_refusal(const write_conditions& conditions, const object* present,
                                                 const std::string& key);

} // namespace sendlab::s3
