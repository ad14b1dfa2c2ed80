#include "ses/sending_quota.hpp"

#include <utility>

namespace sendlab::ses {

std::vector<sent_minute> sending_quota::minutes() const {
    std::vector<sent_minute> sent;
    for (std::size_t i = 1; i <= window; ++i)
        if (const auto recipients = minutes_[(current_ + i) % window]; recipients > 0)
            sent.push_back({minute_end_ - std::chrono::minutes{window - i + 1}, recipients});
    return sent;
}

void sending_quota::advance(time_point now) {
    const auto end = std::chrono::floor<std::chrono::minutes>(now) + std::chrono::minutes{1};
    const auto steps = static_cast<std::uint64_t>((end - minute_end_) / std::chrono::minutes{1});
    minute_end_ = end;
    if (steps >= window) {
        minutes_.fill(0);
        total_ = 0;
        return;
    }
    for (std::uint64_t i = 0; i < steps; ++i) {
        current_ = (current_ + 1) % window;
        total_ -= std::exchange(minutes_[current_], 0);
    }
}

} // namespace sendlab::ses
