#include "api/live/call_pulse.hpp"

#include <ranges>

#include "base/percentile.hpp"

namespace sendlab::api::live {

void call_pulse::note(faults::operation what, bool succeeded, time_point at, duration took) {
    auto& of_it = by_operation_.at(static_cast<std::size_t>(what));
    ++of_it.calls;
    of_it.errors += succeeded ? 0 : 1;
    of_it.latest.push_back({at, took});
    if (of_it.latest.size() > most)
        of_it.latest.pop_front();
}

call_pulse::numbers call_pulse::of(faults::operation what, time_point now, duration window) const {
    constexpr std::array shares{0.5, 0.9, 0.99};
    const auto& of_it = by_operation_.at(static_cast<std::size_t>(what));
    numbers out{of_it.calls, of_it.errors, {}};
    std::vector<std::int64_t> lately;
    for (const auto& call : of_it.latest)
        if (now - call.at <= window)
            lately.push_back(call.took.count());
    const auto found = percentiles(lately, shares);
    for (std::size_t i = 0; i < found.size(); ++i)
        out.latency.at(i) = duration{found[i]};
    return out;
}

} // namespace sendlab::api::live
