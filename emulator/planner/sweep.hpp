// Runs the scenario again and again, for several values of EMAILS_PER_FILE on all cores, until enough is
// known.
//
// Run r has the same seed for every value (common random numbers: the same e-mails meet the same latencies),
// and run 0 has the scenario's own, so that it is what `sendlab run` shows. Decisions fall between rounds, on
// complete rounds: the answer does not depend on the number of threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "pipeline/world.hpp"
#include "planner/coupling.hpp"
#include "planner/plan_request.hpp"
#include "planner/prediction.hpp"
#include "planner/value_result.hpp"

namespace sendlab::planner {

/// What is printed.
inline constexpr double confidence = 0.95;
/// How sure a value must be before its budget is spent. An interval that is looked at after every round no
/// longer covers with `confidence` if sampling stops at the first one that suits: with this one at the
/// earlier looks, the risk that a value above the target is called safe stays below 1 - confidence.
inline constexpr double certainty = 0.99;

class sweep;

/// The world that a sweep is run in. `run` and `check` are called from several threads at once.
struct sweep_world {
    std::function<pipeline::run_result(const pipeline::settings&, const pipeline::run_options&)> run;
    /// The expectations that a run does not meet.
    std::function<std::vector<broken_expectation>(const pipeline::run_result&)> check;
    /// Told of the e-mails simulated so far, on the caller's thread.
    std::function<void(std::uint64_t emails)> progress;
    /// Told of each value that is settled, on the caller's thread; may be empty.
    std::function<void(const value_result&)> settled;
    /// Shown what is known after each round, on the caller's thread; may be empty.
    std::function<void(const sweep&)> round{};
    const std::atomic<bool>* interrupt = nullptr;
};

/// The seed of run r.
std::uint64_t seed_of_run(std::uint64_t scenario_seed, std::uint64_t r);

class sweep {
public:
    enum class depth {
        glance, // enough to tell where the boundary lies
        settle, // until the verdict is certain, the budget is spent, or the rest of it could not help
    };

    /// The request and the prediction must outlive the sweep.
    sweep(const plan_request& request, observation unit, prediction& known, sweep_world world);

    /// Runs rounds until each of the values is known to that depth. Does nothing once it is interrupted.
    void sample(std::span<const std::uint32_t> values, depth how);

    /// Takes over what is known of a value that was settled elsewhere; it will not be sampled again.
    void adopt(const value_result& settled) { results_[settled.emails_per_file] = settled; }

    /// Of a value that was sampled.
    [[nodiscard]] const value_result& at(std::uint32_t value) const { return results_.at(value); }
    /// All values sampled so far.
    [[nodiscard]] const std::map<std::uint32_t, value_result>& results() const { return results_; }
    [[nodiscard]] verdict target_at(std::uint32_t value) const;
    /// Computed where it can be, else counted.
    [[nodiscard]] estimate timeout_probability(const value_result& result, double level) const;

    [[nodiscard]] bool interrupted() const;
    [[nodiscard]] std::uint64_t emails() const { return emails_; }

private:
    struct planned_run;
    struct finished_run;

    void settle(const std::set<std::uint32_t>& values);
    [[nodiscard]] bool is_settled(const value_result& result) const;
    [[nodiscard]] bool counting_helps(const estimate& p, const value_result& result) const;
    [[nodiscard]] bool is_hopeless(const estimate& p) const;
    [[nodiscard]] bool is_judged(const value_result& result) const;
    [[nodiscard]] bool waits_for_a_share(const value_result& result) const;
    [[nodiscard]] std::uint64_t runs_wanted(const value_result& result, depth how) const;
    [[nodiscard]] std::vector<planned_run> plan_round(std::span<const std::uint32_t> values, depth how) const;
    [[nodiscard]] finished_run run(const planned_run& planned) const;
    void run_round(const std::vector<planned_run>& round);
    void book(const std::vector<planned_run>& round, const std::vector<finished_run>& finished);

    const plan_request& request_;
    observation unit_;
    prediction& known_;
    sweep_world world_;
    std::map<std::uint32_t, value_result> results_;
    std::uint64_t emails_ = 0;
};

} // namespace sendlab::planner
