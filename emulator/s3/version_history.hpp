// The versions of a bucket that are not current (S3 User Guide, "Using versioning in S3 buckets").
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "s3/object.hpp"

namespace sendlab::s3 {

/// Of each key what lies below the current object, newest first. Where the newest is a delete marker the key has no
/// current object.
class version_history {
public:
    using versions = std::deque<object>;
    using key_map = std::map<std::string, versions, std::less<>>;

    void push(const std::string& key, object old);
    /// Takes the newest away, if there is one and it is an object: it becomes current.
    std::optional<object> take_newest_object(const std::string& key);
    /// Takes one away, if it is there.
    std::optional<object> take(std::string_view key, std::string_view version_id);
    [[nodiscard]] const object* find(std::string_view key, std::string_view version_id) const;
    /// False if there is no such version.
    bool set_attributes(std::string_view key, std::string_view version_id,
                        std::shared_ptr<const object_attributes> attributes);
    /// Null where there is none.
    [[nodiscard]] const object* newest(std::string_view key) const;

    [[nodiscard]] const key_map& keys() const { return keys_; }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

private:
    object take_at(key_map::iterator key, versions::iterator at);

    key_map keys_; // none of them empty
    std::uint64_t bytes_ = 0;
};

} // namespace sendlab::s3
