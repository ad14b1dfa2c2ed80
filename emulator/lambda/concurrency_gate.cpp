#include "lambda/concurrency_gate.hpp"

#include <algorithm>
#include <cassert>

namespace sendlab::lambda {

concurrency_gate::concurrency_gate(std::uint32_t limit) : limit_{limit} {
    assert(limit >= 1);
}

std::uint32_t concurrency_gate::unreserved_minimum() const {
    return std::min(limit_, std::uint32_t{100});
}

bool concurrency_gate::can_reserve(std::uint32_t wanted) const {
    return wanted <= limit_ - reserved_ - unreserved_minimum();
}

bool concurrency_gate::change(concurrency_share& share, std::optional<std::uint32_t> reserved) {
    const auto before = share.reserved.value_or(0);
    if (reserved && *reserved > limit_ - (reserved_ - before) - unreserved_minimum())
        return false;
    remove(share);
    if (reserved) {
        reserved_ += *reserved;
        running_unreserved_ -= share.running;
        share.reserved = reserved;
    }
    return true;
}

void concurrency_gate::remove(concurrency_share& share) {
    if (!share.reserved)
        return;
    reserved_ -= *share.reserved;
    running_unreserved_ += share.running;
    share.reserved.reset();
}

bool concurrency_gate::has_room(const concurrency_share& share) const {
    if (running_ == limit_) // only just after a change: what ran before it counts as another kind now
        return false;
    return share.reserved ? share.running < *share.reserved : running_unreserved_ < limit_ - reserved_;
}

void concurrency_gate::enter(concurrency_share& share) {
    assert(has_room(share));
    ++running_;
    ++share.running;
    if (!share.reserved)
        ++running_unreserved_;
}

void concurrency_gate::leave(concurrency_share& share) {
    assert(share.running > 0);
    --running_;
    --share.running;
    if (!share.reserved)
        --running_unreserved_;
}

} // namespace sendlab::lambda
