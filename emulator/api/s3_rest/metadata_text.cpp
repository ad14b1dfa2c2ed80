#include "api/s3_rest/metadata_text.hpp"

#include <algorithm>
#include <optional>

#include "api/http.hpp"
#include "aws/canonical_request.hpp"
#include "base/ascii.hpp"
#include "base/base64.hpp"

namespace sendlab::api {

namespace {

std::string from_latin1(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x80) {
            text += c;
        } else {
            text += static_cast<char>(0xc0 | code >> 6);
            text += static_cast<char>(0x80 | (code & 0x3f));
        }
    }
    return text;
}

/// RFC 2047, section 4.2: "_" is a space, "=XX" a byte.
std::string q_decoded(std::string_view text) {
    std::string percent;
    for (const char c : text)
        percent += c == '_'   ? std::string{' '}
                   : c == '%' ? std::string{"%25"}
                              : std::string{c == '=' ? '%' : c};
    return percent_decoded(percent);
}

struct encoded_word {
    std::string text;
    std::size_t length; // of the word itself
};

/// At the beginning of a text: "=?CHARSET?ENCODING?TEXT?=".
std::optional<encoded_word> read_word(std::string_view from) {
    if (!from.starts_with("=?"))
        return std::nullopt;
    const auto charset_end = from.find('?', 2);
    if (charset_end == std::string_view::npos || from.size() < charset_end + 3 ||
        from[charset_end + 2] != '?')
        return std::nullopt;
    const auto begin = charset_end + 3;
    const auto end = from.find("?=", begin);
    if (end == std::string_view::npos)
        return std::nullopt;
    const auto coded = from.substr(begin, end - begin);
    const auto encoding = ascii::lower_case(from.substr(charset_end + 1, 1));
    const auto charset = ascii::lower_case(from.substr(2, charset_end - 2));
    const auto bytes = encoding == "b"   ? base64_decoded(coded)
                       : encoding == "q" ? std::optional{q_decoded(coded)}
                                         : std::nullopt;
    if (!bytes || (charset != "utf-8" && charset != "iso-8859-1" && charset != "us-ascii"))
        return std::nullopt;
    return encoded_word{charset == "utf-8" ? *bytes : from_latin1(*bytes), end + 2};
}

} // namespace

std::string metadata_from_header(std::string_view value) {
    std::string text;
    bool after_word = false;
    while (!value.empty()) {
        const auto blanks = std::min(value.find_first_not_of(' '), value.size());
        if (const auto word = read_word(value.substr(after_word ? blanks : 0))) {
            value.remove_prefix((after_word ? blanks : 0) +
                                word->length); // blanks between words do not count
            text += word->text;
            after_word = true;
            continue;
        }
        const auto next = std::min(value.find("=?", 1), value.size());
        text += from_latin1(value.substr(0, next));
        value.remove_prefix(next);
        after_word = false;
    }
    return text;
}

std::string metadata_to_header(std::string_view value) {
    return ascii::is_ascii(value) ? std::string{value} : "=?UTF-8?B?" + base64(value) + "?=";
}

} // namespace sendlab::api
