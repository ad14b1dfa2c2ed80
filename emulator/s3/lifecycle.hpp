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
#include "s3/tag_set.hpp"

namespace sendlab::s3 {

/// One rule that deletes objects of a prefix some days after their creation, at the next midnight UTC.
struct lifecycle_rule {
    std::string id{}; // made by the store where empty
    std::string prefix{};
    std::uint32_t expire_after_days = 7; // at least 1
    bool enabled = true;
    std::optional<time_point> expire_on{}; // a midnight, in place of the days
    tag_set tags{};                        // an object needs all of them
    std::optional<std::uint64_t> larger_than{};
    std::optional<std::uint64_t> smaller_than{};
    /// False: the rule has other actions only. Those are kept, as XML, and have no effect.
    bool expires = true;
    std::string other_actions{};

    friend bool operator==(const lifecycle_rule&, const lifecycle_rule&) = default;
};

/// Of an object, what rules look at.
struct lifecycle_subject {
    std::string_view key;
    time_point created{};
    std::uint64_t size = 0;
    const tag_set* tags = nullptr; // null: none
};

/// When an object created at `created` expires: the midnight UTC that follows `days` days later. Created on
/// 15 January at 10:30 with 3 days: 19 January, 00:00. (At midnight sharp: a whole day later, as the next
/// midnight is meant.)
[[nodiscard]] time_point expiry_midnight(time_point created, std::uint32_t days);

struct expiry {
    time_point when;
    const lifecycle_rule* rule; // never null
};

/// By the rule that deletes the object first, of several such the first. Nothing where no rule does.
[[nodiscard]] std::optional<expiry> earliest_expiry(const std::vector<lifecycle_rule>& rules,
                                                    const lifecycle_subject& subject);

/// S3's own checks: at most 1,000 rules, days, midnights, ids.
[[nodiscard]] result<void, error> validate(const std::vector<lifecycle_rule>& rules);

} // namespace sendlab::s3
