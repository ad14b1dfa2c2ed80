// The files of /proc/<process> (proc(5)).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace sendlab::net::sandbox {

/// The first part of a file of a process; empty if the process has ended or is another user's.
[[nodiscard]] std::string_view read_proc(const char* process, const char* file, std::span<char> into);

/// The group that a process belongs to; 0 if it has ended.
[[nodiscard]] int group_of(const char* process);

/// Calls `look` with the number of each process, as text.
void for_each_process(const std::function<void(const char* process)>& look);

/// The number at the begin of a text; 0 if there is none.
[[nodiscard]] std::uint64_t number_at(std::string_view text);
/// The rest of the text behind so many words.
[[nodiscard]] std::string_view skip_words(std::string_view text, int words);

} // namespace sendlab::net::sandbox
