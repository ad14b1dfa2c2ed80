#include "planner/measured/pareto_tail.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/portable_math.hpp"

namespace sendlab::planner {

namespace {

constexpr double nearly_exponential = 1e-9; // a shape below is 0
constexpr double score_step = 0.02;
constexpr double lowest_score = -6, highest_score = 7.5;
constexpr double last_share = 1e-13;

/// The (share, value) points of a law up to a share, which has the value `most`; close together in normal scores.
std::vector<std::pair<double, double>> points_up_to(const distribution& law, double share, double most) {
    std::vector<std::pair<double, double>> out;
    for (double z = lowest_score; z < highest_score && portable::normal_cdf(z) < share; z += score_step) {
        const double at = portable::normal_cdf(z);
        out.emplace_back(at, std::min(law.quantile(at), most));
    }
    return out;
}

} // namespace

std::optional<measurement::tail> fit_tail(std::span<const double> sorted) {
    const auto count = static_cast<std::size_t>(tail_share * static_cast<double>(sorted.size()));
    if (count < fewest_in_tail)
        return std::nullopt;
    const auto largest = sorted.last(count);
    const double from = sorted[sorted.size() - count - 1];
    const auto m = static_cast<double>(count);
    double mean = 0, weighted = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double excess = largest[i] - from;
        mean += excess / m;
        weighted += excess / m * (1 - (static_cast<double>(i) + 0.65) / m);
    }
    if (!(mean > 0))
        return std::nullopt;
    const double shape = 2 - mean / (mean - 2 * weighted);
    const double share = m / static_cast<double>(sorted.size());
    if (!(shape > 0))
        return measurement::tail{from, share, 0, mean};
    return measurement::tail{from, share, shape, 2 * mean * weighted / (mean - 2 * weighted)};
}

double above(const measurement::tail& tail, double x) {
    const double excess = (x - tail.from) / tail.scale;
    return tail.share * (tail.shape < nearly_exponential
                             ? portable::exp(-excess)
                             : portable::exp(-portable::log1p(tail.shape * excess) / tail.shape));
}

distribution with_tail(const distribution& body, const measurement::tail& tail) {
    constexpr double closer = 0.97; // of what is left, from point to point
    auto points = points_up_to(body, 1 - tail.share, tail.from);
    for (double left = 1; left * tail.share > last_share; left *= closer) {
        const double excess = tail.shape < nearly_exponential
                                  ? -portable::log(left)
                                  : portable::expm1(-tail.shape * portable::log(left)) / tail.shape;
        points.emplace_back(1 - left * tail.share, tail.from + tail.scale * excess);
    }
    return distribution::quantiles(std::move(points));
}

distribution capped(const distribution& law, double most) {
    const double share = law.cdf(most);
    auto points = points_up_to(law, share, most);
    points.emplace_back(share, most);
    return distribution::quantiles(std::move(points));
}

} // namespace sendlab::planner
