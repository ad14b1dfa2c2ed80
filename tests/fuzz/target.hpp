// A fuzz target takes any bytes. libFuzzer calls it by its own name (scripts/fuzz); replay.cpp calls it with the corpus
// and with bytes made from it, in every run of the tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace sendlab::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// What must hold for all bytes. Ends the process, as a crash would.
inline void hold(bool condition, const char* what) {
    if (condition)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

/// Takes a line off the front, without its end.
inline std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

/// Takes the octet off the front that says in pieces of how many octets the rest comes: 1 to 256.
inline std::size_t take_piece_size(std::string_view& bytes) {
    if (bytes.empty())
        return 1;
    const auto size = static_cast<unsigned char>(bytes.front()) + std::size_t{1};
    bytes.remove_prefix(1);
    return size;
}

} // namespace sendlab::fuzz
