#include "planner/sweep.hpp"

#include <algorithm>
#include <cassert>
#include <set>

#include "base/random_source.hpp"
#include "planner/busy_periods.hpp"
#include "planner/for_each_index.hpp"

namespace sendlab::planner {

namespace {

constexpr std::uint64_t glance_files = 2'000;
constexpr std::uint64_t growth = 2;                 // each round knows so many times what the last one knew
constexpr std::uint64_t most_runs_a_round = 10'000; // what a round keeps in memory

} // namespace

struct sweep::planned_run {
    std::uint32_t emails_per_file;
    std::uint64_t number;
    std::uint64_t seed;
};

struct sweep::finished_run {
    bool complete = false;
    pipeline::run_result result;
    cluster_counts first_attempts;
    std::vector<broken_expectation> broken;
};

std::uint64_t seed_of_run(std::uint64_t scenario_seed, std::uint64_t r) {
    return r == 0 ? scenario_seed : random_source{scenario_seed}.stream("planner.run").bits(r);
}

sweep::sweep(const plan_request& request, observation unit, prediction& known, sweep_world world)
    : request_{request}, unit_{unit}, known_{known}, world_{std::move(world)} {
    assert(request.samples > 0);
}

void sweep::sample(std::span<const std::uint32_t> values, depth how) {
    while (!interrupted()) {
        const auto round = plan_round(values, how);
        if (round.empty())
            return;
        run_round(round);
    }
}

verdict sweep::target_at(std::uint32_t value) const {
    return verdict_of(timeout_probability(at(value), confidence).bounds, request_.max_timeout_probability);
}

estimate sweep::timeout_probability(const value_result& result, double level) const {
    return known_.covers(result) ? known_.timeout_probability(result, level)
                                 : result.timeout_probability(unit_, level);
}

bool sweep::interrupted() const {
    return world_.interrupt && world_.interrupt->load(std::memory_order_relaxed);
}

/// What a first run has not shown to be hopeless has its tail sampled before anything is decided.
void sweep::settle(const std::set<std::uint32_t>& values) {
    std::vector<std::uint32_t> open;
    std::ranges::copy_if(values, std::back_inserter(open),
                         [this](auto value) { return known_.wants_sampling(at(value)); });
    known_.prepare(open);
    for (const auto value : values) {
        auto& result = results_.at(value);
        result.settled = is_settled(result);
        if (result.settled && world_.settled)
            world_.settled(result);
    }
}

bool sweep::is_settled(const value_result& result) const {
    if (result.first_attempts.trials == 0)
        return result.runs > 0; // a scenario without files
    if (!result.broken.empty() && result.runs < value_result::fewest_runs)
        return false;
    const auto p = timeout_probability(result, certainty);
    if (verdict_of(p.bounds, request_.max_timeout_probability) != verdict::undecided)
        return true;
    if (p.is_computed())
        return !p.is_by_share() || !counting_helps(p, result);
    if (unit_ != observation::file && p.clusters < fewest_clusters)
        return false;
    return p.n >= request_.samples || is_hopeless(p);
}

/// Further runs may say more of the share of new environments, and that may decide.
bool sweep::counting_helps(const estimate& p, const value_result& result) const {
    if (result.runs < fewest_runs_of_a_share)
        return true;
    return p.n < request_.samples &&
           verdict_of(p.at_least, request_.max_timeout_probability) != verdict::undecided;
}

/// Not even a rest of the budget without any time-out would keep the target. An eighth of the budget must be
/// spent by then, since the worth of clusters is not known at once.
bool sweep::is_hopeless(const estimate& p) const {
    return p.n >= request_.samples / 8 &&
           bounds_without_more_hits(p, request_.samples, confidence).high > request_.max_timeout_probability;
}

/// Its expectations need no further run: none is broken, or often, or its target is.
bool sweep::is_judged(const value_result& result) const {
    return result.broken.empty() || result.runs >= value_result::fewest_runs ||
           verdict_of(timeout_probability(result, certainty).bounds, request_.max_timeout_probability) ==
               verdict::broken;
}

bool sweep::waits_for_a_share(const value_result& result) const {
    const auto p = timeout_probability(result, certainty);
    return p.is_by_share() && verdict_of(p.bounds, request_.max_timeout_probability) == verdict::undecided;
}

/// More runs for a value, 0 when it is known well enough.
std::uint64_t sweep::runs_wanted(const value_result& result, depth how) const {
    const auto known = result.first_attempts.trials;
    const auto glance = std::min(glance_files, request_.samples);
    if (result.settled || (how == depth::glance && known >= glance && is_judged(result)))
        return 0;
    if (result.runs == 0)
        return 1;
    if (how == depth::settle && result.runs < fewest_runs_of_a_share && waits_for_a_share(result))
        return fewest_runs_of_a_share - result.runs;
    const auto goal = how == depth::glance ? glance : std::clamp(known * growth, glance, request_.samples);
    if (known >= goal) // files enough, but too few runs or clusters
        return result.runs;
    const auto files_a_run = std::max<std::uint64_t>(1, known / result.runs);
    return std::min((goal - known + files_a_run - 1) / files_a_run, most_runs_a_round);
}

std::vector<sweep::planned_run> sweep::plan_round(std::span<const std::uint32_t> values, depth how) const {
    std::vector<planned_run> round;
    for (const auto value : values) {
        if (round.size() >= most_runs_a_round)
            break; // the rest comes in the next one
        const auto known = results_.find(value);
        const auto& result = known != results_.end() ? known->second : value_result{};
        const auto more = runs_wanted(result, how);
        for (auto r = result.runs; r < result.runs + more; ++r)
            round.push_back({value, r, seed_of_run(request_.scenario.seed, r)});
    }
    return round;
}

sweep::finished_run sweep::run(const planned_run& planned) const {
    auto scenario = request_.scenario;
    scenario.application.emails_per_file = planned.emails_per_file;
    scenario.seed = planned.seed;
    busy_periods periods;
    pipeline::run_options options;
    options.interrupt = world_.interrupt;
    options.stories = 0;
    options.whole_attempts = true;
    options.journal = unit_ == observation::busy_period ? &periods : nullptr;

    finished_run out;
    out.result = world_.run(scenario, options);
    out.complete = !out.result.interrupted;
    if (unit_ == observation::busy_period)
        out.first_attempts = periods.counts();
    else
        out.first_attempts.add(out.result.first_attempts, out.result.first_attempt_timeouts);
    if (world_.check)
        out.broken = world_.check(out.result);
    return out;
}

void sweep::run_round(const std::vector<planned_run>& round) {
    std::vector<finished_run> finished(round.size());
    std::atomic<std::uint64_t> emails = emails_;
    for_each_index(
        round.size(), request_.threads == 0 ? core_count() : request_.threads,
        [&](std::size_t i) {
            if (interrupted())
                return;
            finished[i] = run(round[i]);
            emails += finished[i].result.emails;
        },
        [&] {
            if (world_.progress)
                world_.progress(emails);
        });
    book(round, finished);
}

/// In the order of the round. After an interruption, a value keeps its runs up to the first that is missing:
/// those that happened to end in time are not a fair sample.
void sweep::book(const std::vector<planned_run>& round, const std::vector<finished_run>& finished) {
    std::set<std::uint32_t> sampled;
    std::set<std::uint32_t> cut_short;
    for (std::size_t i = 0; i < round.size(); ++i) {
        const auto value = round[i].emails_per_file;
        if (!finished[i].complete)
            cut_short.insert(value);
        if (cut_short.contains(value))
            continue;
        sampled.insert(value);
        auto& result = results_[value];
        result.emails_per_file = value;
        result.add(finished[i].result, finished[i].first_attempts);
        result.add(finished[i].broken, round[i].seed);
        emails_ += finished[i].result.emails;
    }
    settle(sampled);
    if (world_.round)
        world_.round(*this);
}

} // namespace sendlab::planner
