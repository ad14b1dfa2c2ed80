#include <algorithm>

#include "planner/exact/attempt_figures.hpp"
#include "planner/exact/sum_tails.hpp"
#include "planner/exact/time_left.hpp"

namespace sendlab::planner::exact {

namespace {

class sequential {
public:
    sequential(const attempt_model& model, const send_law& send, const send_law& accepted,
               std::span<double> out)
        : model_{model},
          term_{send.later(model.cpu_per_email)},
          last_{accepted.later(model.cpu_per_email)},
          fetch_time_{model.fetch.is_constant() ? model.fetch.mean() : 0},
          left_{times_left(model)},
          out_{out} {}

    void compute(std::size_t steps) {
        std::ranges::fill(out_, 1.0);
        for (std::size_t i = limit_met; i < out_.size(); i += columns)
            out_[i] = 0;
        if (model_.limit - fetch_time_ <= 0)
            return;
        if (term_.is_constant())
            by_counting();
        else
            by_convolution({model_.limit - fetch_time_, steps});
    }

private:
    [[nodiscard]] std::uint32_t largest() const { return static_cast<std::uint32_t>(out_.size() / columns); }
    double& figure(std::uint32_t emails, std::size_t what) { return out_[(emails - 1) * columns + what]; }

    [[nodiscard]] tail_function fetch() const {
        if (model_.fetch.is_constant())
            return {};
        return [this](double x) { return model_.fetch.above(x); };
    }

    /// Averages `tail`, P(fetch and sends take longer than x), over what is left for them.
    template<class Tail>
    void fill(std::uint32_t emails, const Tail& tail) {
        for (std::size_t state = 0; state < left_.size(); ++state) {
            double sum = 0;
            for (const auto& [weight, time] : left_[state]) {
                const double x = time - fetch_time_ - model_.fetch_per_email * emails;
                sum += weight * (x < 0 ? 1 : tail(x));
            }
            figure(emails, timed_out_ready + state) = sum;
        }
    }

    void by_counting() {
        const auto above = [this](double spent, double x) {
            return model_.fetch.is_constant() ? (spent > x ? 1.0 : 0.0) : model_.fetch.above(x - spent);
        };
        for (std::uint32_t n = 1; n <= largest(); ++n) {
            fill(n, [&](double x) { return above(n * term_.constant(), x); });
            figure(n, last_not_accepted) =
                above((n - 1) * term_.constant() + last_.constant(), model_.limit - fetch_time_);
        }
    }

    void by_convolution(const lattice& points) {
        const auto last = on_lattice([this](double x) { return last_.above(x); }, points);
        for_each_sum(
            fetch(), [this](double x) { return term_.above(x); }, points, largest(),
            [&](std::uint32_t n, tail_values tail) {
                if (n > 0)
                    fill(n, [&](double x) {
                        return x == points.horizon ? tail.back() : between(tail, points, x);
                    });
                if (n < largest())
                    figure(n + 1, last_not_accepted) = with_one_more(tail, last);
            });
    }

    const attempt_model& model_;
    send_law term_;     // CPU and send
    send_law last_;     // CPU and the way to acceptance
    double fetch_time_; // where it is constant
    std::array<weighted_times, 3> left_;
    std::span<double> out_;
};

} // namespace

void sequential_figures(const attempt_model& model, const send_law& send, const send_law& accepted,
                        std::size_t steps, std::span<double> out) {
    sequential{model, send, accepted, out}.compute(steps);
}

} // namespace sendlab::planner::exact
