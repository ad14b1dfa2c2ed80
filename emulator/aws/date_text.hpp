// Moments as AWS writes them in headers and signatures, and how it reads them. All are UTC. In documents they are
// as utc_text() writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time_types.hpp"

namespace sendlab::aws {

/// "20260131T120000Z": x-amz-date.
[[nodiscard]] std::string amz_date(time_point when);
/// "Sat, 31 Jan 2026 12:00:00 GMT": IMF-fixdate, RFC 9110, section 5.6.7.
[[nodiscard]] std::string http_date(time_point when);

/// The same texts, and those of utc_text(), read back; nothing for what is none. ISO dates may lack the fraction and the time of day, and may
/// have an offset in place of the Z.
[[nodiscard]] std::optional<time_point> parse_iso_date(std::string_view text);
[[nodiscard]] std::optional<time_point> parse_amz_date(std::string_view text);
[[nodiscard]] std::optional<time_point> parse_http_date(std::string_view text);

} // namespace sendlab::aws
