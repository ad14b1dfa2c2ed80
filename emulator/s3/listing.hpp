// ListObjectsV2: the keys of a bucket in UTF-8 binary order, those with a common prefix rolled up on request.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "s3/bucket.hpp"

namespace sendlab::s3 {

struct listing_query {
    /// Only keys that begin with it.
    std::string_view prefix{};
    /// Keys that have it after the prefix count as one entry: all up to and with the delimiter.
    std::string_view delimiter{};
    /// Only keys after it, and none of its group where it is a common prefix itself.
    std::string_view start_after{};
    /// Of objects and common prefixes together; S3 gives 1,000 at most.
    std::size_t max_keys = 1000;
};

struct listing {
    std::vector<std::pair<std::string, const object*>> objects;
    std::vector<std::string> common_prefixes;
    bool truncated = false;
    std::string next_start_after; // goes on where a truncated listing ends; else empty
};

[[nodiscard]] listing list(const object_map& objects, const listing_query& query);

} // namespace sendlab::s3
