#include "api/ses_rest/xml_text.hpp"

#include "base/json_text.hpp"

namespace sendlab::api {

namespace {

constexpr std::string_view replacement = "\uFFFD";

bool is_plain(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x7f && c != '<' && c != '>' && c != '&' && c != '\r';
}

/// JSON's writer knows what valid UTF-8 is: a character that it leaves as it is may stand in XML too.
void append_other(std::string& out, std::string_view text) {
    std::string in_quotes;
    append_json_string(in_quotes, text);
    const auto inside = std::string_view{in_quotes}.substr(1, in_quotes.size() - 2);
    out += inside.starts_with('\\') ? std::string_view{replacement} : inside;
}

/// How many bytes the first character may have.
std::size_t sequence_length(std::string_view text) {
    std::size_t n = 1;
    while (n < text.size() && n < 4 && (static_cast<unsigned char>(text[n]) & 0xc0) == 0x80)
        ++n;
    return n;
}

} // namespace

void append_xml_text(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const char c = text.front();
        std::size_t used = 1;
        if (is_plain(c) || c == '\n' || c == '\t')
            out += c;
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '&')
            out += "&amp;";
        else if (c == '\r')
            out += "&#13;";
        else
            append_other(out, text.substr(0, used = sequence_length(text)));
        text.remove_prefix(used);
    }
}

void append_xml_element(std::string& out, std::string_view name, std::string_view text) {
    out.append("<").append(name).append(">");
    append_xml_text(out, text);
    out.append("</").append(name).append(">");
}

} // namespace sendlab::api
