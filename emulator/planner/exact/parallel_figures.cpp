#include "planner/exact/parallel_figures.hpp"

#include <algorithm>
#include <cmath>

#include "planner/exact/time_left.hpp"

namespace sendlab::planner::exact {

namespace {

/// The mean of `f` from x to x + width, by Gauss and Legendre's three points.
template<class Function>
double mean_from(const Function& f, double x, double width) {
    constexpr double reach = 0.5 * 0.774596669241483377; // sqrt(3 / 5)
    const double middle = x + 0.5 * width;
    return (5 * f(middle - reach * width) + 8 * f(middle) + 5 * f(middle + reach * width)) / 18;
}

} // namespace

/// P(a send takes longer than what is left) at each point, for one e-mail after another.
class parallel_figures::lateness {
public:
    lateness(const parallel_figures& owner, const send_law& law) : owner_{owner}, law_{law} {
        if (!owner.is_aligned_)
            return;
        table_.reserve(owner.left_.size());
        for (const double left : owner.left_)
            table_.push_back(law.above(left));
    }

    /// Of the send that begins so long after the fetch, which is the CPU time of so many e-mails where points are
    /// aligned: use(point, probability).
    template<class Use>
    void for_each(std::uint32_t emails, double begun, const Use& use) const {
        const auto points = owner_.left_.size();
        const auto shift = owner_.is_aligned_ ? std::min(points, owner_.points_an_email_ * emails) : 0;
        for (std::size_t i = 0; i < shift; ++i)
            use(i, 1.0);
        for (std::size_t i = shift; i < points; ++i)
            use(i, owner_.is_aligned_ ? table_[i - shift] : above(owner_.left_[i] - begun));
    }

private:
    [[nodiscard]] double above(double left) const { return left < 0 ? 1 : law_.above(left); }

    const parallel_figures& owner_;
    const send_law& law_;
    std::vector<double> table_;
};

parallel_figures::parallel_figures(const attempt_model& model, std::size_t steps) : model_{model} {
    if (model.limit <= 0)
        nothing_left_.fill(1);
    else if (model.fetch.is_constant())
        place_constant_fetch();
    else
        place_fetch(model.limit / static_cast<double>(steps));
}

std::size_t parallel_figures::states() const {
    return model_.environments_are_alike() ? 1 : weights_.size();
}

void parallel_figures::place_constant_fetch() {
    const auto times = times_left(model_);
    for (std::size_t state = 0; state < states(); ++state) {
        for (const auto& [weight, time] : times[state]) {
            const double left = time - model_.fetch.mean();
            if (left < 0) {
                nothing_left_[state] += weight;
                continue;
            }
            left_.push_back(left);
            weights_[state].resize(left_.size());
            weights_[state].back() = weight;
        }
    }
    for (auto& weights : weights_)
        weights.resize(left_.size());
}

/// What the fetch leaves is shared between the neighbours on a lattice, so that its mean stays what it is. That adds
/// h^2 / 6 to the variance, which is taken away again, as in sum_tails.
void parallel_figures::place_fetch(double step) {
    const double cpu = model_.cpu_per_email;
    is_aligned_ = model_.fetch_per_email == 0 && (cpu == 0 || cpu >= step / 2);
    if (is_aligned_ && cpu > 0) {
        points_an_email_ = static_cast<std::size_t>(std::ceil(cpu / step));
        step = cpu / static_cast<double>(points_an_email_);
    }
    const auto points = static_cast<std::size_t>(model_.limit / step) + 4;
    for (std::size_t i = 0; i < points; ++i)
        left_.push_back(step * static_cast<double>(i));
    const auto times = times_left(model_);
    for (std::size_t state = 0; state < states(); ++state) {
        const auto below = [&](double left) { // P(less than this is left)
            double sum = 0;
            for (const auto& [weight, time] : times[state])
                sum += weight * model_.fetch.above(time - left);
            return sum;
        };
        std::vector<double> shared(points + 2); // from one point before to one after
        double before = mean_from(below, -2 * step, step);
        nothing_left_[state] = before;
        for (std::size_t i = 0; i < shared.size(); ++i) {
            const double upto = mean_from(below, step * (static_cast<double>(i) - 1), step);
            shared[i] = upto - before;
            before = upto;
        }
        nothing_left_[state] += shared[0] - (shared[1] - shared[0]) / 12;
        for (std::size_t i = 1; i <= points; ++i)
            weights_[state].push_back(shared[i] - (shared[i - 1] - 2 * shared[i] + shared[i + 1]) / 12);
    }
}

double parallel_figures::average(std::size_t state, const std::vector<double>& of_points) const {
    double sum = nothing_left_[state];
    for (std::size_t i = 0; i < of_points.size(); ++i)
        sum += weights_[state][i] * of_points[i];
    return std::clamp(sum, 0.0, 1.0);
}

void parallel_figures::compute(const send_law& send, const send_law& accepted, std::span<double> out) const {
    const auto largest = static_cast<std::uint32_t>(out.size() / columns);
    const lateness late{*this, send}, unaccepted{*this, accepted};
    std::vector<double> missed(left_.size()); // P(some send so far ends too late)
    std::vector<double> last(left_.size());   // P(the last one is not accepted)
    const auto miss = [&](std::size_t i, double p) { missed[i] += p * (1 - missed[i]); };
    for (std::uint32_t n = 1; n <= largest; ++n) {
        const double fetched = model_.fetch_per_email * n;
        const double begun = fetched + model_.cpu_per_email * n;
        if (fetched > 0) { // later than for a file of n - 1
            std::ranges::fill(missed, 0.0);
            for (std::uint32_t earlier = 1; earlier < n; ++earlier)
                late.for_each(earlier, fetched + model_.cpu_per_email * earlier, miss);
        }
        late.for_each(n, begun, miss);
        unaccepted.for_each(n, begun, [&](std::size_t i, double p) { last[i] = p; });
        double* row = &out[(n - 1) * columns];
        for (std::size_t state = 0; state < weights_.size(); ++state)
            row[timed_out_ready + state] = state < states() ? average(state, missed) : row[timed_out_ready];
        row[last_not_accepted] = average(0, last);
    }
    note_limit(send, out);
}

/// How many of the sends before e-mail k are still on their way when its turn comes is a sum of independent yes and
/// no; the limit holds it up where that sum has reached it.
void parallel_figures::note_limit(const send_law& send, std::span<double> out) const {
    std::vector<double> on_the_way(model_.max_in_flight + 1); // P(so many), the last: so many or more
    on_the_way.front() = 1;
    const auto add_one = [&](double p) {
        on_the_way.back() += p * on_the_way[on_the_way.size() - 2];
        for (std::size_t i = on_the_way.size() - 2; i > 0; --i)
            on_the_way[i] += p * (on_the_way[i - 1] - on_the_way[i]);
        on_the_way.front() *= 1 - p;
    };
    double met = 0;
    double spent = 0;
    for (std::size_t row = 0; row < out.size(); row += columns, spent += model_.cpu_per_email) {
        met = std::min(1.0, met + on_the_way.back());
        out[row + limit_met] = met;
        add_one(send.above(spent));
    }
}

} // namespace sendlab::planner::exact
