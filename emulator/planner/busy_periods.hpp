// Cuts a run at the moments when the pipeline is empty: what comes after such a moment does not remember what
// came before it (M. A. Crane and D. L. Iglehart, "Simulating stable stochastic systems", J. ACM 21 (1974)).
// Two things do outlive it, a send rate's bucket that is not yet full again and warm environments; both only
// make neighbouring periods a little alike.
#pragma once

#include "pipeline/journal.hpp"
#include "planner/cluster_counts.hpp"

namespace sendlab::planner {

class busy_periods final : public pipeline::journal_sink {
public:
    void write(const pipeline::journal_event& event) override;

    /// Of the whole run, once it is over. Periods without a first attempt are none.
    [[nodiscard]] const cluster_counts& counts() const { return counts_; }

private:
    void end_event();

    cluster_counts counts_;
    std::uint64_t pending_ = 0;  // events that Lambda has accepted and not yet finished
    std::uint64_t attempts_ = 0; // first ones of this period
    std::uint64_t timeouts_ = 0;
};

} // namespace sendlab::planner
