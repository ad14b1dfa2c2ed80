// A table of plain text, aligned in columns: for a terminal, or as Markdown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sendlab {

/// How many columns a terminal gives the text: code points of UTF-8 (wide and combining characters are not
/// told apart).
std::size_t display_width(std::string_view utf8);

class text_table {
public:
    enum class align { left, right };
    struct column {
        std::string header;
        align side = align::right;
    };

    /// With only empty headers, the plain form has no header line.
    explicit text_table(std::vector<column> columns);

    /// One cell a column; missing cells at the end are empty.
    void add_row(std::vector<std::string> cells);

    [[nodiscard]] bool empty() const { return rows_.empty(); }

    /// Leaves out columns, in the order in which they are named, until no line is longer than `width` or all of them
    /// are gone.
    void fit(std::size_t width, const std::vector<std::size_t>& dispensable);

    /// Columns two spaces apart, each line after `indent` spaces and without spaces at its end.
    [[nodiscard]] std::string plain(std::size_t indent = 0) const;
    /// The same line by line.
    [[nodiscard]] std::vector<std::string> plain_lines(std::size_t indent = 0) const;
    /// A table of GitHub's Markdown; `|` in cells is escaped.
    [[nodiscard]] std::string markdown() const;

private:
    [[nodiscard]] std::vector<std::size_t> widths() const;

    std::vector<column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace sendlab
