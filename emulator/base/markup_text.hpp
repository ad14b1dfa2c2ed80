// Text inside HTML, SVG or XML.
#pragma once

#include <string>
#include <string_view>

namespace sendlab {

/// With & < > " and ' as character references: for element content and quoted attributes.
inline std::string markup_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace sendlab
