// Text beyond ASCII in message headers (RFC 2047).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sendlab::mailbox {

/// The longest line that may hold an encoded word.
inline constexpr std::size_t longest_encoded_line = 76;

/// Appends UTF-8 text as encoded words: in Q encoding where half of the bytes or more stay readable, else in
/// B. `column` is the length of the line that is being written; each further word stands on a line of its
/// own. No character is cut in two. The words may stand wherever RFC 2047 allows one: in a subject and in a
/// display name.
void append_encoded_words(std::string& out, std::string_view text, std::size_t column);

} // namespace sendlab::mailbox
