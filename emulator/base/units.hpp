// Quantities with units, read and written: "250ms", "8KB", "14/s". Nothing here depends on the locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time_types.hpp"

namespace sendlab {

/// Why a text is not a quantity.
struct unit_error {
    std::string_view expected; // "a duration such as 250ms, 3s or 2m"; a string literal
};

/// A decimal number and one of ns, us, ms, s, m, h, d, without a space between: "1.5s". 0 to `forever`,
/// rounded to nanoseconds.
[[nodiscard]] result<duration, unit_error> parse_duration(std::string_view text);

/// A decimal number and one of B, KB, MB, GB (powers of 1,000), KiB, MiB, GiB (of 1,024). Rounded to bytes.
[[nodiscard]] result<std::uint64_t, unit_error> parse_size(std::string_view text);

/// A decimal number and one of /s, /m, /h, /d: "840/m". A second's worth is the result, 0 or more.
[[nodiscard]] result<double, unit_error> parse_rate(std::string_view text);

/// For people, three significant digits or two units: "1.25 s", "230 ms", "2 min 3 s", "1 h 5 min", "3 d 4
/// h". A minus sign in front where the duration is negative.
[[nodiscard]] std::string text(duration d);

/// For files: texts that are read back exactly, in the largest unit of which they are a whole number:
/// "250ms", "90s", "8KB". Not negative.
[[nodiscard]] std::string exact_text(duration d);
[[nodiscard]] std::string size_text(std::uint64_t bytes);
/// The shortest decimal a second: "14/s", "0.5/s".
[[nodiscard]] std::string rate_text(double per_second);

} // namespace sendlab
