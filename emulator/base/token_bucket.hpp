// A token bucket that may be overdrawn: the shape of Amazon SES's sending rate, and of every throttle that is
// simulated.
#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>

#include "base/time_types.hpp"

namespace sendlab {

/// Tokens flow in at `rate` a second until `capacity` of them are there; the bucket starts full.
///
/// A call passes as soon as one whole token is there, however many it takes: what it takes beyond the content
/// is a debt, and nothing passes until the debt is paid. So a message to 50 recipients can pass a bucket of
/// one token, and yet no more than `rate` a second pass in the long run.
///
/// The arithmetic is exact for rates and capacities that are multiples of a millionth: at 14 a second the
/// 15th token is there at the first nanosecond not earlier than 1/14 s, on every machine.
class token_bucket {
public:
    /// rate >= 0 tokens a second, capacity >= 1.
    token_bucket(double rate, double capacity)
        : rate_{std::llround(rate * 1e6)},
          capacity_{std::llround(capacity * 1e6) * wide{1'000'000'000}},
          level_{capacity_} {
        assert(rate >= 0 && rate < 1e12 && capacity >= 1 && capacity < 1e12);
    }

    /// Takes n tokens and returns true, or takes none. Time never goes back from one call to the next.
    bool take(std::uint64_t n, time_point now) {
        refill(now);
        if (level_ < token)
            return false;
        level_ -= token * n;
        return true;
    }

    /// What is there now; below 0 while there is a debt. For people to look at: `take` does not compute with
    /// it.
    [[nodiscard]] double level(time_point now) {
        refill(now);
        return static_cast<double>(level_) / static_cast<double>(token);
    }

private:
    __extension__ using wide = __int128; // 64 bits would overflow after some seconds at a high rate

    static constexpr wide token =
        1'000'000'000'000'000; // a level's unit: 10^-6 tokens a second, for a nanosecond

    void refill(time_point now) {
        assert(now >= refilled_);
        level_ = std::min(capacity_, level_ + wide{rate_} * (now - refilled_).count());
        refilled_ = now;
    }

    std::int64_t rate_; // in 10^-6 tokens a second
    wide capacity_;
    wide level_;
    time_point refilled_{};
};

} // namespace sendlab
