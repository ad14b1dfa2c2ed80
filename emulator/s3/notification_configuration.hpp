// Which events of a bucket go where (S3 API Reference, "PutBucketNotificationConfiguration"). Targets are
// Lambda functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "s3/event_record.hpp"
#include "s3/s3_error.hpp"

namespace sendlab::s3 {

struct filter_rule {
    std::string name; // "prefix" or "suffix", in any case; given back as "Prefix" and "Suffix"
    /// Compared with the key byte for byte, as given. (S3 wants special characters URL-encoded here, but does
    /// not say how it matches them.)
    std::string value;

    [[nodiscard]] bool is_prefix() const;
    [[nodiscard]] bool is_suffix() const;

    friend bool operator==(const filter_rule&, const filter_rule&) = default;
};

/// One LambdaFunctionConfiguration.
struct notification_rule {
    std::string id; // made by the store where empty
    std::string function_arn;
    std::vector<std::string> events;  // "s3:ObjectCreated:*", "s3:ObjectCreated:Put", ...
    std::vector<filter_rule> filters; // at most one prefix and one suffix

    /// The filters' values; empty, which matches every key, where there is no such filter.
    [[nodiscard]] std::string_view prefix() const;
    [[nodiscard]] std::string_view suffix() const;
    [[nodiscard]] bool matches(event_type type, std::string_view key) const;

    friend bool operator==(const notification_rule&, const notification_rule&) = default;
};

struct notification_configuration {
    std::vector<notification_rule> rules;

    friend bool operator==(const notification_configuration&, const notification_configuration&) = default;
};

/// S3's own checks: event names, ARNs, filter names, at most one of each, no two rules that overlap on an
/// event. Whether the function exists is not checked.
[[nodiscard]] result<void, error> validate(const notification_configuration& configuration);

} // namespace sendlab::s3
