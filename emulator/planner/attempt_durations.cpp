#include "planner/attempt_durations.hpp"

#include <algorithm>
#include <unordered_map>

#include "planner/sweep.hpp"

namespace sendlab::planner {

namespace {

using pipeline::event_kind;

constexpr std::uint64_t enough_attempts = 5'000;
constexpr std::uint64_t most_runs = 100;

class stop_watch final : public pipeline::journal_sink {
public:
    explicit stop_watch(attempt_durations& out) : out_{out} {}

    void write(const pipeline::journal_event& event) override {
        switch (event.kind) {
        case event_kind::attempt_started:
            started_[event.b] = event.at; // an environment runs one attempt at a time
            break;
        case event_kind::attempt_succeeded:
        case event_kind::attempt_failed:
        case event_kind::attempt_timed_out:
            if (event.b >> 32 == 1)
                add(event.at - started_[event.b]);
            break;
        default:
            break;
        }
    }

private:
    void add(duration took) {
        ++out_.attempts;
        const auto bin = static_cast<std::size_t>(took / out_.bin);
        ++out_.counts[std::min(bin, out_.counts.size() - 1)];
    }

    attempt_durations& out_;
    std::unordered_map<std::uint64_t, time_point> started_;
};

} // namespace

attempt_durations durations_of_attempts(pipeline::settings scenario, std::uint32_t emails_per_file,
                                        const std::atomic<bool>* interrupt) {
    auto& function = scenario.lambda.function;
    attempt_durations out{
        .emails_per_file = emails_per_file,
        .bin = std::max(duration{1}, function.timeout / static_cast<int>(attempt_durations::bins_to_limit)),
        .counts = std::vector<std::uint64_t>(2 * attempt_durations::bins_to_limit + 1)};
    scenario.application.emails_per_file = emails_per_file;
    if (scenario.lambda.handler.model != pipeline::handler_model::deadline_aware)
        function.timeout = std::max<duration>(function.timeout, std::chrono::minutes{15});
    stop_watch watch{out};
    pipeline::run_options options;
    options.journal = &watch;
    options.interrupt = interrupt;
    options.stories = 0;
    const auto seed = scenario.seed;
    while (out.attempts < enough_attempts && out.runs < most_runs && !(interrupt && *interrupt)) {
        scenario.seed = seed_of_run(seed, out.runs++);
        (void)pipeline::run(scenario, options);
    }
    return out;
}

} // namespace sendlab::planner
