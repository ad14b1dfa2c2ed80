#include "s3/version_listing.hpp"

#include <algorithm>

namespace sendlab::s3 {

namespace {

constexpr std::size_t page_limit = 1000;

template<class Map, class Find>
void take_earlier(std::optional<std::string_view>& first, const Map& map, Find find) {
    const auto found = find(map);
    if (found != map.end() && (!first || found->first < *first))
        first = found->first;
}

/// The next key of current objects or of history: from `key` on, or behind it.
std::optional<std::string_view> next_key(const bucket& in, std::string_view key, bool behind) {
    std::optional<std::string_view> first;
    const auto find = [&](const auto& map) { return behind ? map.upper_bound(key) : map.lower_bound(key); };
    take_earlier(first, in.objects(), find);
    take_earlier(first, in.history().keys(), find);
    return first;
}

std::vector<const object*> versions_of(const bucket& in, std::string_view key) {
    std::vector<const object*> versions;
    if (const auto* current = in.find(key))
        versions.push_back(current);
    const auto old = in.history().keys().find(key);
    if (old != in.history().keys().end())
        for (const auto& version : old->second)
            versions.push_back(&version);
    return versions;
}

std::optional<std::string> common_prefix(std::string_view key, const version_query& query) {
    if (query.delimiter.empty())
        return std::nullopt;
    const auto at = key.find(query.delimiter, query.prefix.size());
    if (at == std::string_view::npos)
        return std::nullopt;
    return std::string{key.substr(0, at + query.delimiter.size())};
}

class walk {
public:
    walk(const bucket& in, const version_query& query)
        : in_{in}, query_{query}, limit_{std::min(query.max_keys, page_limit)} {}

    version_listing take() {
        auto key = start();
        while (limit_ > 0 && !found_.truncated && key && key->starts_with(query_.prefix)) {
            if (const auto group = common_prefix(*key, query_))
                add_group(*group);
            else
                add_key(*key);
            key = next_key(in_, *key, true);
        }
        if (!found_.truncated)
            found_.next_key_marker = found_.next_version_id_marker = {};
        return std::move(found_);
    }

private:
    std::optional<std::string_view> start() {
        if (!query_.version_id_marker.empty() && query_.key_marker >= query_.prefix)
            return next_key(in_, query_.key_marker, false);
        return query_.key_marker < query_.prefix
                   ? next_key(in_, query_.prefix, false)
                   : next_key(in_, query_.key_marker, !query_.key_marker.empty());
    }

    bool full() {
        found_.truncated = found_.versions.size() + found_.common_prefixes.size() == limit_;
        return found_.truncated;
    }

    void add_group(const std::string& group) {
        const auto& groups = found_.common_prefixes;
        if (group == query_.key_marker || (!groups.empty() && groups.back() == group) || full())
            return;
        found_.common_prefixes.push_back(group);
        found_.next_key_marker = group;
        found_.next_version_id_marker.clear();
    }

    void add_key(std::string_view key) {
        const auto versions = versions_of(in_, key);
        auto at = versions.begin();
        if (key == query_.key_marker && !query_.version_id_marker.empty()) {
            at = std::ranges::find_if(
                versions, [&](const object* version) { return version->has_id(query_.version_id_marker); });
            at = at == versions.end() ? at : std::next(at);
        }
        for (; at != versions.end() && !full(); ++at) {
            found_.versions.push_back({std::string{key}, *at, at == versions.begin()});
            found_.next_key_marker = key;
            found_.next_version_id_marker = (*at)->version_id();
        }
    }

    const bucket& in_;
    const version_query& query_;
    std::size_t limit_;
    version_listing found_;
};

} // namespace

version_listing list_versions(const bucket& in, const version_query& query) {
    return walk{in, query}.take();
}

} // namespace sendlab::s3
