#include "s3/tag_set.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace sendlab::s3 {

namespace {

constexpr std::size_t longest_key = 128;
constexpr std::size_t longest_value = 256;

/// Of UTF-8: all bytes but those that continue a character.
std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

error invalid_tag(std::string message, const std::string& key) {
    return {errc::invalid_tag, std::move(message), {{"TagKey", key}}};
}

} // namespace

std::optional<error> tag_error(const tag_set& tags, std::size_t most) {
    if (tags.size() > most) {
        if (most == most_object_tags)
            return error{errc::bad_request, "Object tags cannot be greater than 10", {}};
        return error{errc::invalid_tag, "Bucket tag count cannot be greater than 50", {}};
    }
    std::set<std::string_view> keys;
    for (const auto& [key, value] : tags) {
        if (key.empty() || characters(key) > longest_key)
            return invalid_tag("The TagKey you have provided is invalid", key);
        if (characters(value) > longest_value)
            return invalid_tag("The TagValue you have provided is invalid", key);
        if (key.starts_with("aws:"))
            return invalid_tag("System tags cannot be added/updated by requester", key);
        if (!keys.insert(key).second)
            return invalid_tag("Cannot provide multiple Tags with the same key", key);
    }
    return std::nullopt;
}

} // namespace sendlab::s3
