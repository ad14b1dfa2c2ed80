#include "base/units.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

#include "base/ascii.hpp"

namespace sendlab {

namespace {

struct unit {
    std::string_view name;
    std::uint64_t worth;
};

// Largest first.
constexpr unit duration_units[] = {{"d", 86'400'000'000'000},
                                   {"h", 3'600'000'000'000},
                                   {"m", 60'000'000'000},
                                   {"s", 1'000'000'000},
                                   {"ms", 1'000'000},
                                   {"us", 1'000},
                                   {"ns", 1}};
constexpr unit size_units[] = {
    {"GB", 1'000'000'000}, {"GiB", 1'073'741'824}, {"MB", 1'000'000}, {"MiB", 1'048'576},
    {"KB", 1'000},         {"KiB", 1'024},         {"B", 1}};
constexpr unit rate_units[] = {{"/s", 1}, {"/m", 60}, {"/h", 3'600}, {"/d", 86'400}};

/// What was read. The whole part is kept as an integer too, so that no nanosecond of it is lost.
struct quantity {
    std::uint64_t whole = 0;
    double fraction = 0;
    double value = 0;
    std::uint64_t worth = 1; // of the unit
};

enum class mistake { not_a_quantity, too_large };

result<quantity, mistake> parse_quantity(std::string_view text, std::span<const unit> units) {
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    quantity q;
    if (text.empty() || !ascii::is_digit(text.front()))
        return mistake::not_a_quantity;
    const auto whole = std::from_chars(begin, end, q.whole);
    if (whole.ec != std::errc{})
        return mistake::too_large;
    const char* at = whole.ptr;
    if (end - at >= 2 && *at == '.' && ascii::is_digit(at[1]))
        at = std::from_chars(at, end, q.fraction, std::chars_format::fixed).ptr;
    std::from_chars(begin, at, q.value, std::chars_format::fixed);
    const std::string_view name{at, static_cast<std::size_t>(end - at)};
    const auto found = std::ranges::find(units, name, &unit::name);
    if (found == units.end())
        return mistake::not_a_quantity;
    q.worth = found->worth;
    return q;
}

/// In whole units of 1, rounded; nothing if above `most`.
std::optional<std::uint64_t> counted(const quantity& q, std::uint64_t most) {
    const auto part = static_cast<std::uint64_t>(q.fraction * static_cast<double>(q.worth) + 0.5);
    if (q.whole > most / q.worth || q.whole * q.worth > most - part)
        return std::nullopt;
    return q.whole * q.worth + part;
}

template<class... Arguments>
std::string chars_of(Arguments... arguments) {
    std::array<char, 400> buffer; // DBL_MAX has 309 digits
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), arguments...);
    assert(end.ec == std::errc{});
    return {buffer.data(), end.ptr};
}

/// Three significant digits, without zeros at the end: 1.25, 12.5, 230.
std::string short_number(double value) {
    const double step = value < 10 ? 100 : value < 100 ? 10 : 1;
    return chars_of(std::floor(value * step + 0.5) / step);
}

/// "2 min 5 s" of 125, seconds to the minute 60.
std::string two_units(std::uint64_t count, std::uint64_t ratio, std::string_view large,
                      std::string_view small) {
    auto both = chars_of(count / ratio).append(large);
    if (count % ratio != 0)
        both.append(" ").append(chars_of(count % ratio)).append(small);
    return both;
}

std::string positive_text(std::uint64_t ns) {
    // Half a step below the next unit already rounds up to it: nothing reads "1000 ms" or "60 s".
    const auto value = static_cast<double>(ns);
    if (ns < 1'000)
        return chars_of(ns) + " ns";
    if (value < 999.5e3)
        return short_number(value * 1e-3) + " us";
    if (value < 999.5e6)
        return short_number(value * 1e-6) + " ms";
    if (value < 59.95e9)
        return short_number(value * 1e-9) + " s";
    constexpr std::uint64_t second = 1'000'000'000, minute = 60 * second, hour = 60 * minute;
    const auto rounded = [ns](std::uint64_t unit) { return (ns + unit / 2) / unit; };
    if (rounded(second) < 60 * 60)
        return two_units(rounded(second), 60, " min", " s");
    if (rounded(minute) < 24 * 60)
        return two_units(rounded(minute), 60, " h", " min");
    return two_units(rounded(hour), 24, " d", " h");
}

/// In the first unit of which `count` is a whole number.
std::string whole_text(std::uint64_t count, std::span<const unit> units) {
    const auto fits = [count](const unit& u) { return count % u.worth == 0; };
    const auto u = std::find_if(units.begin(), units.end(), fits);
    return chars_of(count / u->worth).append(u->name);
}

} // namespace

result<duration, unit_error> parse_duration(std::string_view text) {
    const auto q = parse_quantity(text, duration_units);
    if (q)
        if (const auto ns = counted(*q, static_cast<std::uint64_t>(forever.count())))
            return duration{static_cast<duration::rep>(*ns)};
    if (q || q.error() == mistake::too_large)
        return unit_error{"a duration of at most 100 years"};
    return unit_error{"a duration such as 250ms, 3s or 2m"};
}

result<std::uint64_t, unit_error> parse_size(std::string_view text) {
    const auto q = parse_quantity(text, size_units);
    if (q)
        if (const auto bytes = counted(*q, std::numeric_limits<std::uint64_t>::max()))
            return *bytes;
    if (q || q.error() == mistake::too_large)
        return unit_error{"a size below 16 EiB"};
    return unit_error{"a size such as 512B, 8KB or 2MiB"};
}

result<double, unit_error> parse_rate(std::string_view text) {
    const auto q = parse_quantity(text, rate_units);
    if (q)
        return q->value / static_cast<double>(q->worth);
    return unit_error{"a rate such as 14/s, 840/m or 50000/d"};
}

std::string text(duration d) {
    if (d == duration::zero())
        return "0 s";
    const auto ns = static_cast<std::uint64_t>(d.count());
    return d < duration::zero() ? "-" + positive_text(0 - ns) : positive_text(ns);
}

std::string exact_text(duration d) {
    assert(d >= duration::zero());
    return d == duration::zero() ? "0s" : whole_text(static_cast<std::uint64_t>(d.count()), duration_units);
}

std::string size_text(std::uint64_t bytes) {
    return bytes == 0 ? "0B" : whole_text(bytes, size_units);
}

std::string rate_text(double per_second) {
    assert(per_second >= 0 && std::isfinite(per_second));
    return chars_of(per_second, std::chars_format::fixed) + "/s";
}

} // namespace sendlab
