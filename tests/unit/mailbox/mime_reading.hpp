// How a mail program reads what mailbox/mime_text writes: just enough for tests, and independent of the writer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sendlab::test {

std::string decode_base64(std::string_view text);
std::string decode_quoted_printable(std::string_view text);
/// Encoded words of utf-8, and text around them; blanks between two encoded words belong to neither.
std::string decode_words(std::string_view text);

/// A message, or a part of one: its fields, unfolded, and its body.
struct mime_part {
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;

    /// Empty if there is none; fails the test if there are several.
    [[nodiscard]] std::string field(std::string_view name) const;
    /// The body without its transfer encoding.
    [[nodiscard]] std::string decoded() const;
    /// The parts of a multipart body.
    [[nodiscard]] std::vector<mime_part> parts() const;
};

mime_part read_part(std::string_view text);

/// Lines, at CRLF. Fails the test if there is a CR or LF outside of one.
std::vector<std::string_view> lines_of(std::string_view text);

} // namespace sendlab::test
