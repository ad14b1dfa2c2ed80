#include "base/latency.hpp"

#include <cassert>
#include <utility>

#include "base/measurement.hpp"

namespace sendlab {

latency::latency(duration always) : latency{distribution::constant(static_cast<double>(always.count()))} {}

latency::latency(distribution nanoseconds, double nanoseconds_per_kb)
    : base_{std::move(nanoseconds)}, ns_per_kb_{nanoseconds_per_kb} {
    assert(nanoseconds_per_kb >= 0);
}

latency latency::measured_as(const measurement& from) const {
    auto out = *this;
    out.measured_ = std::make_shared<const measurement>(from);
    return out;
}

latency latency::stated() const {
    auto out = *this;
    out.measured_.reset();
    return out;
}

} // namespace sendlab
