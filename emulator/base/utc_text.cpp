#include "base/utc_text.hpp"

#include <array>
#include <cassert>
#include <cstdio>

namespace sendlab {

std::string utc_text(time_point when, int fraction_digits) {
    assert(fraction_digits >= 0 && fraction_digits <= 9);
    const auto day = std::chrono::floor<std::chrono::days>(when);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<duration>(when - day)};
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%09d",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                  static_cast<int>(time.subseconds().count()));
    std::string out{text.data()};
    out.resize(out.size() - 9 + static_cast<std::size_t>(fraction_digits));
    if (fraction_digits == 0)
        out.pop_back(); // the point
    return out + 'Z';
}

} // namespace sendlab
