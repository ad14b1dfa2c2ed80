// Exact percentiles of many values, by counting: nothing is copied or sorted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <vector>

namespace sendlab {

/// A search for the values at several ranks, by radix selection: each round walks all values and settles 14
/// more bits of each value sought, from the top. Memory: 128 KiB for each prefix that is still searched, one
/// a rank at most.
class rank_search {
public:
    /// For the nearest ranks ceil(share * count), at least 1, of values from `least` to `most`.
    rank_search(std::uint64_t count, std::int64_t least, std::int64_t most, std::span<const double> shares);

    [[nodiscard]] bool finished() const { return rounds_ == 0; }
    void start_round();
    void count(std::int64_t value) {
        const auto offset = static_cast<std::uint64_t>(value) - least_;
        for (std::size_t i = 0; i < prefixes_.size(); ++i)
            if (offset >> shift_ >> bits == prefixes_[i])
                ++counts_[(i << bits) + (offset >> shift_ & mask)];
    }
    void end_round();

    /// In the order of the shares.
    [[nodiscard]] std::vector<std::int64_t> values() const;

private:
    static constexpr unsigned bits = 14;
    static constexpr std::uint64_t mask = (1U << bits) - 1;

    /// The value sought is the rank-th (from 0) of those whose offset from the least begins with `prefix`.
    struct target {
        std::uint64_t rank;
        std::uint64_t prefix;
    };

    std::uint64_t least_;
    unsigned rounds_; // still to go
    unsigned shift_ = 0;
    std::vector<target> targets_;
    std::vector<std::uint64_t> prefixes_; // of the targets, each once
    std::vector<std::uint64_t> counts_;   // 2^bits for each prefix
};

/// The nearest-rank percentiles of `values` (a range that can be walked several times, of what converts to
/// int64): the least value that at least a share of all values does not exceed. Empty if there are no values.
template<std::ranges::forward_range Values>
[[nodiscard]] std::vector<std::int64_t> percentiles(Values&& values, std::span<const double> shares) {
    std::uint64_t count = 0;
    std::int64_t least = INT64_MAX, most = INT64_MIN;
    for (const std::int64_t value : values) {
        ++count;
        least = value < least ? value : least;
        most = value > most ? value : most;
    }
    if (count == 0)
        return {};
    rank_search search{count, least, most, shares};
    while (!search.finished()) {
        search.start_round();
        for (const std::int64_t value : values)
            search.count(value);
        search.end_round();
    }
    return search.values();
}

} // namespace sendlab
