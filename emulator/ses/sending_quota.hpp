// How many recipients the last 24 hours have seen (SES Developer Guide, "Managing your Amazon SES sending
// limits").
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/time_types.hpp"

namespace sendlab::ses {

struct sent_minute {
    time_point begin{};
    std::uint64_t recipients = 0;
};

/// A rolling window in whole minutes of UTC, in constant memory: a recipient counts for at least 24 hours and
/// for less than a minute more. (How finely SES counts is not documented; this errs on the strict side.)
class sending_quota {
public:
    /// Time never goes back from one call to the next.
    void add(std::uint64_t recipients, time_point now) {
        if (now >= minute_end_)
            advance(now);
        minutes_[current_] += recipients;
        total_ += recipients;
    }

    [[nodiscard]] std::uint64_t sent(time_point now) {
        if (now >= minute_end_)
            advance(now);
        return total_;
    }

    /// Those in which there was mail, oldest first; to add() them to another makes it the same.
    [[nodiscard]] std::vector<sent_minute> minutes() const;

private:
    void advance(time_point now);

    static constexpr std::size_t window = 24 * 60 + 1; // the minute that runs, and the 1,440 before it

    std::array<std::uint64_t, window> minutes_{};
    std::size_t current_ = 0;
    std::uint64_t total_ = 0;
    time_point minute_end_{};
};

} // namespace sendlab::ses
