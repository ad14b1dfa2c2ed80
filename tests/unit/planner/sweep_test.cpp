#include "planner/sweep.hpp"

#include <catch2/catch.hpp>

#include <mutex>
#include <set>

#include "fake_world.hpp"

using namespace sendlab;
using namespace sendlab::planner;

namespace {

/// Everything that a sweep learned, as one text.
std::string told(const sweep& trials) {
    std::string out;
    for (const auto& [value, counts] : trials.results()) {
        out += std::to_string(value) + ": " + std::to_string(counts.runs) + ' ' +
               std::to_string(counts.first_attempts.hits) + ' ' +
               std::to_string(counts.first_attempts.trials) + ' ' + std::to_string(counts.cost) + ' ' +
               std::to_string(counts.duplicates);
        for (const auto& one : counts.broken)
            out += ' ' + one.metric + ' ' + std::to_string(one.runs) + ' ' + std::to_string(one.seed);
        out += '\n';
    }
    return out;
}

} // namespace

TEST_CASE("run 0 has the scenario's seed, and no two runs share one") {
    CHECK(seed_of_run(42, 0) == 42);
    std::set<std::uint64_t> seeds;
    for (std::uint64_t r = 0; r < 1'000; ++r)
        seeds.insert(seed_of_run(42, r));
    CHECK(seeds.size() == 1'000);
    CHECK(seed_of_run(42, 1) != seed_of_run(43, 1));
}

TEST_CASE("run r has the same seed for every value") {
    fake_world fake{.timeout_probability = [](auto) { return 0.01; }};
    auto world = fake.world();
    std::mutex guard;
    std::map<std::uint32_t, std::set<std::uint64_t>> seeds;
    world.run = [&](const pipeline::settings& scenario, const pipeline::run_options&) {
        const std::scoped_lock lock{guard};
        seeds[scenario.application.emails_per_file].insert(scenario.seed);
        return fake.run(scenario);
    };
    auto request = request_for({1, 10});
    request.max_timeout_probability = 0.01;
    request.samples = 10'000;
    sweep trials{request, observation::file, nothing_known, world};
    trials.sample(request.values, sweep::depth::settle);
    CHECK(seeds[1].size() > 3);
    CHECK(seeds[1] == seeds[10]);
    CHECK(seeds[1].contains(7));
}

TEST_CASE("a sweep learns the same on any number of threads") {
    fake_world fake{.timeout_probability = [](std::uint32_t n) { return 1e-5 * n * n; }};
    fake.check = [](const pipeline::run_result& r) -> std::vector<broken_expectation> {
        if (r.duplicates > 5)
            return {{"duplicates", "duplicates is " + std::to_string(r.duplicates)}};
        return {};
    };
    std::string first;
    for (const unsigned threads : {1U, 2U, 3U, 16U}) {
        auto request = request_for({1, 2, 3, 5, 10, 50});
        request.threads = threads;
        sweep trials{request, observation::file, nothing_known, fake.world()};
        trials.sample(request.values, sweep::depth::glance);
        trials.sample(request.values, sweep::depth::settle);
        if (first.empty())
            first = told(trials);
        CHECK(told(trials) == first);
    }
    CHECK(first.find("duplicates") != std::string::npos);
}

TEST_CASE("a value far beyond the target stops early, one near it spends its budget") {
    fake_world fake{.timeout_probability = [](std::uint32_t n) { return n == 1 ? 5e-5 : 0.5; }};
    const auto request = request_for({1, 2});
    sweep trials{request, observation::file, nothing_known, fake.world()};
    trials.sample(request.values, sweep::depth::settle);
    CHECK(trials.at(2).first_attempts.trials <= 2'000);
    CHECK(trials.at(1).first_attempts.trials == 200'000);
    CHECK(trials.at(1).settled);
    CHECK(trials.target_at(2) == verdict::broken);
}

TEST_CASE("a clean value stops as soon as the target is certain to be kept") {
    fake_world fake{.timeout_probability = [](auto) { return 0.0; }};
    const auto request = request_for({1});
    sweep trials{request, observation::file, nothing_known, fake.world()};
    trials.sample(request.values, sweep::depth::settle);
    CHECK(trials.target_at(1) == verdict::kept);
    CHECK(trials.at(1).first_attempts.trials > 52'000); // ln(0.005) / ln(1 - 1e-4)
    CHECK(trials.at(1).first_attempts.trials < 100'000);
}

TEST_CASE("a glance costs a few thousand files") {
    fake_world fake{.timeout_probability = [](auto) { return 1e-4; }};
    const auto request = request_for();
    sweep trials{request, observation::file, nothing_known, fake.world()};
    trials.sample(std::vector<std::uint32_t>{1, 2, 3}, sweep::depth::glance);
    CHECK(trials.at(1).first_attempts.trials == 2'000);
    CHECK_FALSE(trials.at(1).settled);
    CHECK(trials.emails() == 2'000 * (1 + 2 + 3));
}

TEST_CASE("the intervals still cover after sampling that stops when it is certain") {
    // The verdict is looked at after every round; a printed interval must not suffer from it.
    const double p = GENERATE(2e-4, 5e-4, 2e-3);
    fake_world fake{.timeout_probability = [p](auto) { return p; }};
    int covered = 0;
    constexpr int trials = 300;
    for (int seed = 0; seed < trials; ++seed) {
        auto request = request_for({1});
        request.scenario.seed = static_cast<std::uint64_t>(seed);
        request.max_timeout_probability = 5e-4;
        request.samples = 20'000;
        sweep sampled{request, observation::file, nothing_known, fake.world()};
        sampled.sample(request.values, sweep::depth::settle);
        const auto bounds = sampled.at(1).timeout_probability(observation::file, confidence).bounds;
        covered += bounds.low <= p && p <= bounds.high;
    }
    CAPTURE(p);
    CHECK(covered >= 0.93 * trials);
}

TEST_CASE("coupled runs are observed through the journal, one cluster a busy period") {
    fake_world fake{.timeout_probability = [](auto) { return 0.0; }};
    auto world = fake.world();
    world.run = [&](const pipeline::settings& scenario, const pipeline::run_options& options) {
        using pipeline::event_kind;
        REQUIRE(options.journal);
        for (std::uint64_t file = 0; file < 1'000; file += 2) { // two and two
            options.journal->write({.kind = event_kind::accepted_by_lambda, .subject = file});
            options.journal->write({.kind = event_kind::accepted_by_lambda, .subject = file + 1});
            for (const auto f : {file, file + 1}) {
                options.journal->write({.kind = event_kind::attempt_started, .subject = f, .b = 1ULL << 32});
                options.journal->write(
                    {.kind = event_kind::attempt_succeeded, .subject = f, .b = 1ULL << 32});
            }
        }
        return fake.run(scenario);
    };
    const auto request = request_for({1});
    sweep trials{request, observation::busy_period, nothing_known, world};
    trials.sample(request.values, sweep::depth::glance);
    const auto p = trials.at(1).timeout_probability(observation::busy_period, confidence);
    CHECK(p.n == 2'000);
    CHECK(p.clusters == 1'000);
    CHECK(p.effective_n == Approx(1'000).epsilon(0.01));
}

TEST_CASE("where a run is one observation, at least twenty are made") {
    fake_world fake{.timeout_probability = [](auto) { return 0.0; }};
    auto request = request_for({1});
    request.samples = 2'000;
    sweep trials{request, observation::run, nothing_known, fake.world()};
    trials.sample(request.values, sweep::depth::settle);
    CHECK(trials.at(1).runs >= 20);
    CHECK(trials.at(1).settled);
    CHECK(trials.target_at(1) == verdict::undecided);
}

TEST_CASE("a scenario without files is settled after one run") {
    fake_world fake{.timeout_probability = [](auto) { return 0.0; }};
    fake.files_a_run = 0;
    const auto request = request_for({1});
    sweep trials{request, observation::file, nothing_known, fake.world()};
    trials.sample(request.values, sweep::depth::settle);
    CHECK(trials.at(1).runs == 1);
    CHECK(trials.target_at(1) == verdict::undecided);
}

TEST_CASE("runs of a single file add up") {
    fake_world fake{.timeout_probability = [](auto) { return 0.0; }};
    fake.files_a_run = 1;
    auto request = request_for({1});
    request.samples = 25'000;
    request.max_timeout_probability = 1.5e-4; // 25,000 are just enough
    sweep trials{request, observation::file, nothing_known, fake.world()};
    trials.sample(request.values, sweep::depth::settle);
    CHECK(trials.at(1).runs == 25'000);
}

TEST_CASE("an expectation that breaks is remembered with the first seed that shows it") {
    fake_world fake{.timeout_probability = [](auto) { return 0.0; }};
    fake.check = [](const pipeline::run_result& r) -> std::vector<broken_expectation> {
        if (r.seed == 7)
            return {};
        return {{"delivery.p99", "delivery.p99 is 3 s"}};
    };
    auto request = request_for({1});
    request.samples = 5'000;
    request.max_timeout_probability = 1e-3;
    sweep trials{request, observation::file, nothing_known, fake.world()};
    trials.sample(request.values, sweep::depth::settle);
    REQUIRE(trials.at(1).broken.size() == 1);
    CHECK(trials.at(1).broken[0].runs == 4);
    CHECK(trials.at(1).broken[0].seed == seed_of_run(7, 1));
    CHECK(trials.at(1).broken[0].what == "delivery.p99 is 3 s");
}

TEST_CASE("an expectation is judged on at least three runs once one of them has broken it") {
    fake_world fake{.timeout_probability = [](auto) { return 0.0; }};
    fake.files_a_run = 500'000; // one run would do for the target
    fake.check = [](const pipeline::run_result& r) -> std::vector<broken_expectation> {
        if (r.emails_per_file == 2 || r.seed == 7)
            return {{"duplicates", "duplicates is 1"}};
        return {};
    };
    const auto request = request_for({1, 2});
    sweep trials{request, observation::file, nothing_known, fake.world()};
    trials.sample(request.values, sweep::depth::glance);
    CHECK(trials.at(1).runs >= 3);
    CHECK_FALSE(trials.at(1).breaks_any());
    CHECK_FALSE(trials.at(1).always_breaks_one());
    CHECK(trials.at(2).runs >= 3);
    CHECK(trials.at(2).breaks_any());
    CHECK(trials.at(2).always_breaks_one());
}

TEST_CASE("sampling ends once not even a clean rest of the budget could keep the target") {
    fake_world fake{.timeout_probability = [](auto) { return 3e-4; }};
    auto request = request_for({1});
    request.samples = 200'000;
    sweep trials{request, observation::file, nothing_known, fake.world()};
    trials.sample(request.values, sweep::depth::settle);
    CHECK(trials.at(1).settled);
    CHECK(trials.at(1).first_attempts.trials < 100'000);
    CHECK(trials.target_at(1) != verdict::kept);
}

TEST_CASE("an interrupted sweep keeps the runs before the first one that is missing") {
    fake_world fake{.timeout_probability = [](auto) { return 1e-4; }};
    std::atomic<bool> stop = false;
    std::atomic<int> runs = 0;
    auto world = fake.world();
    world.interrupt = &stop;
    world.run = [&](const pipeline::settings& scenario, const pipeline::run_options& options) {
        CHECK(options.interrupt == &stop);
        auto result = fake.run(scenario);
        if (++runs == 20) {
            stop = true;
            result.interrupted = true;
        }
        return result;
    };
    auto request = request_for({1});
    request.threads = 1;
    sweep trials{request, observation::file, nothing_known, world};
    trials.sample(request.values, sweep::depth::settle);
    CHECK(trials.interrupted());
    CHECK(trials.at(1).runs == 19);
    CHECK(trials.at(1).first_attempts.trials == 19'000);
}

TEST_CASE("a sweep that is interrupted before its first run knows nothing") {
    fake_world fake{.timeout_probability = [](auto) { return 0.0; }};
    const std::atomic<bool> stop = true;
    auto world = fake.world();
    world.interrupt = &stop;
    const auto request = request_for({1});
    sweep trials{request, observation::file, nothing_known, world};
    trials.sample(request.values, sweep::depth::settle);
    CHECK(trials.results().empty());
}

TEST_CASE("progress counts the e-mails simulated so far") {
    fake_world fake{.timeout_probability = [](auto) { return 0.5; }};
    auto world = fake.world();
    std::vector<std::uint64_t> seen;
    world.progress = [&](std::uint64_t emails) { seen.push_back(emails); };
    auto request = request_for({10});
    request.threads = 1;
    sweep trials{request, observation::file, nothing_known, world};
    trials.sample(request.values, sweep::depth::glance);
    CHECK(seen == std::vector<std::uint64_t>{10'000});
}
