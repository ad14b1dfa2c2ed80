#include "unit/mailbox/mime_reading.hpp"

#include <cstdint>

#include <catch2/catch.hpp>

namespace sendlab::test {

namespace {

int hex_digit(char c) {
    const auto at = std::string_view{"0123456789ABCDEF"}.find(c);
    REQUIRE(at != std::string_view::npos);
    return static_cast<int>(at);
}

char hex_pair(std::string_view digits) {
    return static_cast<char>(16 * hex_digit(digits.at(0)) + hex_digit(digits.at(1)));
}

std::string decode_q(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '=') {
            out += hex_pair(text.substr(i + 1, 2));
            i += 2;
        } else {
            out += text[i] == '_' ? ' ' : text[i];
        }
    }
    return out;
}

/// Reads one encoded word from the beginning of the text, which it shortens.
std::string take_word(std::string_view& text) {
    const auto end = text.find("?=", 10);
    REQUIRE(end != std::string_view::npos);
    REQUIRE(end + 2 <= 75);
    const auto encoded = text.substr(10, end - 10);
    REQUIRE(encoded.find(' ') == std::string_view::npos);
    const auto word = text[8] == 'Q' ? decode_q(encoded) : decode_base64(encoded);
    text.remove_prefix(end + 2);
    return word;
}

bool begins_word(std::string_view text) {
    return text.starts_with("=?utf-8?Q?") || text.starts_with("=?utf-8?B?");
}

} // namespace

std::string decode_base64(std::string_view text) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    int have = 0;
    std::size_t characters = 0;
    for (const char c : text) {
        if (c == '\r' || c == '\n')
            continue;
        ++characters;
        if (c == '=')
            continue;
        const auto value = digits.find(c);
        REQUIRE(value != std::string_view::npos);
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        have += 6;
        if (have >= 8) {
            have -= 8;
            out += static_cast<char>(bits >> have & 0xff);
        }
    }
    REQUIRE(characters % 4 == 0);
    return out;
}

std::string decode_quoted_printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            out += text[i];
        } else {
            const auto two = text.substr(i + 1, 2);
            if (two != "\r\n")
                out += hex_pair(two);
            i += 2;
        }
    }
    return out;
}

std::string decode_words(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (!begins_word(text)) {
            out += text.front();
            text.remove_prefix(1);
            continue;
        }
        out += take_word(text);
        const auto blanks = text.find_first_not_of(' ');
        if (blanks != std::string_view::npos && begins_word(text.substr(blanks)))
            text.remove_prefix(blanks);
    }
    return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find("\r\n");
        REQUIRE(end != std::string_view::npos);
        const auto line = text.substr(0, end);
        REQUIRE(line.find_first_of("\r\n") == std::string_view::npos);
        lines.push_back(line);
        text.remove_prefix(end + 2);
    }
    return lines;
}

mime_part read_part(std::string_view text) {
    mime_part part;
    const auto end = text.find("\r\n\r\n");
    REQUIRE(end != std::string_view::npos);
    part.body = text.substr(end + 4);
    for (const auto line : lines_of(text.substr(0, end + 2))) {
        if (line.starts_with(' ')) {
            REQUIRE_FALSE(part.fields.empty());
            part.fields.back().second += line;
            continue;
        }
        const auto colon = line.find(": ");
        REQUIRE(colon != std::string_view::npos);
        part.fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    return part;
}

std::string mime_part::field(std::string_view name) const {
    std::string found;
    int times = 0;
    for (const auto& [n, value] : fields) {
        if (n == name) {
            found = value;
            ++times;
        }
    }
    REQUIRE(times <= 1);
    return found;
}

std::string mime_part::decoded() const {
    const auto encoding = field("Content-Transfer-Encoding");
    if (encoding == "base64")
        return decode_base64(body);
    if (encoding == "quoted-printable")
        return decode_quoted_printable(body);
    return body;
}

std::vector<mime_part> mime_part::parts() const {
    const auto type = field("Content-Type");
    const auto at = type.find("boundary=\"");
    REQUIRE(at != std::string::npos);
    const auto name = type.substr(at + 10, type.find('"', at + 10) - at - 10);
    std::vector<mime_part> found;
    std::string_view rest = body;
    const auto delimiter = "--" + name;
    REQUIRE(rest.starts_with(delimiter + "\r\n"));
    rest.remove_prefix(delimiter.size());
    while (!rest.starts_with("--\r\n")) {
        const auto end = rest.find("\r\n" + delimiter);
        REQUIRE(end != std::string_view::npos);
        found.push_back(read_part(rest.substr(2, end - 2)));
        rest.remove_prefix(end + 2 + delimiter.size());
    }
    CHECK(rest == "--\r\n");
    return found;
}

} // namespace sendlab::test
