// Does the model predict the real handler? What was observed of it, held against many runs of the model.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/run_result.hpp"
#include "pipeline/settings.hpp"

namespace sendlab::planner {

enum class agreement {
    agrees, // within three standard deviations
    close,  // further apart than chance explains, but by less than the tolerance
    differs,
};
std::string_view to_string(agreement how);

/// One figure of a run.
struct held_figure {
    std::string_view name; // "duration.p99", "timeouts.share"
    std::string_view meaning;
    pipeline::metric_kind kind = pipeline::metric_kind::count;
    double observed = 0;
    std::uint64_t n = 0;      // of what it is a share or a summary
    double predicted = 0;     // mean over the model's runs
    double low = 0, high = 0; // 95 % of them lie between
    /// The normal score of the observation's rank among the model's runs. Outside of all of them, its distance from
    /// their mean in standard deviations where that is more.
    double z = 0;
    agreement how = agreement::agrees;
};

enum class verification_outcome { agrees, differs, undecided };
std::string_view to_string(verification_outcome what);

struct verification {
    std::string name; // of the scenario
    std::uint64_t seed = 0;
    std::uint32_t emails_per_file = 0;
    std::uint64_t files = 0, attempts = 0, emails = 0; // observed
    std::uint64_t runs = 0;                            // of the model
    double tolerance = 0;
    std::uint32_t memory_mb = 0; // of the scenario; below 1,769 the handler has less CPU there than here
    bool cut_short = false;
    std::vector<held_figure> figures{};

    /// Undecided with fewer than fewest_files.
    [[nodiscard]] verification_outcome outcome() const;
    static constexpr std::uint64_t fewest_files = 20;
};

/// Of the model: with fewer, what is the same in all of them could not be told to differ from an observation.
inline constexpr std::uint64_t fewest_runs_of_a_prediction = 1000;

/// At least one run is predicted. `tolerance` is the relative difference of durations that does not matter.
verification hold(const pipeline::run_result& observed, const std::vector<pipeline::run_result>& predicted,
                  double tolerance);

/// The scenario's arrivals end with the request that makes up that many files.
pipeline::settings first_files_of(pipeline::settings scenario, std::uint64_t files);

/// A handler on this machine has a processor of its own, whatever its memory: at least 1,769 MB in terms of Lambda.
/// Latencies that go together inside an invocation do not exist live.
pipeline::settings as_it_is_live(pipeline::settings scenario);

/// So many runs with the seeds of a plan's, fewer if interrupted.
std::vector<pipeline::run_result> predict(const pipeline::settings& scenario, std::uint64_t runs,
                                          unsigned threads, const std::atomic<bool>& interrupt);

std::string verification_text(const verification& held);
std::string verification_json(const verification& held);

} // namespace sendlab::planner
