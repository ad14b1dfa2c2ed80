// What got worse since an earlier run of the same scenario, and is more than chance.
//
// An earlier report has one number where its scenario has a distribution, and no interval. So the noise is measured: the
// scenario, as it is now, runs with other seeds, and the earlier number is held against those. Had nothing changed, it
// would be one more draw of the same kind as the n others, and would be the smallest of all n + 1 with a probability of
// at most 1 in n + 1, whatever the distribution (a rank test). With m numbers compared and n = 20 m - 1, the chance that a
// change is told where there is none is at most 1 in 20 for all of them together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "pipeline/run_result.hpp"

namespace sendlab::report {

/// An earlier run, as `sendlab run --json` told it.
struct earlier_run {
    std::string name;
    std::string digest;
    std::vector<double> values; // of compared_metrics()
};

struct baseline_error {
    std::string what;
};

/// The runs of a JSON report: one, or those of a folder.
result<std::vector<earlier_run>, baseline_error> read_baseline(std::string_view json);

/// The numbers that are compared; of each, more is worse. None depends on how many e-mails there were.
const std::vector<const pipeline::metric*>& compared_metrics();

struct worsening {
    const pipeline::metric* what;
    double before;
    double now;

    /// "delivery.p99 was 2.3 s, is 5.1 s"
    [[nodiscard]] std::string text() const;
};

struct baseline_verdict {
    std::string file;
    bool found = false;     // the scenario was in it
    std::uint64_t runs = 0; // with other seeds, as far as it took
    std::vector<worsening> worse{};
};

/// Drops, run by run, what may be chance.
class suspicion {
public:
    /// Runs after which what is left is worse.
    [[nodiscard]] static std::uint64_t runs_needed();

    /// Suspects what is worse in the run of the scenario's own seed; times and money by more than 1 %.
    suspicion(const earlier_run& before, const pipeline::run_result& now);

    /// A run with another seed.
    void hold_against(const pipeline::run_result& other);
    [[nodiscard]] bool settled() const { return suspects_.empty() || runs_ >= runs_needed(); }
    [[nodiscard]] std::uint64_t runs() const { return runs_; }
    /// Once it is settled.
    [[nodiscard]] const std::vector<worsening>& worse() const { return suspects_; }

private:
    std::vector<worsening> suspects_;
    std::uint64_t runs_ = 0;
};

} // namespace sendlab::report
