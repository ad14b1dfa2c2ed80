#include "report/page.hpp"

#include <algorithm>

#include "base/text_table.hpp"

namespace sendlab::report {

namespace {

std::string_view code(tone how) {
    switch (how) {
    case tone::plain:
        return "";
    case tone::strong:
        return "\x1b[1m";
    case tone::quiet:
        return "\x1b[2m";
    case tone::good:
        return "\x1b[32m";
    case tone::doubtful:
        return "\x1b[33m";
    case tone::bad:
        return "\x1b[31m";
    }
    return "";
}

/// The first `columns` code points, or with `from_end` the last.
std::string_view piece(std::string_view text, std::size_t columns, bool from_end) {
    const auto skip = from_end ? display_width(text) - columns : columns;
    std::size_t at = 0;
    for (std::size_t seen = 0; at < text.size(); ++at)
        if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && seen++ == skip)
            break;
    return from_end ? text.substr(at) : text.substr(0, at);
}

} // namespace

std::string painted(std::string_view text, tone how) {
    if (how == tone::plain || text.empty())
        return std::string{text};
    return std::string{code(how)} + std::string{text} + "\x1b[0m";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t hanging) {
    const auto margin = std::min(text.find_first_not_of(' '), text.size());
    std::vector<std::string> lines;
    std::string line(text.substr(0, margin));
    bool at_start = true;
    for (std::size_t begin = margin; begin < text.size();) {
        const auto end = std::min(text.find(' ', text.find_first_not_of(' ', begin)), text.size());
        const auto word = text.substr(begin, end - begin); // with the spaces before it, which align columns
        if (!at_start && display_width(line) + display_width(word) > width) {
            lines.push_back(std::move(line));
            line.assign(margin + hanging, ' ');
            line += word.substr(std::min(word.find_first_not_of(' '), word.size()));
        } else {
            line += word;
        }
        at_start = false;
        begin = end;
    }
    lines.push_back(std::move(line));
    return lines;
}

std::string shortened(std::string_view text, std::size_t width) {
    if (display_width(text) <= width)
        return std::string{text};
    const auto kept = width - 3;
    return std::string{piece(text, kept - kept / 2, false)} + "..." +
           std::string{piece(text, kept / 2, true)};
}

void page::put(std::string_view text, tone how) {
    std::string harmless{text}; // names come from files: no terminal codes of theirs
    std::ranges::replace_if(
        harmless, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
    out_ += colour_ ? painted(harmless, how) : harmless;
}

void page::line(const toned_line& line) {
    for (const auto& part : wrapped(line.text, columns_)) {
        put(part, line.how);
        out_ += '\n';
    }
}

void page::section(std::string_view label, const toned_lines& lines) {
    for (const auto& line : lines) {
        for (const auto& part : wrapped(line.text, columns_ - label_width, 2)) {
            put(label, tone::strong);
            out_.append(label_width - label.size(), ' ');
            put(part, line.how);
            out_ += '\n';
            label = {};
        }
    }
}

} // namespace sendlab::report
