// What a person in front of a terminal gets and a file or pipe does not.
#pragma once

#include <cstddef>
#include <string_view>

namespace sendlab::cli {

enum class stream { out = 1, err = 2 }; // standard output (results), standard error (logs, progress)

/// Whether a person is reading along: a terminal that can move its cursor.
bool is_terminal(stream where);

/// A terminal, and neither NO_COLOR (no-color.org) nor TERM=dumb asks for plain text.
bool wants_colour(stream where);

/// Columns of the terminal, 80 where that is not known.
std::size_t terminal_width(stream where);

/// Columns of what people read: the terminal's, from 60 to 100, and 100 where there is none.
std::size_t page_width(stream where);

/// One result on standard output. When the reader has gone (`| head`) the rest is dropped in silence;
/// anything else that keeps it from being written is an environment_error.
void print(std::string_view text);

/// On standard error, as it is; a failure is ignored, there is nowhere left to tell it.
void write_error(std::string_view text);

/// One line on standard error: "sendlab: ...".
void complain(std::string_view text);

} // namespace sendlab::cli
