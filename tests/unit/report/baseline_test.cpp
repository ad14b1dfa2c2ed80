#include "report/baseline.hpp"

#include <catch2/catch.hpp>

#include "base/random_source.hpp"
#include "report/json_report.hpp"
#include "unit/report/sample_runs.hpp"

using namespace sendlab;
using namespace sendlab::report;
using namespace std::chrono_literals;
using pipeline::run_result;

namespace {

earlier_run read_back(const run_report& run) {
    return read_baseline(json_report(run, "1.0"))->front();
}

/// Seven numbers that do not depend on one another, all left to chance.
run_result random_run(const random_stream& chance, std::uint64_t trial, std::uint32_t number) {
    const auto draw = [&](std::uint32_t index, std::uint64_t most) {
        return static_cast<std::uint64_t>(chance.uniform(trial, number, index) * static_cast<double>(most));
    };
    run_result r;
    r.digest = number + 1;
    r.emails = r.accepted = 1'000;
    r.duplicates = draw(0, 50);
    r.lost = draw(1, 3);
    r.first_attempts = 1'000;
    r.first_attempt_timeouts = draw(2, 1'000);
    r.delivery.p50 = duration{static_cast<std::int64_t>(draw(3, 1'000'000'000))};
    r.delivery.p99 = duration{static_cast<std::int64_t>(draw(4, 1'000'000'000))};
    r.user_wait.p99 = duration{static_cast<std::int64_t>(draw(5, 1'000'000'000))};
    r.cost.ses = static_cast<double>(draw(6, 1'000'000)) / 1e6;
    return r;
}

bool any_worse(const run_result& before, const run_result& now, const random_stream& chance,
               std::uint64_t trial) {
    run_report earlier;
    earlier.result = before;
    suspicion held{read_back(earlier), now};
    for (std::uint32_t n = 2; !held.settled(); ++n)
        held.hold_against(random_run(chance, trial, n));
    return !held.worse().empty();
}

} // namespace

TEST_CASE("a report is read back with the figures of the run") {
    const auto run = timed_out_run();
    const auto read = read_back(run);
    CHECK(read.name == "article");
    CHECK(read.digest == "0123456789abcdef");
    REQUIRE(read.values.size() == compared_metrics().size());
    for (std::size_t i = 0; i < read.values.size(); ++i)
        CHECK(read.values[i] == Approx(compared_metrics()[i]->value(run.result)));
}

TEST_CASE("a report of a folder has all its runs, and what is none is told") {
    const std::vector runs{timed_out_run(), idle_run()};
    CHECK(read_baseline(json_report(runs, "1.0"))->size() == 2);
    for (const char* text : {"", "{}", "[]", "{\"runs\": 1}", "{\"runs\": [{}]}", "{\"name\": 1}"})
        CHECK(read_baseline(text).has_error());
}

TEST_CASE("the same run again is not suspected, whatever the other seeds say") {
    const auto run = timed_out_run();
    CHECK(suspicion{read_back(run), run.result}.settled());
}

TEST_CASE("what is worse in all runs is worse, what is not in one of them may be chance") {
    auto before = timed_out_run();
    auto now = before.result;
    now.digest = 1;
    now.duplicates = 20;
    now.delivery.p99 = 70s;
    now.delivery.p50 = 1'510ms; // less than 1 % more
    suspicion held{read_back(before), now};
    CHECK(held.worse().size() == 2);
    auto other = now;
    other.delivery.p99 = 60s;
    held.hold_against(other);
    while (!held.settled())
        held.hold_against(now);
    CHECK(held.runs() == suspicion::runs_needed());
    REQUIRE(held.worse().size() == 1);
    CHECK(held.worse().front().text() == "duplicates.per_million was 600,000, is 800,000");
}

TEST_CASE("nothing delivered for any money is worse than something") {
    auto before = timed_out_run();
    auto now = before.result;
    now.digest = 1;
    now.accepted = 0;
    suspicion held{read_back(before), now};
    REQUIRE(held.worse().size() == 1);
    CHECK(held.worse().front().text().ends_with("is none"));
}

TEST_CASE("where nothing has changed, at most one of twenty comparisons says that something is worse") {
    const auto chance = random_source{1}.stream("baseline");
    constexpr int trials = 1'000;
    int alarms = 0;
    for (int trial = 0; trial < trials; ++trial) {
        const auto t = static_cast<std::uint64_t>(trial);
        alarms += any_worse(random_run(chance, t, 0), random_run(chance, t, 1), chance, t);
    }
    CHECK(alarms > 0);                // it can be wrong
    CHECK(alarms < trials / 20 + 21); // 5 %, and three standard deviations of what 1,000 trials may show
}
