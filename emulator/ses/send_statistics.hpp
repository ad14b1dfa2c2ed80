// What GetSendStatistics answers: one point for each quarter of an hour of the last two weeks in which there
// was mail.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "base/time_types.hpp"

namespace sendlab::ses {

/// GetSendStatistics: 15-minute points of the last two weeks.
struct send_data_point {
    time_point timestamp{};              // the beginning of the quarter
    std::uint64_t delivery_attempts = 0; // recipients of accepted messages
    std::uint64_t bounces = 0;
    std::uint64_t complaints = 0;
    std::uint64_t rejects = 0; // messages refused with MessageRejected

    friend bool operator==(const send_data_point&, const send_data_point&) = default;
};

class send_statistics {
public:
    /// The point that `now` falls into, to be counted up. Time never goes back from one call to the next.
    send_data_point& at(time_point now) {
        if (now >= quarter_end_)
            open_quarter(now);
        return points_.back();
    }

    [[nodiscard]] std::vector<send_data_point> points(time_point now) const;

private:
    void open_quarter(time_point now);

    std::deque<send_data_point> points_; // at most 1,344 and the one that is being filled
    time_point quarter_end_ = time_point::min();
};

} // namespace sendlab::ses
