// Cross-origin rules of a bucket (S3 User Guide, "Using cross-origin resource sharing").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "s3/s3_error.hpp"

namespace sendlab::s3 {

struct cors_rule {
    std::string id{};
    std::vector<std::string> allowed_origins{}; // one "*" each at most
    std::vector<std::string> allowed_methods{}; // GET, PUT, HEAD, POST, DELETE
    std::vector<std::string> allowed_headers{}; // in any case, one "*" each at most
    std::vector<std::string> expose_headers{};
    std::optional<std::uint32_t> max_age_seconds{};

    [[nodiscard]] bool allows(std::string_view origin, std::string_view method) const;
    [[nodiscard]] bool allows_header(std::string_view name) const;
    /// Whether every origin is welcome, so that the answer names none.
    [[nodiscard]] bool for_everybody() const;
};

/// The first rule that allows the origin, the method and all headers. Null for none.
[[nodiscard]] const cors_rule* applying_rule(const std::vector<cors_rule>& rules, std::string_view origin,
                                             std::string_view method,
                                             const std::vector<std::string>& headers = {});

/// S3's own checks: 1 to 100 rules, methods, wildcards.
[[nodiscard]] result<void, error> validate(const std::vector<cors_rule>& rules);

} // namespace sendlab::s3
