#include "planner/tail/importance_sampling.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/portable_math.hpp"
#include "planner/for_each_index.hpp"

namespace sendlab::planner::tail {

namespace {

constexpr std::uint64_t block = 256; // attempts that one thread plays at a time

// What is trusted.
constexpr std::uint64_t fewest_timeouts = 200;
constexpr double largest_share = 0.05; // of one attempt in the sum of all
constexpr double worst_relative_error = 0.15;
// Levels of an interval without the target, for figures as close as asked for and for rough ones.
constexpr double sure = 0.99;
constexpr double very_sure = 0.9999;

/// Intervals are wider by this factor: a sum of unlike weights knows its own spread badly, the more so as sampling ends
/// when the spread looks small enough. Without it, intervals of log-normal pools covered 92.7 % instead of 95 %.
constexpr double caution = 1.1;

/// Over attempts that timed out.
struct weight_sums {
    std::uint64_t timeouts = 0;
    double sum = 0;
    double squares = 0;
    double largest = 0;

    void add(double weight) {
        ++timeouts;
        sum += weight;
        squares += weight * weight;
        largest = std::max(largest, weight);
    }
    void operator+=(const weight_sums& other) {
        timeouts += other.timeouts;
        sum += other.sum;
        squares += other.squares;
        largest = std::max(largest, other.largest);
    }
};

class sampler {
public:
    sampler(const tilt_scheme& scheme, std::uint64_t seed, const sampling_effort& effort)
        : scheme_{scheme}, seed_{seed}, effort_{effort} {}

    std::optional<sampled_figure> run() {
        if (scheme_.bound() < least_resolved)
            return sampled_figure{};
        for (auto until = effort_.fewest_attempts; until <= effort_.most_attempts; until *= 2) {
            if (effort_.interrupt && effort_.interrupt->load(std::memory_order_relaxed))
                return std::nullopt;
            play(until);
            if (is_enough())
                break;
        }
        if (!is_trusted() || relative_error() > worst_relative_error)
            return std::nullopt;
        return figure();
    }

private:
    /// Up to so many attempts in all. Sums are in the order of the blocks, whichever thread plays them.
    void play(std::uint64_t until) {
        std::vector<weight_sums> of_block((until - played_) / block);
        for_each_index(of_block.size(), effort_.threads, [&](std::size_t i) {
            attempt_stage stage{scheme_, seed_};
            const auto first = played_ + i * block;
            for (auto number = first; number < first + block; ++number)
                if (stage.play(number) > limit_)
                    of_block[i].add(stage.draws().weight());
        });
        for (const auto& part : of_block)
            sums_ += part;
        played_ = until;
    }

    [[nodiscard]] bool is_trusted() const {
        return sums_.timeouts >= fewest_timeouts && sums_.largest <= largest_share * sums_.sum;
    }

    [[nodiscard]] bool is_enough() const {
        if (!is_trusted())
            return false;
        if (!effort_.target || relative_error() <= effort_.least_error)
            return relative_error() <= effort_.relative_error;
        return (relative_error() <= effort_.relative_error && is_clear_of_target(sure)) ||
               (relative_error() <= worst_relative_error && is_clear_of_target(very_sure));
    }

    [[nodiscard]] bool is_clear_of_target(double level) const {
        const auto bounds = figure().bounds(level);
        return bounds.high < *effort_.target || *effort_.target < bounds.low;
    }

    [[nodiscard]] double relative_error() const {
        return std::sqrt(
            std::max(0.0, sums_.squares / (sums_.sum * sums_.sum) - 1 / static_cast<double>(played_)));
    }

    [[nodiscard]] sampled_figure figure() const {
        return {.value = std::min(1.0, sums_.sum / static_cast<double>(played_)),
                .relative_error = relative_error(),
                .played = played_,
                .timeouts = sums_.timeouts};
    }

    const tilt_scheme& scheme_;
    const duration limit_ = scheme_.scenario().lambda.function.timeout;
    const std::uint64_t seed_;
    const sampling_effort& effort_;
    std::uint64_t played_ = 0;
    weight_sums sums_;
};

} // namespace

/// Errors of a sum of weights are nearer to a factor than to a difference.
interval sampled_figure::bounds(double level) const {
    if (played == 0)
        return {0, least_resolved};
    const double deviations = caution * portable::normal_quantile((1 + level) / 2);
    const double factor = portable::exp(deviations * relative_error);
    return {value / factor, std::min(1.0, value * factor)};
}

double sampled_figure::effective_n() const {
    const double variance = value * relative_error * relative_error;
    return variance > 0 ? (1 - value) / variance : static_cast<double>(played);
}

std::optional<sampled_figure> sample_timeouts(const tilt_scheme& scheme, std::uint64_t seed,
                                              const sampling_effort& effort) {
    return sampler{scheme, seed, effort}.run();
}

} // namespace sendlab::planner::tail
