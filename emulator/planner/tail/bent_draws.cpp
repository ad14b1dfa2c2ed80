#include "planner/tail/bent_draws.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/portable_math.hpp"

namespace sendlab::planner::tail {

namespace {

enum drawn : std::uint32_t { fetch, init, shared_score, first_part, second_part };

constexpr std::array<std::pair<std::string_view, drawn>, 6> streams{{
    {"s3.get_latency", fetch},
    {"handler.cold_start", init},
    {"handler.shared_latency", shared_score},
    {"ses.latency", first_part},
    {"smtp.round_trip", first_part},
    {"smtp.server_time", second_part},
}};

/// Calls use(j, weight) for e-mails n - 1, ..., 0 of a file: each weight is that of the last e-mail's over what the tilt
/// says; until it no longer matters.
template<class Use>
void for_each_critical(const tilt& laws, std::uint32_t emails, std::uint32_t places, const Use& use) {
    constexpr double negligible = 1e-12;
    double weight = 1;
    for (auto j = emails; j-- > 0 && weight > negligible;) {
        use(j, weight);
        if (places == 1)
            return; // the last one ends last
        weight /= j > places ? laws.late_step : j == places ? laws.entry : laws.step;
    }
}

} // namespace

void bent_draws::begin(std::uint64_t first, double which_file, double which_email) {
    first_ = first;
    chosen_ = scheme_.choose(which_file);
    critical_ = draw_critical(which_email);
    log_once_ = 0;
    sends_.clear();
}

std::uint32_t bent_draws::draw_critical(double uniform) const {
    double sum = 0;
    for_each_critical(*chosen_.laws, chosen_.emails, scheme_.places(),
                      [&](std::uint32_t, double w) { sum += w; });
    double left = uniform * sum;
    auto found = chosen_.emails - 1;
    for_each_critical(*chosen_.laws, chosen_.emails, scheme_.places(), [&](std::uint32_t j, double w) {
        if (left >= 0)
            found = j;
        left -= w;
    });
    return found;
}

std::optional<std::uint32_t> bent_draws::kind_of(std::string_view stream) const {
    for (const auto& [name, kind] : streams)
        if (name == stream)
            return kind;
    return std::nullopt;
}

double bent_draws::bent(std::uint32_t what, double uniform, std::uint64_t entity) {
    switch (static_cast<drawn>(what)) {
    case fetch:
        return bent_once(0, uniform);
    case init:
        return bent_once(1, uniform);
    case shared_score: {
        const auto cell = chosen_.score_cell;
        return std::clamp(edges.at[cell] + uniform * edges.width(cell), 0x1p-54, 1 - 0x1p-53);
    }
    case first_part:
    case second_part:
        break;
    }
    return bent_send(what - first_part, uniform, entity - first_);
}

double bent_draws::bent_once(std::size_t which, double uniform) {
    const auto& law = chosen_.laws->once[which];
    const auto [value, cell] = law.at(uniform);
    log_once_ += law.log_density(cell);
    return value;
}

/// Before the critical e-mail a place must be waited for, unless there are enough for all.
double bent_draws::bent_send(std::size_t part, double uniform, std::uint64_t position) {
    if (sends_.size() <= position)
        sends_.resize(position + 1);
    const auto& laws = chosen_.laws->parts[part];
    if (position == critical_ || (position < critical_ && critical_ >= scheme_.places())) {
        const auto [value, cell] = (position == critical_ ? laws.critical : laws.earlier).at(uniform);
        sends_[position][part] = cell;
        return value;
    }
    const auto above = std::ranges::upper_bound(edges.at, uniform);
    sends_[position][part] = static_cast<std::uint8_t>(above - edges.at.begin() - 1);
    return uniform;
}

/// Of sends that were never begun nothing was drawn: the attempt was over before.
double bent_draws::weight() const {
    const auto& laws = *chosen_.laws;
    const auto parts = laws.parts.size();
    const auto drawn = static_cast<std::uint32_t>(sends_.size());
    std::vector<double> critical(chosen_.emails), before(chosen_.emails);
    double earlier = 0;
    for (std::uint32_t j = 0; j < chosen_.emails; ++j) {
        before[j] = earlier;
        for (std::size_t part = 0; j < drawn && part < parts; ++part) {
            critical[j] += laws.parts[part].critical.log_density(sends_[j][part]);
            earlier += laws.parts[part].earlier.log_density(sends_[j][part]);
        }
    }
    double shares = 0, density = 0;
    for_each_critical(laws, chosen_.emails, scheme_.places(), [&](std::uint32_t j, double share) {
        shares += share;
        density += share * portable::exp(critical[j] + (j >= scheme_.places() ? before[j] : 0.0));
    });
    return chosen_.weight * shares / density * portable::exp(-log_once_);
}

} // namespace sendlab::planner::tail
