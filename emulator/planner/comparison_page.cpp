#include "planner/comparison_page.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/markup_text.hpp"
#include "base/portable_math.hpp"
#include "base/units.hpp"
#include "planner/figure_text.hpp"
#include "planner/plan_page.hpp"

namespace sendlab::planner {

namespace {

constexpr double width = 760, left = 172, top = 56, row_height = 46, bottom = 30;

std::string px(double value) {
    std::array<char, 32> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, 2);
    return {buffer.data(), end.ptr};
}

std::string label(const char* anchor, double x, double y, std::string_view words,
                  std::string_view style = "") {
    return "<text" + (style.empty() ? "" : " class=\"" + std::string{style} + '"') + " text-anchor=\"" +
           anchor + "\" x=\"" + px(x) + "\" y=\"" + px(y) + "\">" + markup_text(words) + "</text>\n";
}

/// The values of one of the settings, in the order in which they were given.
std::vector<std::string> values_of(const comparison& compared, std::size_t setting) {
    std::vector<std::string> out;
    for (const auto& v : compared.variants) {
        const auto& value = v.settings[setting].value;
        if (std::ranges::find(out, value) == out.end())
            out.push_back(value);
    }
    return out;
}

std::size_t place_of(const std::vector<std::string>& values, const std::string& value) {
    return static_cast<std::size_t>(std::ranges::find(values, value) - values.begin());
}

std::string number_of(const variant& v) {
    const auto& advice = v.planned.advice;
    return advice.largest_safe                 ? std::to_string(*advice.largest_safe)
           : advice.what == outcome::undecided ? "?"
                                               : "none";
}

/// What a pointer that rests on a cell is told.
std::string story_of(const variant& v) {
    std::string out;
    for (const auto& s : v.settings)
        out += s.key + '=' + s.value + '\n';
    const auto* choice = v.choice();
    if (!choice)
        return out + (v.planned.advice.what == outcome::undecided ? "undecided" : "no value is safe");
    return out + "largest safe EMAILS_PER_FILE " + number_of(v) +
           "\ncheapest safe: " + std::to_string(choice->counts.emails_per_file) + ", " +
           dollars_text(choice->counts.cost_per_million()) + " per million, delivery p99 " +
           text(choice->counts.delivery.p99());
}

class heat_map {
public:
    heat_map(const comparison& compared, svg_use use)
        : compared_{compared},
          use_{use},
          down_{values_of(compared, 0)},
          across_{values_of(compared, 1)},
          cell_width_{(width - left - 20) / static_cast<double>(across_.size())} {
        for (const auto& v : compared.variants)
            largest_ = std::max(largest_, static_cast<double>(v.planned.advice.largest_safe.value_or(1)));
    }

    std::string element() {
        const double height = top + row_height * static_cast<double>(down_.size()) + bottom;
        const std::string title = "Largest safe EMAILS_PER_FILE";
        out_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" role=\"img\" viewBox=\"0 0 " +
               px(width) + ' ' + px(height) + '"';
        if (use_ == svg_use::file)
            out_ += " width=\"" + px(width) + "\" height=\"" + px(height) + "\"";
        out_ += ">\n<title>" + title + "</title>\n";
        if (use_ == svg_use::file)
            out_ += "<style>" + std::string{plot_style()} +
                    "</style>\n<rect class=\"plot-paper\" width=\"100%\" height=\"100%\"/>\n" +
                    label("start", 12, 20, title, "plot-title");
        axes();
        for (std::size_t i = 0; i < compared_.variants.size(); ++i)
            cell(compared_.variants[i], i == compared_.best);
        return out_ + "</svg>\n";
    }

private:
    [[nodiscard]] double x_of(std::size_t column) const {
        return left + cell_width_ * static_cast<double>(column);
    }
    [[nodiscard]] static double y_of(std::size_t row) { return top + row_height * static_cast<double>(row); }

    void axes() {
        const auto& settings = compared_.variants.front().settings;
        out_ += label("end", left - 10, top - 8, settings[0].key);
        out_ += label("start", left + 2, top - 26, settings[1].key);
        for (std::size_t row = 0; row < down_.size(); ++row)
            out_ += label("end", left - 10, y_of(row) + row_height / 2 + 5, short_text(down_[row], 20));
        const auto letters = static_cast<std::size_t>(std::max(3.0, cell_width_ / 7));
        for (std::size_t column = 0; column < across_.size(); ++column)
            out_ += label("middle", x_of(column) + cell_width_ / 2, top - 8,
                          short_text(across_[column], letters));
    }

    static std::string short_text(std::string text, std::size_t most) {
        if (text.size() > most)
            text.replace(most - 2, std::string::npos, 2, '.');
        return text;
    }

    void cell(const variant& v, bool best) {
        const double x = x_of(place_of(across_, v.settings[1].value)),
                     y = y_of(place_of(down_, v.settings[0].value));
        const double share =
            v.planned.advice.largest_safe
                ? portable::log(*v.planned.advice.largest_safe + 1.0) / portable::log(largest_ + 1)
                : 0;
        out_ += "<g><title>" + markup_text(story_of(v)) +
                "</title><rect class=\"plot-heat\" style=\"fill-opacity:" + px(0.6 * share * share) +
                "\" x=\"" + px(x + 1) + "\" y=\"" + px(y + 1) + "\" width=\"" + px(cell_width_ - 2) +
                "\" height=\"" + px(row_height - 2) + "\" rx=\"4\"/>" +
                label("middle", x + cell_width_ / 2, y + row_height / 2 + 5,
                      number_of(v) + (best ? " (best)" : ""), "plot-title") +
                "</g>\n";
    }

    const comparison& compared_;
    svg_use use_;
    std::vector<std::string> down_, across_;
    double cell_width_;
    double largest_ = 1;
    std::string out_;
};

std::string map_section(const comparison& compared) {
    const auto map = heat_map_svg(compared, svg_use::page);
    if (map.empty())
        return "";
    return "<section class=\"charts\">\n<figure id=\"heat-map\"><figcaption>\n<h2>Largest safe "
           "EMAILS_PER_FILE</h2>\n"
           "<p class=\"quiet\">The darker, the larger; cost and delivery are told where the pointer "
           "rests.</p>\n"
           "</figcaption>" +
           map + "</figure>\n</section>\n";
}

} // namespace

std::string heat_map_svg(const comparison& compared, svg_use use) {
    if (compared.variants.empty() || compared.variants.front().settings.size() != 2)
        return "";
    return heat_map{compared, use}.element();
}

std::string comparison_page(const comparison& compared) {
    const auto name = compared.variants.empty() ? std::string{} : compared.variants.front().planned.name;
    const auto sentence = [](const std::string& words) {
        return words.empty() ? "" : "<p>" + markup_text(words) + "</p>\n";
    };
    return page_of(name + ": settings compared",
                   "<h1>" + markup_text("Which settings? " + name) + "</h1>\n<div class=\"answer " +
                       (compared.best ? "found" : "undecided") + "\">\n" + sentence(best_text(compared)) +
                       (compared.best ? sentence(prices_text(compared)) : "") + "</div>\n" +
                       map_section(compared) + "<section>\n<h2>Combinations</h2>\n<div class=\"scroll\">" +
                       comparison_table_html(compared) + "</div>\n</section>\n");
}

} // namespace sendlab::planner
