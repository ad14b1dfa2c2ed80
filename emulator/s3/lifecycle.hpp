// Lifecycle expiry: objects are deleted some days after their creation (S3 User Guide, "Lifecycle
// configuration elements").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time_types.hpp"
#include "s3/s3_error.hpp"

namespace sendlab::s3 {

/// One rule that deletes objects of a prefix some days after their creation, at the next midnight UTC.
struct lifecycle_rule {
    std::string id{}; // made by the store where empty
    std::string prefix{};
    std::uint32_t expire_after_days = 7; // at least 1
    bool enabled = true;

    friend bool operator==(const lifecycle_rule&, const lifecycle_rule&) = default;
};

/// When an object created at `created` expires: the midnight UTC that follows `days` days later. Created on
/// 15 January at 10:30 with 3 days: 19 January, 00:00. (At midnight sharp: a whole day later, as the next
/// midnight is meant.)
[[nodiscard]] time_point expiry_midnight(time_point created, std::uint32_t days);

/// The rule that applies to a key: of several the one with the fewest days, of those the first. Null for
/// none.
[[nodiscard]] const lifecycle_rule* applying_rule(const std::vector<lifecycle_rule>& rules,
                                                  std::string_view key);

/// S3's own checks: at most 1,000 rules, days, ids.
[[nodiscard]] result<void, error> validate(const std::vector<lifecycle_rule>& rules);

} // namespace sendlab::s3
