#include "planner/search.hpp"

#include <algorithm>
#include <bit>
#include <optional>

namespace sendlab::planner {

namespace {

/// E-mails that go into the smaller values, which decide nothing.
constexpr std::uint64_t spare_emails = 4'000'000;
/// A run that makes more files than these is a long look at a small value: only where no larger one is safe.
constexpr std::uint64_t most_files_at_a_glance = 50'000;

class boundary_search {
public:
    boundary_search(sweep& trials, std::uint32_t own, const step_listener& on_step)
        : trials_{trials}, grid_{starting_grid(own)}, own_{own}, on_step_{on_step} {}

    void run() {
        glance();
        const auto target = largest_on_grid_that_keeps_the_target();
        if (const auto safe = largest_safe_up_to(target))
            close_in(*safe, [this](value v) { return is_safe(v); });
        else if (target)
            close_in(*target, [this](value v) { return keeps_target(v); });
        settle(own_);
        settle_cheaper_values();
        settle_smaller_values();
    }

private:
    using value = std::uint32_t;

    void step() {
        ++steps_;
        if (on_step_)
            on_step_(steps_, std::max(steps_, most_steps()));
    }

    /// The grid, the way down and its halving, the halving of the widest gap, the own value and some cheaper
    /// ones.
    [[nodiscard]] unsigned most_steps() const {
        unsigned widest = 0;
        for (std::size_t i = 1; i < grid_.size(); ++i)
            widest = std::max(widest, grid_[i] - grid_[i - 1]);
        return static_cast<unsigned>(2 * std::bit_width(grid_.size()) + std::bit_width(widest)) + 4;
    }

    void glance() {
        trials_.sample(std::span{&own_, 1}, sweep::depth::glance);
        std::vector<value> quick;
        std::ranges::copy_if(grid_, std::back_inserter(quick), [this](value v) { return is_quick(v); });
        trials_.sample(quick, sweep::depth::glance);
        step();
    }

    [[nodiscard]] bool is_quick(value v) const {
        if (!known(own_))
            return true;
        const auto& own = trials_.at(own_);
        return own.emails / own.runs <= most_files_at_a_glance * v;
    }

    void settle(value v) {
        trials_.sample(std::span{&v, 1}, sweep::depth::settle);
        step();
    }

    bool known(value v) const { return trials_.results().contains(v); }
    bool keeps_target(value v) const { return known(v) && trials_.target_at(v) == verdict::kept; }
    bool is_safe(value v) const { return keeps_target(v) && !trials_.at(v).breaks_any(); }

    /// The glance has seen where most values break the target: steps down from there, longer and longer, then
    /// halves.
    std::optional<value> largest_on_grid_that_keeps_the_target() {
        const auto breaks = [this](value v) { return known(v) && trials_.target_at(v) == verdict::broken; };
        const auto keeps = [this](value v) {
            settle(v);
            return keeps_target(v);
        };
        auto above = std::ranges::find_if(grid_, breaks);
        auto below = above;
        for (std::ptrdiff_t stride = 1; below != grid_.begin(); stride *= 2) {
            below -= std::min(stride, below - grid_.begin());
            if (keeps(*below))
                break;
            above = below;
        }
        above = std::partition_point(below, above, keeps);
        return above == grid_.begin() ? std::nullopt : std::optional{*std::prev(above)};
    }

    /// Expectations may bind anywhere below: from the top down, past all values that are known to break one.
    std::optional<value> largest_safe_up_to(std::optional<value> limit) {
        for (auto v = grid_.rbegin(); limit && v != grid_.rend(); ++v) {
            if (*v > *limit || (known(*v) && trials_.at(*v).always_breaks_one()))
                continue;
            settle(*v);
            if (is_safe(*v))
                return *v;
        }
        return std::nullopt;
    }

    /// Halves the gap above `low`, for which `holds`, until its next larger neighbour is known too.
    template<class Predicate>
    void close_in(value low, const Predicate& holds) {
        const auto above = std::ranges::upper_bound(grid_, low);
        if (above == grid_.end())
            return;
        value high = *above;
        while (high - low > 1 && !trials_.interrupted()) {
            const value middle = low + (high - low) / 2;
            settle(middle);
            (holds(middle) ? low : high) = middle;
        }
        settle(high);
    }

    std::optional<value> largest_safe() const {
        std::optional<value> found;
        for (const auto& [v, result] : trials_.results()) {
            if (is_safe(v))
                found = v;
        }
        return found;
    }

    /// Values that may turn out to be safe and cost less, the cheapest first.
    void settle_cheaper_values() {
        const auto safe = largest_safe();
        if (!safe)
            return;
        std::vector<std::pair<double, value>> cheaper;
        for (const auto& [v, result] : trials_.results()) {
            if (v < *safe && !result.breaks_any() &&
                result.cost_per_million() < trials_.at(*safe).cost_per_million())
                cheaper.emplace_back(result.cost_per_million(), v);
        }
        std::ranges::sort(cheaper);
        for (const auto& [cost, v] : cheaper) {
            settle(v);
            if (is_safe(v))
                return;
        }
    }

    /// For the table's sake, while it costs little.
    void settle_smaller_values() {
        const auto limit = trials_.emails() + spare_emails;
        for (const auto v : grid_) {
            if (v < largest_safe() && known(v) && trials_.emails() < limit)
                trials_.sample(std::span{&v, 1}, sweep::depth::settle);
        }
    }

    sweep& trials_;
    std::vector<value> grid_;
    value own_;
    const step_listener& on_step_;
    unsigned steps_ = 0;
};

} // namespace

void search(sweep& trials, std::uint32_t own_value, const step_listener& on_step) {
    boundary_search{trials, own_value, on_step}.run();
}

} // namespace sendlab::planner
