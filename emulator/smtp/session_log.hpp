// What was said in one session, line by line, for people to read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time_types.hpp"

namespace sendlab::smtp {

/// Keeps lines up to a limit and counts those beyond it. Credentials and texts do not get here.
class session_log {
public:
    enum class speaker : std::uint8_t { client, server, note };

    struct line {
        time_point at;
        speaker who;
        std::string_view text; // without its end of line; control characters replaced by "?"
    };

    void add(time_point at, speaker who, std::string_view text);

    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    /// Valid until the next line is added.
    [[nodiscard]] line operator[](std::size_t index) const;
    /// Lines that came after the limit.
    [[nodiscard]] std::uint64_t left_out() const { return left_out_; }
    /// "C: EHLO a", "S: 250 Ok", "-- connection lost": a line each.
    [[nodiscard]] std::string text() const;

private:
    static constexpr std::size_t longest_line = 512;
    static constexpr std::size_t most_bytes = 32 * 1024;
    static constexpr std::size_t most_lines = 1000;

    struct entry {
        time_point at;
        std::uint32_t end; // in text_
        speaker who;
    };

    std::string text_;
    std::vector<entry> entries_;
    std::uint64_t left_out_ = 0;
};

} // namespace sendlab::smtp
