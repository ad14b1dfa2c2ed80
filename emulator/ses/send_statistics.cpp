#include "ses/send_statistics.hpp"

#include <algorithm>
#include <iterator>

namespace sendlab::ses {

namespace {

using quarter = std::chrono::duration<std::int64_t, std::ratio<15 * 60>>;
constexpr std::chrono::weeks kept{2};

} // namespace

void send_statistics::open_quarter(time_point now) {
    const time_point begin = std::chrono::floor<quarter>(now);
    quarter_end_ = begin + quarter{1};
    points_.push_back({.timestamp = begin});
    while (points_.front().timestamp < begin - kept)
        points_.pop_front();
}

std::vector<send_data_point> send_statistics::points(time_point now) const {
    const auto fresh = [&](const send_data_point& p) { return p.timestamp >= now - kept; };
    std::vector<send_data_point> found;
    std::ranges::copy_if(points_, std::back_inserter(found), fresh);
    return found;
}

} // namespace sendlab::ses
