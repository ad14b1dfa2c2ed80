#include "s3/preconditions.hpp"

#include <algorithm>
#include <string_view>

#include "base/ascii.hpp"

namespace sendlab::s3 {

namespace {

bool lists(std::string_view tags, const etag& tag) {
    const auto wanted = tag.hex();
    while (!tags.empty()) {
        const auto end = std::min(tags.find(','), tags.size());
        auto one = ascii::trimmed(tags.substr(0, end), " ");
        tags.remove_prefix(std::min(end + 1, tags.size()));
        if (one.starts_with("W/"))
            one.remove_prefix(2);
        if (one.size() >= 2 && one.starts_with('"') && one.ends_with('"'))
            one = one.substr(1, one.size() - 2);
        if (one == "*" || one == wanted)
            return true;
    }
    return false;
}

/// HTTP's dates have no fractions: an object that is younger by less than a second counts as not modified.
bool modified_since(const object& read, time_point when) {
    return std::chrono::floor<std::chrono::seconds>(read.last_modified) > when;
}

error failed(const char* condition) {
    return make_error(errc::precondition_failed, {{"Condition", condition}});
}

} // namespace

std::optional<error> read_refusal(const read_conditions& conditions, const object& read) {
    if (conditions.if_match) {
        if (!lists(*conditions.if_match, read.body.etag()))
            return failed("If-Match");
    } else if (conditions.if_unmodified_since && modified_since(read, *conditions.if_unmodified_since)) {
        return failed("If-Unmodified-Since");
    }
    if (conditions.if_none_match) {
        if (lists(*conditions.if_none_match, read.body.etag()))
            return make_error(errc::not_modified);
    } else if (conditions.if_modified_since && !modified_since(read, *conditions.if_modified_since)) {
        return make_error(errc::not_modified);
    }
    return std::nullopt;
}

std::optional<error> copy_refusal(const read_conditions& conditions, const object& source) {
    auto refusal = read_refusal(conditions, source);
    if (refusal && refusal->code == errc::not_modified)
        return failed(conditions.if_none_match ? "x-amz-copy-source-If-None-Match"
                                               : "x-amz-copy-source-If-Modified-Since");
    return refusal;
}

std::optional<error> write_refusal(const write_conditions& conditions, const object* present,
                                   const std::string& key) {
    const auto& [if_match, if_none_match] = conditions;
    if ((if_match && if_none_match) || (if_none_match && *if_none_match != "*"))
        return make_error(
            errc::not_implemented,
            {{"Header", "If-None-Match"},
             {"additionalMessage", "We don't accept the provided value of If-None-Match header for "
                                   "this API"}});
    if (if_none_match && present)
        return failed("If-None-Match");
    if (if_match && !present)
        return make_error(errc::no_such_key, {{"Key", key}});
    if (if_match && !lists(*if_match, present->body.etag()))
        return failed("If-Match");
    return std::nullopt;
}

} // namespace sendlab::s3
