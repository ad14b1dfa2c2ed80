#include "lambda/billing_meter.hpp"

#include <cassert>

namespace sendlab::lambda {

billing_meter::billing_meter(duration step, bool bill_init) : step_{step}, bill_init_{bill_init} {
    assert(step > duration::zero());
}

duration billing_meter::billed(duration ran, duration init) const {
    const auto used = bill_init_ ? ran + init : ran;
    const auto steps = used / step_ + (used % step_ > duration::zero() ? 1 : 0);
    return steps * step_;
}

double gb_seconds(duration billed, std::uint32_t memory_mb) {
    return static_cast<double>(billed.count()) / 1e9 * (memory_mb / 1024.0);
}

} // namespace sendlab::lambda
