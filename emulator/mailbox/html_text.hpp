// What a reader sees of HTML: for snippets and for search, not for display.
#pragma once

#include <string>
#include <string_view>

namespace sendlab::mailbox {

/// Without tags, comments, styles and scripts, with the common character references resolved. Blanks and line
/// ends run together into one blank. Linear in the size, whatever the input.
[[nodiscard]] std::string html_text(std::string_view html);

/// At most `longest` bytes of text in one line, cut between two characters.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t longest);

} // namespace sendlab::mailbox
