#include "planner/exact/send_law.hpp"

#include <cassert>
#include <cmath>

#include "base/portable_math.hpp"

namespace sendlab::planner::exact {

namespace {

/// Of the sum over the first part's scores; trapezoidal sums of what is smooth converge faster than any power of it.
constexpr double score_step = 0.125;
constexpr double largest_score = 8.25;

double normal_density(double z) {
    constexpr double inverse_sqrt_2pi = 0.398942280401432677939946;
    return inverse_sqrt_2pi * portable::exp(-0.5 * z * z);
}

} // namespace

send_law::send_law(double constant, std::vector<distribution> parts) : constant_{constant} {
    assert(parts.size() <= 2);
    for (auto& part : parts) {
        if (part.is_constant())
            constant_ += part.mean();
        else
            parts_.push_back(std::move(part));
    }
    if (parts_.size() == 2)
        *this = given(0, 0);
}

send_law send_law::later(double nanoseconds) const {
    auto out = *this;
    out.constant_ += nanoseconds;
    return out;
}

send_law send_law::given(double score, double correlation) const {
    assert(correlation >= 0 && correlation < 1);
    auto out = *this;
    out.shared_ = std::sqrt(correlation) * score;
    out.own_ = std::sqrt(1 - correlation);
    out.first_part_.clear();
    if (parts_.size() < 2)
        return out;
    for (double z = -largest_score; z <= largest_score; z += score_step)
        out.first_part_.emplace_back(parts_.front().at_normal(out.shared_ + out.own_ * z),
                                     score_step * normal_density(z));
    return out;
}

double send_law::part_above(const distribution& part, double x) const {
    const double share = part.above(x);
    if (own_ == 1 || share <= 0 || share >= 1)
        return share;
    return portable::normal_cdf((shared_ + portable::normal_quantile(share)) / own_);
}

double send_law::above(double x) const {
    const double left = x - constant_;
    if (left < 0)
        return 1;
    if (parts_.empty())
        return 0;
    if (parts_.size() == 1)
        return part_above(parts_.front(), left);
    double sum = 0;
    for (const auto& [value, weight] : first_part_)
        sum += weight * (value > left ? 1 : part_above(parts_.back(), left - value));
    return sum < 1 ? sum : 1;
}

} // namespace sendlab::planner::exact
