#include <algorithm>
#include <vector>

#include "base/portable_math.hpp"
#include "planner/exact/attempt_figures.hpp"
#include "planner/exact/normal_average.hpp"
#include "planner/exact/time_left.hpp"

namespace sendlab::planner::exact {

namespace {

constexpr double tolerance = 1e-5;

class parallel {
public:
    parallel(const attempt_model& model, const send_law& send, const send_law& accepted,
             std::span<double> out)
        : model_{model}, send_{send}, accepted_{accepted}, left_{times_left(model)}, out_{out} {}

    void compute() {
        for (std::size_t state = 0; state < left_.size(); ++state) {
            for (std::uint32_t n = 1; n <= largest(); ++n)
                figure(n, timed_out_ready + state) = 0;
            for (const auto& [weight, time] : left_[state])
                add(state, weight, averaged_over_fetch(time));
            if (state == 0 && model_.environments_are_alike())
                break;
        }
        if (model_.environments_are_alike())
            copy_ready_to_others();
        note_limit();
    }

private:
    [[nodiscard]] std::uint32_t largest() const { return static_cast<std::uint32_t>(out_.size() / columns); }
    double& figure(std::uint32_t emails, std::size_t what) { return out_[(emails - 1) * columns + what]; }

    /// Two values a file size: P(time-out) and P(the last e-mail is not accepted), with so much time left.
    [[nodiscard]] std::vector<double> averaged_over_fetch(double time) const {
        std::vector<double> values(2 * largest());
        if (model_.fetch.is_constant()) {
            given_fetch(time - model_.fetch.mean(), values);
            return values;
        }
        return normal_averages(
                   values.size(),
                   [&](double z, std::span<double> out) {
                       given_fetch(time - model_.fetch.at_normal(z), out);
                   },
                   tolerance)
            .values;
    }

    /// P(some send ends after `time`) = 1 - product of P(each ends before); through logarithms, which keep what is small.
    void given_fetch(double time, std::span<double> out) const {
        double all_in_time = 0; // logarithm
        for (std::uint32_t n = 1; n <= largest(); ++n) {
            const double begun = model_.cpu_per_email * n;
            if (model_.fetch_per_email > 0)
                all_in_time = logarithm_up_to(n - 1, time - model_.fetch_per_email * n);
            const double left = time - model_.fetch_per_email * n - begun;
            all_in_time += portable::log1p(-(left < 0 ? 1 : send_.above(left)));
            out[2 * (n - 1)] = -portable::expm1(all_in_time);
            out[2 * (n - 1) + 1] = left < 0 ? 1 : accepted_.above(left);
        }
    }

    [[nodiscard]] double logarithm_up_to(std::uint32_t last, double time) const {
        double sum = 0;
        for (std::uint32_t n = 1; n <= last; ++n) {
            const double left = time - model_.cpu_per_email * n;
            sum += portable::log1p(-(left < 0 ? 1 : send_.above(left)));
        }
        return sum;
    }

    void add(std::size_t state, double weight, const std::vector<double>& values) {
        for (std::uint32_t n = 1; n <= largest(); ++n) {
            figure(n, timed_out_ready + state) += weight * values[2 * (n - 1)];
            if (state == 0)
                figure(n, last_not_accepted) = values[2 * (n - 1) + 1];
        }
    }

    void copy_ready_to_others() {
        for (std::uint32_t n = 1; n <= largest(); ++n)
            figure(n, timed_out_fresh) = figure(n, timed_out_reset) = figure(n, timed_out_ready);
    }

    /// How many of the sends before e-mail k are still on their way when its turn comes is a sum of independent yes and
    /// no; the limit holds it up where that sum has reached it.
    void note_limit() {
        std::vector<double> on_the_way(model_.max_in_flight + 1); // P(so many), the last: so many or more
        on_the_way.front() = 1;
        double met = 0;
        for (std::uint32_t k = 1; k <= largest(); ++k) {
            met = std::min(1.0, met + on_the_way.back());
            figure(k, limit_met) = met;
            add_one_that_may_be_on_its_way(on_the_way, send_.above(model_.cpu_per_email * (k - 1)));
        }
    }

    static void add_one_that_may_be_on_its_way(std::vector<double>& counts, double p) {
        counts.back() += p * counts[counts.size() - 2];
        for (std::size_t i = counts.size() - 2; i > 0; --i)
            counts[i] += p * (counts[i - 1] - counts[i]);
        counts.front() *= 1 - p;
    }

    const attempt_model& model_;
    const send_law& send_;
    const send_law& accepted_;
    std::array<weighted_times, 3> left_;
    std::span<double> out_;
};

} // namespace

void parallel_figures(const attempt_model& model, const send_law& send, const send_law& accepted,
                      std::span<double> out) {
    parallel{model, send, accepted, out}.compute();
}

} // namespace sendlab::planner::exact
