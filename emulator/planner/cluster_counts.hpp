// The sums that an interval over clusters needs. Whole numbers only: they come out the same in any order.
#pragma once

#include <cstdint>

namespace sendlab::planner {

/// Clusters of trials (files) that may succeed or fail together.
struct cluster_counts {
    std::uint64_t clusters = 0;
    std::uint64_t trials = 0;
    std::uint64_t hits = 0; // trials that timed out
    std::uint64_t trials_squared = 0;
    std::uint64_t hits_squared = 0;
    std::uint64_t trials_by_hits = 0;

    void add(std::uint64_t trials_of_cluster, std::uint64_t hits_of_cluster) {
        ++clusters;
        trials += trials_of_cluster;
        hits += hits_of_cluster;
        trials_squared += trials_of_cluster * trials_of_cluster;
        hits_squared += hits_of_cluster * hits_of_cluster;
        trials_by_hits += trials_of_cluster * hits_of_cluster;
    }

    cluster_counts& operator+=(const cluster_counts& other) {
        clusters += other.clusters;
        trials += other.trials;
        hits += other.hits;
        trials_squared += other.trials_squared;
        hits_squared += other.hits_squared;
        trials_by_hits += other.trials_by_hits;
        return *this;
    }

    friend bool operator==(const cluster_counts&, const cluster_counts&) = default;
};

} // namespace sendlab::planner
