#include "base/number_text.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace sendlab {

namespace {

std::string with_separators(std::string_view digits) {
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i != 0 && (digits.size() - i) % 3 == 0)
            out += ',';
        out += digits[i];
    }
    return out;
}

/// d.ddd times a power of ten.
struct decimal {
    std::string digits;
    int exponent;
};

/// A positive, finite value to so many digits. to_chars rounds the exact value of the double, half to even.
decimal significant(double value, int digits) {
    std::array<char, 40> buffer{};
    const auto end =
        std::to_chars(buffer.begin(), buffer.end(), value, std::chars_format::scientific, digits - 1);
    const auto e = std::find(buffer.begin(), end.ptr, 'e');
    decimal out{{buffer.begin(), e}, std::atoi(e + 1)};
    std::erase(out.digits, '.');
    return out;
}

/// Whether the value, as written with three digits, reads 1 or more.
bool reads_as_one(double value) {
    return significant(value, 3).exponent >= 0;
}

void drop_trailing_zeros(std::string& decimal) {
    if (decimal.find('.') == std::string::npos)
        return;
    decimal.erase(decimal.find_last_not_of('0') + 1);
    if (decimal.back() == '.')
        decimal.pop_back();
}

/// Separators in the whole part of a non-negative decimal.
std::string grouped(const std::string& decimal) {
    const auto point = std::min(decimal.find('.'), decimal.size());
    return with_separators(std::string_view{decimal}.substr(0, point)) + decimal.substr(point);
}

std::string with_cents(double dollars) {
    std::array<char, 400> buffer{}; // 309 digits at most, a point and two more
    const auto end = std::to_chars(buffer.begin(), buffer.end(), dollars, std::chars_format::fixed, 2);
    return {buffer.begin(), end.ptr};
}

/// `unit` is a power of ten of nanoseconds.
std::string in_units_of(std::uint64_t unit, duration length) {
    const auto ns = length.count();
    const auto magnitude = ns < 0 ? 0 - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
    std::string fraction = std::to_string(unit + magnitude % unit).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return (ns < 0 ? "-" : "") + std::to_string(magnitude / unit) + (fraction.empty() ? "" : "." + fraction);
}

} // namespace

std::string count_text(std::uint64_t n) {
    return with_separators(std::to_string(n));
}

std::string count_text(std::uint64_t n, const char* singular) {
    return count_text(n) + ' ' + singular + (n == 1 ? "" : "s");
}

std::string number_text(double value, int digits) {
    assert(digits >= 1 && digits <= 17);
    if (std::isnan(value))
        return "nan";
    if (std::isinf(value))
        return value < 0 ? "-inf" : "inf";
    if (value < 0)
        return '-' + number_text(-value, digits);
    if (value == 0)
        return "0";
    auto [text, exponent] = significant(value, digits);
    if (exponent < 0) {
        text.insert(0, "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0'));
    } else if (exponent < digits - 1) {
        text.insert(static_cast<std::size_t>(exponent) + 1, 1, '.');
    } else {
        text.append(static_cast<std::size_t>(exponent - digits + 1), '0');
    }
    drop_trailing_zeros(text);
    return grouped(text);
}

std::string money_text(double dollars) {
    if (dollars < 0)
        return '-' + money_text(-dollars);
    if (dollars == 0)
        return "$0";
    if (reads_as_one(dollars))
        return '$' + grouped(with_cents(dollars));
    std::string text = number_text(dollars);
    if (text.size() < 4) // "0.1"
        text += '0';
    return '$' + text;
}

std::string percent_text(double share) {
    return number_text(share * 100) + " %";
}

std::string share_text(std::uint64_t part, std::uint64_t whole) {
    if (part == 0)
        return "0 of " + count_text(whole);
    return percent_text(static_cast<double>(part) / static_cast<double>(whole)) + " of " + count_text(whole);
}

std::string odds_text(double probability) {
    if (probability <= 0)
        return "never";
    if (probability >= 1)
        return "always";
    if (probability > 0.5)
        return percent_text(probability);
    return "1 in " + number_text(1 / probability);
}

std::string milliseconds_text(duration length) {
    return in_units_of(1'000'000, length);
}

std::string seconds_text(duration length) {
    return in_units_of(1'000'000'000, length);
}

} // namespace sendlab
