#include "planner/chart.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string_view>

#include "base/portable_math.hpp"

namespace sendlab::planner {

namespace {

constexpr int rows_a_decade = 2;
constexpr int fewest_decades = 3;
constexpr int most_decades = 9;
constexpr std::size_t margin = 9; // of the labels, the axis included

struct glyph_set {
    std::string_view point, bar, open_end, target, axis, tick, corner, floor;
};

constexpr glyph_set plain{"o", "|", "v", "-", "|", "+", "+", "-"};
constexpr glyph_set drawn{"●", "│", "▾", "┄", "│", "┤", "└", "─"};

double log10(double x) {
    return portable::log(x) / portable::log(10.0);
}

/// The decades below 1 that the chart shows: down to the target and to every estimate above 0.
int decades_shown(const plan& planned) {
    double lowest = planned.max_timeout_probability;
    for (const auto& value : planned.values) {
        if (const double p = value.timeout_probability.value(); p > 0)
            lowest = std::min(lowest, p);
        lowest = std::min(lowest, value.timeout_probability.bounds.high);
    }
    return std::clamp(static_cast<int>(std::floor(-log10(lowest))) + 1, fewest_decades, most_decades);
}

std::string decade_label(int decade) {
    return decade == 0  ? "1"
           : decade < 3 ? "0." + std::string(static_cast<std::size_t>(decade - 1), '0') + "1"
                        : "1e-" + std::to_string(decade);
}

std::string right_aligned(std::string_view text, std::size_t width) {
    return std::string(width - std::min(width, text.size()), ' ') + std::string{text};
}

class drawing {
public:
    drawing(const plan& planned, glyphs with, std::size_t width)
        : plan_{planned},
          glyph_{with == glyphs::unicode ? drawn : plain},
          columns_{width - margin},
          bottom_{decades_shown(planned) * rows_a_decade},
          cells_(static_cast<std::size_t>(bottom_) + 1, std::vector<std::string_view>(columns_, " ")) {}

    std::string text() {
        for (auto& cell : row(row_of(plan_.max_timeout_probability)))
            cell = glyph_.target;
        for (const auto& value : plan_.values)
            draw(value);
        std::string out;
        for (int r = 0; r <= bottom_; ++r)
            out += line(label_of(r), r);
        return out + floor() + labels();
    }

private:
    std::vector<std::string_view>& row(int r) { return cells_[static_cast<std::size_t>(r)]; }

    /// From 0 at probability 1 downwards; what is too small to be shown is on the last row.
    [[nodiscard]] int row_of(double p) const {
        if (p <= 0)
            return bottom_;
        return std::clamp(static_cast<int>(std::floor(-log10(p) * rows_a_decade + 0.5)), 0, bottom_);
    }

    [[nodiscard]] std::size_t column_of(std::uint32_t n) const {
        const double first = portable::log(plan_.values.front().counts.emails_per_file);
        const double last = portable::log(plan_.values.back().counts.emails_per_file);
        const double at = last > first ? (portable::log(n) - first) / (last - first) : 0.5;
        return static_cast<std::size_t>(at * static_cast<double>(columns_ - 1) + 0.5);
    }

    void draw(const planned_value& value) {
        const auto& p = value.timeout_probability;
        const auto column = column_of(value.counts.emails_per_file);
        const int low = row_of(p.bounds.low);
        for (int r = row_of(p.bounds.high); r <= low; ++r)
            row(r)[column] = glyph_.bar;
        if (p.value() > 0)
            row(row_of(p.value()))[column] = glyph_.point;
        else
            row(bottom_)[column] = glyph_.open_end;
    }

    [[nodiscard]] std::string label_of(int r) const {
        if (r == row_of(plan_.max_timeout_probability))
            return "target";
        return r % rows_a_decade == 0 ? decade_label(r / rows_a_decade) : "";
    }

    std::string line(const std::string& label, int r) {
        std::string out = right_aligned(label, margin - 2) + ' ';
        out += label.empty() ? glyph_.axis : glyph_.tick;
        for (const auto cell : row(r))
            out += cell;
        return out.substr(0, out.find_last_not_of(' ') + 1) + '\n';
    }

    [[nodiscard]] std::string floor() const {
        std::string out = std::string(margin - 1, ' ') + std::string{glyph_.corner};
        for (std::size_t i = 0; i < columns_; ++i)
            out += glyph_.floor;
        return out + '\n';
    }

    /// As many values as have room; the recommended one and the user's come first.
    [[nodiscard]] std::string labels() const {
        std::string out(margin + columns_, ' ');
        const auto put = [&](const std::string& text, std::uint32_t value) {
            const auto middle = margin + column_of(value);
            const auto begin = std::min(middle - std::min(middle, text.size() / 2), out.size() - text.size());
            const auto left = begin == 0 ? 0 : begin - 1;
            const auto around = std::string_view{out}.substr(left, text.size() + 2);
            if (around.find_first_not_of(' ') == std::string_view::npos)
                out.replace(begin, text.size(), text);
        };
        if (const auto best = plan_.advice.largest_safe)
            put('[' + std::to_string(*best) + ']', *best);
        if (plan_.find(plan_.own_value))
            put(std::to_string(plan_.own_value), plan_.own_value);
        for (const auto& value : plan_.values)
            put(std::to_string(value.counts.emails_per_file), value.counts.emails_per_file);
        return out.substr(0, out.find_last_not_of(' ') + 1) + '\n';
    }

    const plan& plan_;
    const glyph_set& glyph_;
    std::size_t columns_;
    int bottom_; // the last row
    std::vector<std::vector<std::string_view>> cells_;
};

} // namespace

std::string chart(const plan& planned, glyphs with, std::size_t width) {
    assert(width >= 40);
    return planned.values.empty() ? "" : drawing{planned, with, width}.text();
}

} // namespace sendlab::planner
