#include "s3/version_history.hpp"

#include <algorithm>
#include <utility>

namespace sendlab::s3 {

namespace {

auto find_id(auto& versions, std::string_view id) {
    return std::ranges::find_if(versions, [&](const object& version) { return version.has_id(id); });
}

} // namespace

void version_history::push(const std::string& key, object old) {
    bytes_ += old.body.size();
    keys_[key].push_front(std::move(old));
}

std::optional<object> version_history::take_newest_object(const std::string& key) {
    const auto found = keys_.find(key);
    if (found == keys_.end() || found->second.front().delete_marker)
        return std::nullopt;
    return take_at(found, found->second.begin());
}

std::optional<object> version_history::take(std::string_view key, std::string_view version_id) {
    const auto found = keys_.find(key);
    if (found == keys_.end())
        return std::nullopt;
    const auto at = find_id(found->second, version_id);
    if (at == found->second.end())
        return std::nullopt;
    return take_at(found, at);
}

object version_history::take_at(key_map::iterator key, versions::iterator at) {
    auto taken = std::move(*at);
    bytes_ -= taken.body.size();
    key->second.erase(at);
    if (key->second.empty())
        keys_.erase(key);
    return taken;
}

const object* version_history::find(std::string_view key, std::string_view version_id) const {
    const auto found = keys_.find(key);
    if (found == keys_.end())
        return nullptr;
    const auto at = find_id(found->second, version_id);
    return at == found->second.end() ? nullptr : &*at;
}

bool version_history::set_attributes(std::string_view key, std::string_view version_id,
                                     std::shared_ptr<const object_attributes> attributes) {
    const auto found = keys_.find(key);
    if (found == keys_.end())
        return false;
    const auto at = find_id(found->second, version_id);
    if (at == found->second.end())
        return false;
    at->attributes = std::move(attributes);
    return true;
}

const object* version_history::newest(std::string_view key) const {
    const auto found = keys_.find(key);
    return found == keys_.end() ? nullptr : &found->second.front();
}

} // namespace sendlab::s3
