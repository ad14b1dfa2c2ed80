// What is computed against what the full pipeline does.
#include "planner/exact/forecast.hpp"

#include <catch2/catch.hpp>

#include <cmath>

#include "base/random_source.hpp"
#include "pipeline/world.hpp"

using namespace sendlab;
using namespace sendlab::planner;
using namespace std::chrono_literals;

namespace {

pipeline::settings sequential_sends() {
    pipeline::settings s;
    s.seed = 3;
    s.length = 2min;
    s.application.requests = pipeline::fixed_arrivals{1s};
    s.application.emails_per_request = distribution::constant(250);
    s.application.priority_emails = 0;
    s.application.emails_per_file = 25;
    s.lambda.handler.model = pipeline::handler_model::sequential;
    s.lambda.handler.max_in_flight = 1;
    s.ses.send_latency = latency{distribution::lognormal(std::log(90e6), 0.5)};
    s.ses.accepted_at = 0.7;
    return s;
}

value_result counted(pipeline::settings scenario, std::uint32_t n, unsigned runs) {
    scenario.application.emails_per_file = n;
    value_result out;
    out.emails_per_file = n;
    for (unsigned r = 0; r < runs; ++r) {
        ++scenario.seed;
        const auto result = pipeline::run(scenario);
        cluster_counts first;
        first.add(result.first_attempts, result.first_attempt_timeouts);
        out.add(result, first);
    }
    return out;
}

/// Computed and counted meet inside an interval that one in 10,000 misses.
void check_meets(const pipeline::settings& scenario, std::uint32_t n, unsigned runs) {
    CAPTURE(n);
    const auto counts = counted(scenario, n, runs);
    const exact::forecast known{scenario, n, 1};
    REQUIRE(known.covers(n));
    const auto p = known.timeout_probability(counts, 0.9999);
    const auto seen = counts.timeout_probability(observation::file, 0.9999).bounds;
    CAPTURE(p.value(), p.bounds.low, p.bounds.high, seen.low, seen.high);
    CHECK(p.bounds.low <= seen.high);
    CHECK(seen.low <= p.bounds.high);
}

} // namespace

TEST_CASE("what is computed meets what the pipeline does: sequential, sizes that differ, over S3") {
    auto scenario = sequential_sends();
    scenario.application.emails_per_request = distribution::uniform(20, 400);
    scenario.s3.get_latency = latency{distribution::lognormal_by_percentiles(25e6, 150e6), 1e3};
    check_meets(scenario, 25, 4);
}

TEST_CASE("what is computed meets what the pipeline does: correlated latencies") {
    auto scenario = sequential_sends();
    scenario.ses.correlation = 0.2;
    check_meets(scenario, 20, 4);
}

TEST_CASE("what is computed meets what the pipeline does: parallel, one slow CPU") {
    auto scenario = sequential_sends();
    scenario.lambda.handler.model = pipeline::handler_model::parallel;
    scenario.lambda.handler.max_in_flight = 50;
    scenario.lambda.handler.cpu_per_email = 2'600us;
    scenario.lambda.function.memory_mb = 128;
    scenario.s3.get_latency = latency{distribution::lognormal_by_percentiles(25e6, 150e6)};
    check_meets(scenario, 70, 4);
    check_meets(scenario, 75, 4);
}

TEST_CASE("what is computed meets what the pipeline does: cold starts and killed environments") {
    auto scenario = sequential_sends();
    scenario.lambda.handler.cpu_start = 300ms;
    scenario.lambda.function.memory_mb = 1769;
    scenario.lambda.handler.cold_start = latency{distribution::lognormal_by_percentiles(140e6, 200e6)};
    check_meets(scenario, 25, 12);
}

TEST_CASE("what is computed meets what the pipeline does: SMTP, round trips and server both left to chance") {
    auto scenario = sequential_sends();
    scenario.lambda.handler.transport = pipeline::send_transport::smtp;
    scenario.lambda.function.timeout = 6s;
    scenario.smtp.round_trip = latency{distribution::lognormal_by_percentiles(20e6, 60e6)};
    scenario.smtp.server_time = latency{distribution::lognormal_by_percentiles(60e6, 500e6)};
    check_meets(scenario, 18, 4);
    scenario.lambda.handler.model = pipeline::handler_model::parallel;
    scenario.lambda.handler.max_in_flight = 50;
    scenario.lambda.function.timeout = 1s;
    check_meets(scenario, 18, 4);
}

TEST_CASE("whole-file retries: the formula's duplicates and losses are those of the pipeline") {
    auto scenario = sequential_sends();
    SECTION("each event once") {}
    SECTION("over SMTP, whose server goes on when the handler is killed") {
        scenario.lambda.handler.transport = pipeline::send_transport::smtp;
        scenario.smtp.round_trip = latency{distribution::lognormal_by_percentiles(4e6, 8e6)};
        scenario.smtp.server_time = latency{distribution::lognormal(std::log(50e6), 0.6)};
    }
    SECTION("events that come twice") {
        scenario.s3.duplicate_events = 0.3;
        scenario.lambda.function.duplicate_deliveries = 0.2;
    }
    const std::uint32_t n = 30;
    const auto expected = exact::forecast{scenario, n, 1}.retries(n).value();
    const auto counts = counted(scenario, n, 12);
    // Files of 30 that lose their end lose about 5 at once: some 2 % of what is counted here is chance.
    CHECK(counts.duplicates_per_million() == Approx(expected.duplicates_per_million).epsilon(0.04));
    CHECK(counts.lost_per_million() == Approx(expected.lost_per_million).epsilon(0.15));
}

TEST_CASE(
    "without start-up work no share of environments is needed, and bounds are those of the computation") {
    const exact::forecast known{sequential_sends(), 25, 1};
    value_result nothing_counted;
    nothing_counted.emails_per_file = 20;
    const auto p = known.timeout_probability(nothing_counted, 0.95);
    CHECK(p.method == estimator::exact);
    CHECK(p.bounds.high - p.bounds.low < 1e-4 * p.value());
}

TEST_CASE("with start-up work and few runs the bounds hold for any share of new environments") {
    auto scenario = sequential_sends();
    scenario.lambda.handler.cpu_start = 300ms;
    scenario.lambda.function.memory_mb = 1769;
    const exact::forecast known{scenario, 25, 1};
    auto counts = counted(scenario, 20, fewest_runs_of_a_share - 1);
    const auto wide = known.timeout_probability(counts, 0.95);
    CHECK(wide.method == estimator::exact_by_share);
    CHECK(wide.bounds.high > 5 * wide.value());
    counts = counted(scenario, 20, fewest_runs_of_a_share);
    const auto narrow = known.timeout_probability(counts, 0.95);
    CHECK(narrow.bounds.high < 1.5 * narrow.value());
    CHECK_FALSE(known.retries(20));
}

TEST_CASE("the interval of a share over ten runs covers the truth") {
    const random_stream draws{11, "coverage"};
    constexpr int trials = 600;
    int covered = 0;
    for (std::uint32_t trial = 0; trial < trials; ++trial) {
        cluster_counts sums;
        for (std::uint32_t run = 0; run < fewest_runs_of_a_share; ++run) {
            const auto files = 900 + static_cast<std::uint64_t>(200 * draws.uniform(trial, run, 0));
            std::uint64_t fresh = 0; // new environments come in bursts of 5
            for (std::uint32_t burst = 0; burst < 20; ++burst)
                fresh += draws.chance(0.3, trial, run, 1 + burst) ? 5 : 0;
            sums.add(files, fresh);
        }
        const auto bounds = share_bounds(sums, 0.95);
        covered += bounds.low <= 0.03 && 0.03 <= bounds.high;
    }
    CHECK(covered >= 0.93 * trials);
}
