// What a bucket is, in the fewest words: of each key its versions, newest first. (S3 User Guide, "Using versioning in S3
// buckets", "Event notification types and destinations", "Setting lifecycle configuration".)
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "s3/bucket.hpp"

namespace sendlab::s3::model {

struct version {
    std::string id;
    std::uint64_t size = 0;
    bool marker = false;
    time_point written{};
};

struct heard_event {
    std::string name; // "ObjectCreated:Put"
    std::string key;
    std::string version_id;
    std::uint64_t size = 0;
    std::string rule;

    friend bool operator==(const heard_event&, const heard_event&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const heard_event& e) {
    return out << e.rule << ": " << e.name << ' ' << e.key << " version '" << e.version_id << "' of "
               << e.size;
}

struct bucket_model {
    versioning state = versioning::never;
    std::map<std::string, std::vector<version>> keys; // none of them empty
    std::vector<notification_rule> rules;
    std::optional<lifecycle_rule> lifecycle;
    std::vector<heard_event> events; // that must be heard

    [[nodiscard]] const version* current(const std::string& key) const {
        const auto found = keys.find(key);
        return found == keys.end() || found->second.front().marker ? nullptr : &found->second.front();
    }

    [[nodiscard]] const version* find(const std::string& key, const std::string& id) const {
        const auto found = keys.find(key);
        if (found == keys.end())
            return nullptr;
        const auto at = std::ranges::find(found->second, id, &version::id);
        return at == found->second.end() ? nullptr : &*at;
    }

    void put(const std::string& key, version made, const char* event) {
        announce(event, key, made.id, made.size);
        lay_on_top(key, std::move(made));
    }

    /// What a deletion leaves behind, where versioning is or was on.
    void remove(const std::string& key, version marker, bool by_lifecycle) {
        if (state == versioning::never) {
            if (keys.erase(key) > 0)
                announce(by_lifecycle ? "LifecycleExpiration:Delete" : "ObjectRemoved:Delete", key, "", 0);
            return;
        }
        announce(by_lifecycle ? "LifecycleExpiration:DeleteMarkerCreated"
                              : "ObjectRemoved:DeleteMarkerCreated",
                 key, marker.id, 0);
        lay_on_top(key, std::move(marker));
    }

    void remove_version(const std::string& key, const std::string& id) {
        if (!find(key, id))
            return;
        auto& versions = keys.at(key);
        std::erase_if(versions, [&](const version& v) { return v.id == id; });
        if (versions.empty())
            keys.erase(key);
        announce("ObjectRemoved:Delete", key, id, 0);
    }

    /// Of current objects, by the rule that there is.
    [[nodiscard]] std::vector<std::string> expired(time_point now) const {
        std::vector<std::string> found;
        for (const auto& [key, versions] : keys)
            if (lifecycle && !versions.front().marker && key.starts_with(lifecycle->prefix) &&
                midnight_after(versions.front().written, lifecycle->expire_after_days) <= now)
                found.push_back(key);
        return found;
    }

    void announce(const std::string& name, const std::string& key, const std::string& id,
                  std::uint64_t size) {
        for (const auto& rule : rules)
            if (wants(rule, name, key))
                events.push_back({name, key, state == versioning::never ? "" : id, size, rule.id});
    }

    [[nodiscard]] static bool wants(const notification_rule& rule, const std::string& name,
                                    const std::string& key) {
        const auto agrees = [&](const std::string& wanted) {
            const auto star = wanted.find('*');
            return ("s3:" + name).substr(0, star) == wanted.substr(0, star);
        };
        bool fits = std::ranges::any_of(rule.events, agrees);
        for (const auto& [kind, value] : rule.filters)
            fits = fits && (kind == "prefix" ? key.starts_with(value) : key.ends_with(value));
        return fits;
    }

private:
    void lay_on_top(const std::string& key, version made) {
        auto& versions = keys[key];
        if (state != versioning::enabled) // there is one null version at most
            std::erase_if(versions, [](const version& v) { return v.id == "null"; });
        versions.insert(versions.begin(), std::move(made));
    }

    [[nodiscard]] static time_point midnight_after(time_point written, std::uint32_t days) {
        const auto day = std::chrono::hours{24};
        const auto whole = written.time_since_epoch() / day;
        return time_point{(whole + days + 1) * duration{day}};
    }
};

/// Two rules that one event can satisfy both: a key that begins and ends as both want, if there is one, does.
inline bool ambiguous(const notification_rule& a, const notification_rule& b,
                      const std::vector<std::string>& event_names) {
    const auto longer = [](std::string_view x, std::string_view y) {
        return std::string{x.size() > y.size() ? x : y};
    };
    const auto key = longer(a.prefix(), b.prefix()) + longer(a.suffix(), b.suffix());
    return std::ranges::any_of(event_names, [&](const auto& name) {
        return bucket_model::wants(a, name, key) && bucket_model::wants(b, name, key);
    });
}

/// Keys and groups of a listing without pages, in order; groups end in their delimiter.
inline std::vector<std::string> entries(const std::vector<std::string>& keys, const std::string& prefix,
                                        const std::string& delimiter) {
    std::vector<std::string> found;
    for (const auto& key : keys) {
        if (!key.starts_with(prefix))
            continue;
        const auto at = delimiter.empty() ? std::string::npos : key.find(delimiter, prefix.size());
        const auto entry =
            at == std::string::npos ? "key " + key : "group " + key.substr(0, at + delimiter.size());
        if (found.empty() || found.back() != entry)
            found.push_back(entry);
    }
    return found;
}

} // namespace sendlab::s3::model
