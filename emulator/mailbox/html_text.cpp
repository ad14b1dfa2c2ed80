#include "mailbox/html_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/ascii.hpp"
#include "mailbox/header_fields.hpp"

namespace sendlab::mailbox {

namespace {

constexpr std::size_t longest_reference = 10;

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> references{{{"amp", "&"},
                                                                                   {"lt", "<"},
                                                                                   {"gt", ">"},
                                                                                   {"quot", "\""},
                                                                                   {"apos", "'"},
                                                                                   {"nbsp", " "},
                                                                                   {"ndash", "\u2013"},
                                                                                   {"mdash", "\u2014"}}};

void append_blank(std::string& out) {
    if (!out.empty() && out.back() != ' ')
        out += ' ';
}

void append_utf8(std::string& out, std::uint32_t c) {
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | (c >> shift & 0x3f)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | c >> 6);
        tail(0);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | c >> 12);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xf0 | c >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

/// Of "#65" or "#x41"; 0 if it is none.
std::uint32_t code_point(std::string_view name) {
    name.remove_prefix(1);
    const bool hex = name.starts_with('x') || name.starts_with('X');
    if (hex)
        name.remove_prefix(1);
    std::uint32_t value = 0;
    for (const char c : name) {
        const bool letter = hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
        if (!letter && (c < '0' || c > '9'))
            return 0;
        const auto digit = letter ? (c | 0x20) - 'a' + 10 : c - '0';
        value = value * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit);
        if (value > 0x10ffff)
            return 0;
    }
    return value;
}

/// Takes what "&" begins; returns how many bytes that were.
std::size_t append_reference(std::string& out, std::string_view text) {
    const auto end = text.substr(0, longest_reference + 2).find(';');
    const auto name = end == std::string_view::npos ? std::string_view{} : text.substr(1, end - 1);
    if (name.starts_with('#')) {
        if (const auto c = code_point(name)) {
            append_utf8(out, c);
            return end + 1;
        }
    }
    for (const auto& [known, meaning] : references)
        if (name == known) {
            out += meaning;
            return end + 1;
        }
    out += '&';
    return 1;
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool begins_element(std::string_view html, std::string_view name) {
    return html.size() > name.size() + 1 && same_name(html.substr(1, name.size()), name) &&
           !is_letter(html[name.size() + 1]);
}

/// Behind the first `mark`, in any case; the end of the text if there is none.
std::size_t behind(std::string_view html, std::string_view mark) {
    for (auto at = html.find(mark.front()); at != std::string_view::npos;
         at = html.find(mark.front(), at + 1))
        if (same_name(html.substr(at, mark.size()), mark))
            return at + mark.size();
    return html.size();
}

/// The length of the tag, comment or invisible element that the text begins with.
std::size_t invisible(std::string_view html) {
    if (html.starts_with("<!--"))
        return behind(html, "-->");
    for (const std::string_view element : {"style", "script", "head"})
        if (begins_element(html, element))
            return behind(html, '<' + ('/' + std::string{element}) + '>');
    return behind(html, ">");
}

/// A tag of HTML's phrasing content that people see nothing of: the word goes on across it.
bool is_inside_word(std::string_view tag) {
    constexpr std::string_view names[] = {"a",    "abbr", "b",    "bdi",  "bdo",    "big", "cite", "code",
                                          "del",  "dfn",  "em",   "font", "i",      "ins", "kbd",  "mark",
                                          "q",    "s",    "samp", "span", "small",  "sub", "sup",  "strike",
                                          "time", "tt",   "u",    "var",  "strong", "wbr"};
    tag.remove_prefix(tag.starts_with("</") ? 2 : 1);
    const auto name = ascii::lower_case(tag.substr(0, tag.find_first_of(" \t\r\n/>")));
    return std::ranges::find(names, name) != std::end(names);
}

} // namespace

std::string html_text(std::string_view html) {
    std::string out;
    while (!html.empty()) {
        const char c = html.front();
        std::size_t used = 1;
        if (c == '<') {
            if (!is_inside_word(html))
                append_blank(out);
            used = invisible(html);
        } else if (c == '&') {
            used = append_reference(out, html);
        } else if (ascii::is_blank(c)) {
            append_blank(out);
        } else {
            out += c;
        }
        html.remove_prefix(used);
    }
    while (out.ends_with(' '))
        out.pop_back();
    return out;
}

std::string one_line(std::string_view text, std::size_t longest) {
    std::string out;
    for (const char c : text) {
        if (out.size() > longest)
            break;
        if (ascii::is_blank(c))
            append_blank(out);
        else
            out += c;
    }
    if (out.size() > longest) {
        auto end = longest;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xc0) == 0x80)
            --end;
        out.resize(end);
    }
    while (out.ends_with(' '))
        out.pop_back();
    return out;
}

} // namespace sendlab::mailbox
