// Reading a whole file that somebody named, with the refusals that a wrong name deserves.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace sendlab::scenario {

/// Why a file was not read, as a clause about it: "is a directory, expected a file".
struct refusal {
    std::string why;
};

/// The file's bytes. Only a regular file is read, and only one of at most `most` bytes: its type and size are
/// looked at before it is opened.
result<std::string, refusal> read_text_file(const std::filesystem::path& path, std::uintmax_t most);

} // namespace sendlab::scenario
