#include "planner/exact/sum_tails.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "base/portable_math.hpp"
#include "planner/exact/convolution.hpp"

namespace sendlab::planner::exact {

namespace {

constexpr double windowing = 20; // the exponent at the horizon
constexpr double certain = 1 - 1e-13;

/// The mean of `above` over a cell of the lattice, by Gauss and Legendre's three points.
double cell_mean(const tail_function& above, double from, double step) {
    constexpr double outer = 0.774596669241483377; // sqrt(3 / 5)
    const double middle = from + 0.5 * step;
    const double reach = 0.5 * outer * step;
    return (5 * above(middle - reach) + 8 * above(middle) + 5 * above(middle + reach)) / 18;
}

std::vector<double> masses_of(tail_values tail) {
    std::vector<double> out(tail.size());
    double before = 1;
    for (std::size_t i = 0; i < tail.size(); ++i) {
        out[i] = before - tail[i];
        before = tail[i];
    }
    return out;
}

/// Tails multiplied with a rising exponential: those of n terms to those of n + 1 and n + 2.
class windowed_sums {
public:
    windowed_sums(const tail_function& term, const lattice& points)
        : window_{rising(points)},
          beyond_{on_lattice(term, points)},
          kernel_{windowed(masses_of(beyond_))},
          one_{kernel_} {
        beyond_ = windowed(std::move(beyond_));
    }

    [[nodiscard]] std::vector<double> windowed(std::vector<double> tail) const {
        for (std::size_t i = 0; i < tail.size(); ++i)
            tail[i] *= window_[i];
        return tail;
    }

    [[nodiscard]] std::vector<double> plain(std::vector<double> tail) const {
        for (std::size_t i = 0; i < tail.size(); ++i)
            tail[i] = std::clamp(tail[i] / window_[i], 0.0, 1.0);
        return tail;
    }

    std::vector<double> with_one_more_term(std::vector<double> tail) {
        std::vector<double> nothing(tail.size());
        one_.apply(tail, nothing);
        add(tail, beyond_);
        return tail;
    }

    /// From here on two terms at a time.
    void begin_pairs() {
        auto pair = kernel_;
        beyond_two_ = beyond_;
        one_.apply(pair, beyond_two_);
        add(beyond_two_, beyond_);
        one_ = convolution{pair};
    }

    void add_two_terms(std::vector<double>& tail, std::vector<double>& next) {
        one_.apply(tail, next);
        add(tail, beyond_two_);
        add(next, beyond_two_);
    }

private:
    static std::vector<double> rising(const lattice& points) {
        std::vector<double> out(points.points());
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = portable::exp(windowing * static_cast<double>(i) / static_cast<double>(points.steps));
        return out;
    }

    static void add(std::vector<double>& to, const std::vector<double>& what) {
        for (std::size_t i = 0; i < to.size(); ++i)
            to[i] += what[i];
    }

    std::vector<double> window_;
    std::vector<double> beyond_; // P(a term alone is past x)
    std::vector<double> kernel_; // P(a term is x)
    std::vector<double> beyond_two_;
    convolution one_;
};

std::vector<double> sampled(const tail_function& above, const lattice& points) {
    std::vector<double> out(points.points());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = above ? above(points.step() * static_cast<double>(i)) : 0;
    return out;
}

} // namespace

std::vector<double> on_lattice(const tail_function& above, const lattice& points) {
    const double h = points.step();
    std::vector<double> mean(points.points() + 1); // over the cell that begins at a point
    for (std::size_t i = 0; i < mean.size(); ++i)
        mean[i] = cell_mean(above, h * static_cast<double>(i), h);
    auto out = std::vector<double>(mean.begin(), mean.end() - 1);
    // Sharing a value between neighbours adds h^2 / 6 to the variance of a smooth law; this takes it away. At 0 there is
    // no room to the left.
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double before = i == 0 ? 1 : mean[i - 1];
        out[i] -= (before - 2 * mean[i] + mean[i + 1]) / 12;
    }
    return out;
}

double between(tail_values tail, const lattice& points, double x) {
    const double at = std::clamp(x / points.step(), 0.0, static_cast<double>(points.steps));
    const auto last = points.points() - 4;
    const auto first = std::min(static_cast<std::size_t>(std::max(at - 1, 0.0)), last);
    const double t = at - static_cast<double>(first);
    const auto y = tail.subspan(first, 4);
    const std::array weight{-(t - 1) * (t - 2) * (t - 3) / 6, t * (t - 2) * (t - 3) / 2,
                            -t * (t - 1) * (t - 3) / 2, t * (t - 1) * (t - 2) / 6};
    const bool positive = std::ranges::all_of(y, [](double v) { return v > 0; });
    double sum = 0;
    for (std::size_t i = 0; i < 4; ++i)
        sum += weight[i] * (positive ? portable::log(y[i]) : y[i]);
    return std::clamp(positive ? portable::exp(sum) : sum, 0.0, 1.0);
}

double with_one_more(tail_values tail, tail_values term) {
    assert(tail.size() == term.size());
    double sum = term.back();
    double before = 1;
    for (std::size_t i = 0; i < term.size(); ++i) {
        sum += (before - term[i]) * tail[tail.size() - 1 - i];
        before = term[i];
    }
    return std::clamp(sum, 0.0, 1.0);
}

void for_each_sum(const tail_function& start, const tail_function& term, const lattice& points,
                  std::uint32_t last, const std::function<void(std::uint32_t, tail_values)>& visit) {
    windowed_sums sums{term, points};
    const auto none = sampled(start, points);
    visit(0, none);
    auto tail = start ? sums.with_one_more_term(sums.windowed(none)) : sums.windowed(sampled(term, points));
    auto next = sums.with_one_more_term(tail);
    sums.begin_pairs();
    for (std::uint32_t n = 1; n <= last; n += 2) {
        const auto one = sums.plain(tail);
        visit(n, one);
        if (n < last)
            visit(n + 1, sums.plain(next));
        if (one.back() >= certain)
            return;
        sums.add_two_terms(tail, next);
    }
}

} // namespace sendlab::planner::exact
