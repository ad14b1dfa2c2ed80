#include "planner/plot_svg.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/markup_text.hpp"

namespace sendlab::planner {

namespace {

constexpr double width = 760, height = 380;
constexpr double left = 76, right = 20, bottom = 46;
constexpr double line_height = 16;
constexpr double letter_width = 7.5; // of a mark's label, about

/// A coordinate, to a tenth of a pixel.
std::string px(double value) {
    std::array<char, 32> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, 1);
    return {buffer.data(), end.ptr};
}

std::string point(double x, double y) {
    return px(x) + ',' + px(y);
}

std::string line(const std::string& style, double x1, double y1, double x2, double y2) {
    return "<line class=\"" + style + "\" x1=\"" + px(x1) + "\" y1=\"" + px(y1) + "\" x2=\"" + px(x2) +
           "\" y2=\"" + px(y2) + "\"/>\n";
}

std::string text(const std::string& style, const char* anchor, double x, double y, std::string_view words) {
    return "<text class=\"" + style + "\" text-anchor=\"" + anchor + "\" x=\"" + px(x) + "\" y=\"" + px(y) +
           "\">" + markup_text(words) + "</text>\n";
}

std::string role_class(plot_role role) {
    return "plot-" + std::string{to_string(role)};
}

class svg_drawing {
public:
    svg_drawing(const plot& drawn, svg_use use) : plot_{drawn}, use_{use} {
        for (const auto& mark : drawn.marks)
            marks_above_ += mark.vertical;
        top_ = (use == svg_use::file ? 2.5 : 0.5) * line_height +
               line_height * (static_cast<double>(marks_above_) + (plot_.series.size() > 1 ? 1 : 0));
    }

    std::string element() {
        out_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" role=\"img\" viewBox=\"0 0 " +
               px(width) + ' ' + px(height) + "\"";
        if (use_ == svg_use::file)
            out_ += " width=\"" + px(width) + "\" height=\"" + px(height) + "\"";
        out_ += ">\n<title>" + markup_text(plot_.title) + "</title>\n";
        if (use_ == svg_use::file) {
            out_ += "<style>" + std::string{plot_style()} + "</style>\n";
            out_ += "<rect class=\"plot-paper\" width=\"100%\" height=\"100%\"/>\n";
            out_ += text("plot-title", "start", 16, 1.5 * line_height, plot_.title);
        }
        axes();
        out_ += "<clipPath id=\"" + plot_.name + "-area\"><rect x=\"" + px(left - 4) + "\" y=\"" +
                px(top_ - 4) + "\" width=\"" + px(width - left - right + 8) + "\" height=\"" +
                px(height - bottom - top_ + 8) + "\"/></clipPath>\n<g clip-path=\"url(#" + plot_.name +
                "-area)\">\n";
        band();
        for (const auto& series : plot_.series)
            curve(series);
        out_ += "</g>\n";
        marks();
        legend();
        return out_ + "</svg>\n";
    }

private:
    [[nodiscard]] double x_of(double value) const {
        return left + (width - left - right) * plot_.x.position(value);
    }
    [[nodiscard]] double y_of(double value) const {
        return height - bottom - (height - bottom - top_) * plot_.y.position(value);
    }

    void axes() {
        for (const double tick : plot_.y.ticks) {
            out_ += line("plot-grid", left, y_of(tick), width - right, y_of(tick));
            out_ += text("plot-label", "end", left - 8, y_of(tick) + 4, figure_text(plot_.y.kind, tick));
        }
        for (const double tick : plot_.x.ticks) {
            out_ += line("plot-grid", x_of(tick), top_, x_of(tick), height - bottom);
            out_ += text("plot-label", "middle", x_of(tick), height - bottom + 18,
                         figure_text(plot_.x.kind, tick));
        }
        out_ += line("plot-axis", left, height - bottom, width - right, height - bottom);
        out_ += text("plot-label", "middle", (left + width - right) / 2, height - 8, plot_.x.title);
        out_ += "<text class=\"plot-label\" text-anchor=\"middle\" transform=\"translate(16," +
                px((top_ + height - bottom) / 2) + ") rotate(-90)\">" + markup_text(plot_.y.title) +
                "</text>\n";
    }

    void band() {
        if (!plot_.band)
            return;
        std::string points;
        for (std::size_t i = 0; i < plot_.at.size(); ++i)
            points += point(x_of(plot_.at[i]), y_of(plot_.band->high[i])) + ' ';
        for (std::size_t i = plot_.at.size(); i-- > 0;)
            points += point(x_of(plot_.at[i]), y_of(plot_.band->low[i])) + ' ';
        points.pop_back();
        out_ += "<polygon class=\"plot-band\" points=\"" + points + "\"/>\n";
        for (std::size_t i = 0; i < plot_.at.size();
             ++i) // so that the values tried can be told from what is between
            out_ += line("plot-whisker", x_of(plot_.at[i]), y_of(plot_.band->low[i]), x_of(plot_.at[i]),
                         y_of(plot_.band->high[i]));
    }

    /// In one path, broken where there is no value.
    void curve(const plot_series& series) {
        std::string path, dots;
        bool drawing = false;
        for (std::size_t i = 0; i < plot_.at.size(); ++i) {
            const double value = series.values[i];
            if (std::isnan(value)) {
                drawing = false;
                continue;
            }
            const double x = x_of(plot_.at[i]), y = y_of(value);
            if (drawing && series.stepped)
                path += "H" + px(x);
            path += (drawing ? "L" : "M") + point(x, y);
            drawing = true;
            if (!series.stepped)
                dots += "<circle cx=\"" + px(x) + "\" cy=\"" + px(y) + "\" r=\"3\"/>";
        }
        out_ += "<g class=\"plot-series " + role_class(series.role) + "\"><path d=\"" + path + "\"/>" + dots +
                "</g>\n";
    }

    /// Nothing has been drawn there, from above down.
    [[nodiscard]] bool is_free(double from, double to) const {
        return to < width - right &&
               std::ranges::none_of(drawn_marks_, [&](double x) { return x > from && x < to; });
    }

    /// Labels of vertical ones stand one below the other, to the left of their line where the right is not free.
    void marks() {
        double label_y = top_ - line_height * static_cast<double>(marks_above_) + 8;
        for (const auto& mark : plot_.marks) {
            out_ += "<g class=\"plot-mark " + role_class(mark.role) + "\">";
            if (mark.vertical) {
                const double x = x_of(mark.at);
                const bool to_the_right =
                    is_free(x, x + letter_width * static_cast<double>(mark.label.size()));
                out_ += line("", x, label_y - 8, x, height - bottom);
                out_ += text("", to_the_right ? "start" : "end", to_the_right ? x + 5 : x - 5, label_y,
                             mark.label);
                label_y += line_height;
                drawn_marks_.push_back(x);
            } else {
                out_ += line("", left, y_of(mark.at), width - right, y_of(mark.at));
                out_ += text("", "start", left + 6, y_of(mark.at) - 5, mark.label);
            }
            out_ += "</g>\n";
        }
    }

    /// One line above the marks, where there is more than one series.
    void legend() {
        if (plot_.series.size() < 2)
            return;
        constexpr double wide_letter = 7;
        double x = left;
        const double y = top_ - line_height * static_cast<double>(marks_above_) - line_height + 8;
        for (const auto& series : plot_.series) {
            out_ += "<g class=\"plot-series " + role_class(series.role) + "\"><path d=\"M" + point(x, y - 4) +
                    "H" + px(x + 18) + "\"/></g>" + text("plot-label", "start", x + 24, y, series.label);
            x += 48 + wide_letter * static_cast<double>(series.label.size());
        }
    }

    const plot& plot_;
    svg_use use_;
    std::size_t marks_above_ = 0; // vertical marks: each has a line for its label above the plot
    std::vector<double> drawn_marks_;
    double top_;
    std::string out_;
};

} // namespace

std::string plot_svg(const plot& drawn, svg_use use) {
    return svg_drawing{drawn, use}.element();
}

} // namespace sendlab::planner
