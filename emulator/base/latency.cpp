#include "base/latency.hpp"

#include <cassert>
#include <utility>

namespace sendlab {

latency::latency(duration always) : latency{distribution::constant(static_cast<double>(always.count()))} {}

latency::latency(distribution nanoseconds, double nanoseconds_per_kb)
    : base_{std::move(nanoseconds)}, ns_per_kb_{nanoseconds_per_kb} {
    assert(nanoseconds_per_kb >= 0);
}

} // namespace sendlab
