#include "base/percentile.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace sendlab {

namespace {

/// From 0. The product may lie a rounding error above a whole number (0.07 * 100 does), which must not count.
std::uint64_t nearest_rank(double share, std::uint64_t count) {
    assert(share >= 0 && share <= 1);
    const double rank = std::ceil(share * static_cast<double>(count) * (1 - 0x1p-51));
    return std::clamp(static_cast<std::uint64_t>(rank), std::uint64_t{1}, count) - 1;
}

} // namespace

rank_search::rank_search(std::uint64_t count, std::int64_t least, std::int64_t most,
                         std::span<const double> shares)
    : least_{static_cast<std::uint64_t>(least)} {
    const auto width = static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(most) - least_));
    rounds_ = (width + bits - 1) / bits;
    for (const double share : shares)
        targets_.push_back({nearest_rank(share, count), 0});
}

void rank_search::start_round() {
    assert(!finished());
    shift_ = (rounds_ - 1) * bits;
    prefixes_.clear();
    for (const auto& t : targets_)
        prefixes_.push_back(t.prefix);
    std::ranges::sort(prefixes_);
    prefixes_.erase(std::ranges::unique(prefixes_).begin(), prefixes_.end());
    counts_.assign(prefixes_.size() << bits, 0);
}

void rank_search::end_round() {
    for (auto& [rank, prefix] : targets_) {
        const auto block = std::ranges::lower_bound(prefixes_, prefix) - prefixes_.begin();
        const auto* const first = &counts_[static_cast<std::size_t>(block) << bits];
        const auto* at = first;
        for (; rank >= *at; ++at)
            rank -= *at;
        prefix = prefix << bits | static_cast<std::uint64_t>(at - first);
    }
    --rounds_;
}

std::vector<std::int64_t> rank_search::values() const {
    assert(finished());
    std::vector<std::int64_t> found;
    for (const auto& t : targets_)
        found.push_back(static_cast<std::int64_t>(least_ + t.prefix));
    return found;
}

} // namespace sendlab
