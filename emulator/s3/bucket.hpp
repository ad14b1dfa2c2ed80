// A bucket's objects and their expiry.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/time_types.hpp"
#include "s3/lifecycle.hpp"
#include "s3/notification_configuration.hpp"
#include "s3/object.hpp"

namespace sendlab::s3 {

/// In UTF-8 binary order: std::string compares bytes as unsigned numbers. About 200 bytes an object without
/// bytes, keys of 16 to 40 characters included.
using object_map = std::map<std::string, object, std::less<>>;

class bucket {
public:
    notification_configuration notifications;

    [[nodiscard]] const object_map& objects() const { return objects_; }
    [[nodiscard]] const object* find(std::string_view key) const;
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

    void put(std::string key, object made);
    /// False if there was none.
    bool erase(std::string_view key);

    [[nodiscard]] const std::vector<lifecycle_rule>& lifecycle() const { return lifecycle_; }
    void set_lifecycle(std::vector<lifecycle_rule> rules);
    /// No object expires before it; it may be early, as objects may have been deleted since.
    [[nodiscard]] time_point next_expiration() const { return next_expiration_; }
    /// Removes what has expired by `now`; the keys, in their order.
    std::vector<std::string> take_expired(time_point now);

private:
    [[nodiscard]] time_point expiration(std::string_view key, const object& of) const;

    object_map objects_;
    std::uint64_t bytes_ = 0;
    std::vector<lifecycle_rule> lifecycle_;
    time_point next_expiration_ = time_point::max();
};

} // namespace sendlab::s3
