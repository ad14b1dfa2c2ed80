#include "s3/bucket.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace sendlab::s3 {

const object* bucket::find(std::string_view key) const {
    const auto found = objects_.find(key);
    return found == objects_.end() ? nullptr : &found->second;
}

const object* bucket::find_version(std::string_view key, std::string_view version_id) const {
    const auto* current = find(key);
    if (current && current->has_id(version_id))
        return current;
    return history_.find(key, version_id);
}

const object* bucket::put(std::string key, object made) {
    if (versioning_ != versioning::never) {
        made.versioned = versioning_ == versioning::enabled;
        if (!made.versioned)
            drop_null_version(key);
        shelve_current(key);
    }
    // Keys often begin with the time, so a new one tends to be the last.
    auto& [name, place] = *objects_.try_emplace(objects_.end(), std::move(key));
    bytes_ += made.body.size() - place.body.size();
    place = std::move(made);
    next_expiration_ = std::min(next_expiration_, expiration_time(name, place));
    return &place;
}

void bucket::restore(const std::string& key, std::vector<object> versions) {
    assert(!versions.empty() && !find(key) && !history_.newest(key));
    for (auto old = versions.rbegin(); old != versions.rend(); ++old)
        history_.push(key, std::move(*old));
    if (auto newest = history_.take_newest_object(key)) {
        bytes_ += newest->body.size();
        next_expiration_ = std::min(next_expiration_, expiration_time(key, *newest));
        objects_.emplace(key, *std::move(newest));
    }
}

bool bucket::erase(std::string_view key) {
    const auto found = objects_.find(key);
    if (found == objects_.end())
        return false;
    bytes_ -= found->second.body.size();
    objects_.erase(found);
    return true;
}

removal bucket::remove(const std::string& key, object marker) {
    if (versioning_ == versioning::never)
        return {.removed = erase(key)};
    marker.delete_marker = true;
    marker.versioned = versioning_ == versioning::enabled;
    if (!marker.versioned)
        drop_null_version(key);
    shelve_current(key);
    auto id = marker.version_id();
    history_.push(key, std::move(marker));
    return {.removed = true, .delete_marker = true, .version_id = std::move(id)};
}

removal bucket::remove_version(const std::string& key, std::string_view version_id) {
    removal done{.version_id = std::string{version_id}};
    const auto* current = find(key);
    if (current && current->has_id(version_id)) {
        erase(key);
        done.removed = true;
    } else if (const auto taken = history_.take(key, version_id)) {
        done.removed = true;
        done.delete_marker = taken->delete_marker;
    }
    if (!find(key))
        if (auto newest = history_.take_newest_object(key)) {
            bytes_ += newest->body.size();
            next_expiration_ = std::min(next_expiration_, expiration_time(key, *newest));
            objects_.insert_or_assign(key, *std::move(newest));
        }
    return done;
}

void bucket::set_attributes(std::string_view key, std::string_view version_id,
                            std::shared_ptr<const object_attributes> attributes) {
    const auto found = objects_.find(key);
    if (found == objects_.end() || !found->second.has_id(version_id)) {
        [[maybe_unused]] const bool there = history_.set_attributes(key, version_id, std::move(attributes));
        assert(there);
        return;
    }
    found->second.attributes = std::move(attributes);
    next_expiration_ = std::min(next_expiration_, expiration_time(key, found->second));
}

/// The current object becomes the newest of the history.
void bucket::shelve_current(const std::string& key) {
    const auto found = objects_.find(key);
    if (found == objects_.end())
        return;
    bytes_ -= found->second.body.size();
    history_.push(key, std::move(found->second));
    objects_.erase(found);
}

void bucket::drop_null_version(const std::string& key) {
    const auto* current = find(key);
    if (current && !current->versioned)
        erase(key);
    else
        (void)history_.take(key, "null");
}

void bucket::set_lifecycle(std::vector<lifecycle_rule> rules) {
    lifecycle_ = std::move(rules);
    find_next_expiration();
}

std::vector<std::string> bucket::take_expired(time_point now, const std::function<object()>& make_marker) {
    next_expiration_ = time_point::max();
    return versioning_ == versioning::never ? erase_expired(now) : hide_expired(now, make_marker);
}

std::vector<std::string> bucket::erase_expired(time_point now) {
    std::vector<std::string> gone;
    for (auto at = objects_.begin(); at != objects_.end();) {
        const auto expires = expiration_time(at->first, at->second);
        if (expires <= now) {
            bytes_ -= at->second.body.size();
            gone.push_back(std::move(objects_.extract(at++).key()));
        } else {
            next_expiration_ = std::min(next_expiration_, expires);
            ++at;
        }
    }
    return gone;
}

std::vector<std::string> bucket::hide_expired(time_point now, const std::function<object()>& make_marker) {
    std::vector<std::string> gone;
    for (const auto& [key, object] : objects_)
        if (expiration_time(key, object) <= now)
            gone.push_back(key);
    for (const auto& key : gone)
        remove(key, make_marker());
    find_next_expiration();
    return gone;
}

std::optional<expiry> bucket::expiration(std::string_view key, const object& of) const {
    const auto* tags = of.attributes ? &of.attributes->tags : nullptr;
    return earliest_expiry(lifecycle_, {key, of.last_modified, of.body.size(), tags});
}

time_point bucket::expiration_time(std::string_view key, const object& of) const {
    const auto found = expiration(key, of);
    return found ? found->when : time_point::max();
}

void bucket::find_next_expiration() {
    next_expiration_ = time_point::max();
    for (const auto& [key, object] : objects_)
        next_expiration_ = std::min(next_expiration_, expiration_time(key, object));
}

} // namespace sendlab::s3
