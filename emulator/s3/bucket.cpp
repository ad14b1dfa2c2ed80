#include "s3/bucket.hpp"

#include <algorithm>
#include <utility>

namespace sendlab::s3 {

const object* bucket::find(std::string_view key) const {
    const auto found = objects_.find(key);
    return found == objects_.end() ? nullptr : &found->second;
}

void bucket::put(std::string key, object made) {
    // Keys often begin with the time, so a new one tends to be the last.
    auto& [name, place] = *objects_.try_emplace(objects_.end(), std::move(key));
    bytes_ += made.body.size() - place.body.size();
    place = std::move(made);
    next_expiration_ = std::min(next_expiration_, expiration(name, place));
}

bool bucket::erase(std::string_view key) {
    const auto found = objects_.find(key);
    if (found == objects_.end())
        return false;
    bytes_ -= found->second.body.size();
    objects_.erase(found);
    return true;
}

void bucket::set_lifecycle(std::vector<lifecycle_rule> rules) {
    lifecycle_ = std::move(rules);
    next_expiration_ = time_point::max();
    for (const auto& [key, object] : objects_)
        next_expiration_ = std::min(next_expiration_, expiration(key, object));
}

std::vector<std::string> bucket::take_expired(time_point now) {
    std::vector<std::string> gone;
    next_expiration_ = time_point::max();
    for (auto at = objects_.begin(); at != objects_.end();) {
        const auto expires = expiration(at->first, at->second);
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

time_point bucket::expiration(std::string_view key, const object& of) const {
    const auto* rule = applying_rule(lifecycle_, key);
    return rule ? expiry_midnight(of.last_modified, rule->expire_after_days) : time_point::max();
}

} // namespace sendlab::s3
