#include "planner/exact/normal_average.hpp"

#include <cmath>

#include "base/portable_math.hpp"
#include "planner/for_each_index.hpp"

namespace sendlab::planner::exact {

namespace {

constexpr double lowest = -6;
constexpr double highest = 8.25;
constexpr double first_step = 0.25;
constexpr int most_halvings = 5;
constexpr double negligible = 1e-13;

class trapezoid {
public:
    trapezoid(std::size_t functions, const std::function<void(double, std::span<double>)>& f,
              unsigned threads)
        : f_{f}, threads_{threads}, sums_(functions) {}

    /// Adds lowest + offset, lowest + offset + step, ...
    void add(double offset, double step) {
        const auto nodes = static_cast<std::size_t>((highest - lowest - offset) / step + 1e-9) + 1;
        std::vector<double> values(nodes * sums_.size());
        const auto score = [&](std::size_t node) {
            return lowest + offset + step * static_cast<double>(node);
        };
        for_each_index(nodes, threads_, [&](std::size_t node) {
            f_(score(node), std::span{values}.subspan(node * sums_.size(), sums_.size()));
        });
        for (std::size_t node = 0; node < nodes; ++node) {
            const double weight = portable::exp(-0.5 * score(node) * score(node));
            weights_ += weight;
            for (std::size_t i = 0; i < sums_.size(); ++i)
                sums_[i] += weight * values[node * sums_.size() + i];
        }
    }

    [[nodiscard]] std::vector<double> means() const {
        auto out = sums_;
        for (auto& mean : out)
            mean /= weights_;
        return out;
    }

private:
    const std::function<void(double, std::span<double>)>& f_;
    unsigned threads_;
    std::vector<double> sums_;
    double weights_ = 0;
};

} // namespace

averages normal_averages(std::size_t functions, const std::function<void(double, std::span<double>)>& f,
                         double tolerance, unsigned threads) {
    trapezoid sum{functions, f, threads};
    sum.add(0, first_step);
    averages out{sum.means(), std::vector<double>(functions)};
    double step = first_step;
    for (int halving = 0; halving < most_halvings; ++halving, step /= 2) {
        sum.add(step / 2, step);
        auto finer = sum.means();
        bool settled = true;
        for (std::size_t i = 0; i < functions; ++i) {
            out.errors[i] = std::abs(finer[i] - out.values[i]);
            settled = settled && (finer[i] < negligible || out.errors[i] <= tolerance * finer[i]);
        }
        out.values = std::move(finer);
        if (settled)
            break;
    }
    return out;
}

} // namespace sendlab::planner::exact
