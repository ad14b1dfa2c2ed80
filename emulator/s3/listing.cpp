#include "s3/listing.hpp"

#include <algorithm>
#include <optional>

namespace sendlab::s3 {

namespace {

constexpr std::size_t page_limit = 1000;

/// The first key that does not begin with the prefix, among those from the prefix on.
object_map::const_iterator behind(const object_map& objects, std::string_view prefix) {
    std::string next{prefix};
    while (!next.empty() && next.back() == '\xff')
        next.pop_back();
    if (next.empty())
        return objects.end();
    next.back() = static_cast<char>(next.back() + 1);
    return objects.lower_bound(next);
}

object_map::const_iterator beginning(const object_map& objects, const listing_query& query) {
    return query.start_after < query.prefix ? objects.lower_bound(query.prefix)
                                            : objects.upper_bound(query.start_after);
}

/// What the key is rolled up to, if it is.
std::optional<std::string_view> common_prefix(std::string_view key, const listing_query& query) {
    if (query.delimiter.empty())
        return std::nullopt;
    const auto at = key.find(query.delimiter, query.prefix.size());
    if (at == std::string_view::npos)
        return std::nullopt;
    return key.substr(0, at + query.delimiter.size());
}

} // namespace

listing list(const object_map& objects, const listing_query& query) {
    listing found;
    const auto limit = std::min(query.max_keys, page_limit);
    auto at = limit == 0 || (query.start_after.empty() && query.prefix.empty()) ? objects.begin()
                                                                                : beginning(objects, query);
    while (limit > 0 && at != objects.end() && at->first.starts_with(query.prefix)) {
        const auto group = common_prefix(at->first, query);
        if (group && *group == query.start_after) {
            at = behind(objects, *group);
            continue;
        }
        if (found.objects.size() + found.common_prefixes.size() == limit) {
            found.truncated = true;
            return found;
        }
        found.next_start_after = group ? *group : std::string_view{at->first};
        if (group) {
            found.common_prefixes.emplace_back(*group);
            at = behind(objects, *group);
        } else {
            found.objects.emplace_back(at->first, &at->second);
            ++at;
        }
    }
    found.next_start_after.clear();
    return found;
}

} // namespace sendlab::s3
