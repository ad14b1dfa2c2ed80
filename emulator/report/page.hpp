// The look of a text report: labels at the left, what they are about beside them, at most 100 columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sendlab::report {

enum class text_style {
    plain,
    colour, // for terminals
};

enum class tone { plain, strong, quiet, good, doubtful, bad };

/// In the colours of a terminal (ECMA-48, SGR).
std::string painted(std::string_view text, tone how);

/// Broken between words so that no line is longer than `width`; a word that is longer stands alone. Lines
/// after the first begin with `hanging` spaces more than the text itself begins with.
std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t hanging = 0);

/// Shortened in its middle, "1767225600...7.json", to at most `width` columns.
std::string shortened(std::string_view text, std::size_t width);

/// A line with a tone of its own.
struct toned_line {
    std::string text;
    tone how = tone::plain;

    toned_line(std::string words, tone which = tone::plain) : text{std::move(words)}, how{which} {}
    toned_line(const char* words) : text{words} {}
};

using toned_lines = std::vector<toned_line>;

class page {
public:
    static constexpr std::size_t width = 100; // at most
    static constexpr std::size_t label_width = 12;

    explicit page(text_style style, std::size_t columns = width)
        : colour_{style == text_style::colour}, columns_{columns} {}

    [[nodiscard]] std::size_t columns() const { return columns_; }

    /// A paragraph from the left margin.
    void line(const toned_line& line);
    /// `label` stands left of the first line; nothing is printed without lines.
    void section(std::string_view label, const toned_lines& lines);
    void gap() { out_ += '\n'; }

    [[nodiscard]] std::string text() && { return std::move(out_); }

private:
    void put(std::string_view text, tone how);

    std::string out_;
    bool colour_;
    std::size_t columns_;
};

} // namespace sendlab::report
