// ListObjectVersions: all versions of a bucket's keys, in the order of keys, of one key the newest first.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "s3/bucket.hpp"

namespace sendlab::s3 {

struct version_query {
    std::string_view prefix{};
    std::string_view delimiter{};
    /// Goes on behind this key, or behind this version of it.
    std::string_view key_marker{};
    std::string_view version_id_marker{};
    std::size_t max_keys = 1000;
};

struct version_entry {
    std::string key;
    const object* version; // may be a delete marker
    bool latest;
};

struct version_listing {
    std::vector<version_entry> versions{};
    std::vector<std::string> common_prefixes{};
    bool truncated = false;
    std::string next_key_marker{}; // where a truncated listing goes on; else empty
    std::string next_version_id_marker{};
};

[[nodiscard]] version_listing list_versions(const bucket& in, const version_query& query);

} // namespace sendlab::s3
