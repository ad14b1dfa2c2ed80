// Draws up a run's result from its books.
#pragma once

#include "pipeline/context.hpp"
#include "pipeline/lambda_recorder.hpp"
#include "pipeline/run_result.hpp"
#include "pipeline/uploader.hpp"

namespace sendlab::pipeline {

/// What only the services know, each counted by itself: the books are held against it.
struct service_counts {
    std::uint64_t accepted_by_provider = 0;
    std::uint64_t events_pending = 0;
    std::uint64_t s3_puts = 0;
    std::uint64_t s3_gets = 0;
    std::uint64_t notifications = 0;
    std::uint64_t bounces = 0;
};

/// Memory and prices turn what is billed, and the counts, into GB-seconds and dollars.
void add_cost(run_result& r, const settings& scenario, const service_counts& services);

run_result summarize(const context& world, const lambda_recorder& lambda, const service_counts& services,
                     time_point started, std::size_t stories);

/// The sums that must come out even; each is drawn from two independent counts.
std::vector<conservation_law> check_conservation(const run_result& result, const ledger& books,
                                                 const lambda_recorder& lambda,
                                                 const service_counts& services);

} // namespace sendlab::pipeline
