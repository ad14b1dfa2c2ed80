// How long one send takes: a constant and one or two things left to chance that add up, independent of one another, or
// (Gaussian copula) alike in all sends of an attempt through a shared normal score.
#pragma once

#include <span>
#include <vector>

#include "base/distribution.hpp"

namespace sendlab::planner::exact {

class send_law {
public:
    /// At most two distributions; nanoseconds.
    send_law(double constant, std::vector<distribution> parts);

    /// P(a send takes longer than x).
    [[nodiscard]] double above(double x) const;

    /// The law given the attempt's shared score; `correlation` of the parts' normal scores, from 0 to below 1.
    [[nodiscard]] send_law given(double score, double correlation) const;

    [[nodiscard]] bool is_constant() const { return parts_.empty(); }
    [[nodiscard]] double constant() const { return constant_; }
    /// The same, later by so much.
    [[nodiscard]] send_law later(double nanoseconds) const;

private:
    [[nodiscard]] double part_above(const distribution& part, double x) const;

    double constant_;
    std::vector<distribution> parts_; // none of them constant
    double shared_ = 0;               // sqrt(correlation) times the score
    double own_ = 1;                  // sqrt(1 - correlation)
    std::vector<std::pair<double, double>>
        first_part_; // with two: values of the first one, with their weights
};

} // namespace sendlab::planner::exact
