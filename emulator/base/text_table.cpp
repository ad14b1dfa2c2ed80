#include "base/text_table.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace sendlab {

namespace {

std::string padded(std::string_view cell, std::size_t width, text_table::align side) {
    const std::string space(width - std::min(width, display_width(cell)), ' ');
    return side == text_table::align::left ? std::string{cell} + space : space + std::string{cell};
}

std::string without_trailing_spaces(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

std::string escaped_for_markdown(std::string_view cell) {
    std::string out;
    for (const char c : cell) {
        if (c == '|')
            out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

} // namespace

std::size_t display_width(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

text_table::text_table(std::vector<column> columns) : columns_{std::move(columns)} {}

void text_table::add_row(std::vector<std::string> cells) {
    assert(cells.size() <= columns_.size());
    cells.resize(columns_.size());
    rows_.push_back(std::move(cells));
}

std::vector<std::size_t> text_table::widths() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        out.push_back(display_width(columns_[i].header));
        for (const auto& row : rows_)
            out[i] = std::max(out[i], display_width(row[i]));
    }
    return out;
}

void text_table::fit(std::size_t width, const std::vector<std::size_t>& dispensable) {
    std::vector<std::size_t> gone; // as they were numbered in the beginning
    for (const auto next : dispensable) {
        const auto each = widths();
        if (std::accumulate(each.begin(), each.end(), 2 * (each.size() - 1)) <= width)
            return;
        const auto before = std::ranges::count_if(gone, [&](std::size_t other) { return other < next; });
        const auto at = static_cast<std::ptrdiff_t>(next) - before;
        columns_.erase(columns_.begin() + at);
        for (auto& row : rows_)
            row.erase(row.begin() + at);
        gone.push_back(next);
    }
}

std::vector<std::string> text_table::plain_lines(std::size_t indent) const {
    const auto width = widths();
    std::vector<std::string> out;
    const auto add = [&](const auto& cell) {
        std::string line(indent, ' ');
        for (std::size_t i = 0; i < columns_.size(); ++i)
            line += (i == 0 ? "" : "  ") + padded(cell(i), width[i], columns_[i].side);
        out.push_back(without_trailing_spaces(std::move(line)));
    };
    if (!std::ranges::all_of(columns_, &std::string::empty, &column::header))
        add([&](std::size_t i) -> std::string_view { return columns_[i].header; });
    for (const auto& row : rows_)
        add([&](std::size_t i) -> std::string_view { return row[i]; });
    return out;
}

std::string text_table::plain(std::size_t indent) const {
    std::string out;
    for (const auto& line : plain_lines(indent))
        out += line + '\n';
    return out;
}

std::string text_table::markdown() const {
    std::string head = "|";
    std::string rule = "|";
    for (const auto& c : columns_) {
        head += ' ' + escaped_for_markdown(c.header) + " |";
        rule += c.side == align::left ? " --- |" : " ---: |";
    }
    std::string out = head + '\n' + rule + '\n';
    for (const auto& row : rows_) {
        out += '|';
        for (const auto& cell : row)
            out += ' ' + escaped_for_markdown(cell) + " |";
        out += '\n';
    }
    return out;
}

} // namespace sendlab
