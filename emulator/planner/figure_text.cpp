#include "planner/figure_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <sstream>

#include "base/number_text.hpp"
#include "base/text_table.hpp"
#include "base/units.hpp"

namespace sendlab::planner {

namespace {

constexpr double smallest_plain = 0.01;

/// "5.1e-05" as to_chars writes it, without the zero.
std::string scientific(double value) {
    std::array<char, 32> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific, 1);
    std::string out{buffer.data(), end.ptr};
    if (const auto e = out.find("e-0"); e != std::string::npos)
        out.erase(e + 2, 1);
    return out;
}

} // namespace

std::string probability_text(double p) {
    return p > 0 && p < smallest_plain ? scientific(p) : number_text(p, p > 0.9 && p < 1 ? 4 : 2);
}

std::string bounds_text(const interval& bounds) {
    return probability_text(bounds.low) + " to " + probability_text(bounds.high);
}

std::string pair_text(duration first, duration second) {
    const auto a = text(first), b = text(second);
    const auto unit_of = [](const std::string& t) { return t.substr(t.find(' ') + 1); };
    const bool shared = unit_of(a) == unit_of(b) && unit_of(a).find(' ') == std::string::npos;
    return (shared ? a.substr(0, a.find(' ')) : a) + '/' + b;
}

std::string dollars_text(double dollars) {
    if (!std::isfinite(dollars))
        return "-";
    return dollars < 1'000 ? money_text(dollars)
                           : '$' + count_text(static_cast<std::uint64_t>(dollars + 0.5));
}

std::string wrapped(const std::string& text, std::size_t width) {
    std::istringstream words{text};
    std::string out, line, word;
    while (words >> word) {
        if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
            out += line + '\n';
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
    }
    return line.empty() ? out : out + line + '\n';
}

} // namespace sendlab::planner
