#include "planner/measured/input_uncertainty.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string_view>

#include "base/number_text.hpp"
#include "base/portable_math.hpp"
#include "planner/measured/pareto_tail.hpp"
#include "planner/measured/plausible_laws.hpp"

namespace sendlab::planner {

namespace {

using pipeline::settings;

constexpr double precision = 3e-3; // of a probability: far below what measurements leave open
constexpr double next_to_never = 1e-18;
constexpr double doubt_of_a_tail = 100;
constexpr std::size_t samples = 99;
constexpr std::size_t samples_by_score = 39; // where each takes an average over shared scores
constexpr double same_correlation = 0.01;    // as rounded as people write it

struct place {
    std::string_view key;
    latency& (*in)(settings&);
};

constexpr std::array ses_places{
    place{"ses.latency", [](settings& s) -> latency& { return s.ses.send_latency; }},
    place{"s3.get_latency", [](settings& s) -> latency& { return s.s3.get_latency; }},
    place{"lambda.cold_start", [](settings& s) -> latency& { return s.lambda.handler.cold_start; }}};
constexpr std::array smtp_places{
    place{"smtp.rtt", [](settings& s) -> latency& { return s.smtp.round_trip; }},
    place{"smtp.server_time", [](settings& s) -> latency& { return s.smtp.server_time; }}, ses_places[1],
    ses_places[2]};

bool over_smtp(const settings& s) {
    return s.lambda.handler.transport == pipeline::send_transport::smtp;
}

std::vector<place> measured_places(settings s) {
    std::vector<place> out;
    const auto add = [&](const auto& places) {
        std::ranges::copy_if(places, std::back_inserter(out), [&](const place& p) {
            const auto* from = p.in(s).measured();
            return from && from->n > 1 && !p.in(s).is_constant();
        });
    };
    over_smtp(s) ? add(smtp_places) : add(ses_places);
    return out;
}

double& correlation_of(settings& s) {
    return over_smtp(s) ? s.smtp.correlation : s.ses.correlation;
}

void put(settings& s, const place& where, distribution law) {
    auto& input = where.in(s);
    input = latency{std::move(law), input.ns_per_kb()};
}

double log_probability(const exact::forecast& known, const value_result& counted) {
    return portable::log(std::max(next_to_never, known.timeout_probability(counted, sure).value()));
}

bool is_before_sends(std::string_view key) {
    return key == ses_places[1].key || key == ses_places[2].key;
}

double quantile(std::vector<double> values, double share) {
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(values.size() + 1) + 0.5);
    std::ranges::sort(values);
    return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

} // namespace

class input_uncertainty::builder {
public:
    builder(const settings& scenario, std::uint32_t largest, unsigned threads, input_uncertainty& out)
        : scenario_{scenario}, largest_{largest}, threads_{threads}, out_{out} {}

    void build() {
        for (const auto& where : measured_places(scenario_))
            describe(where);
        if (out_.inputs_.empty())
            return;
        put_tails();
        out_.centre_ = computed(scenario_);
        for (const auto& where : measured_places(original_))
            out_.possible_.push_back(possibilities(where));
        look_at_correlation();
        out_.capped_ = computed(with_every(scenario_, [](const latency& l, const measurement& from) {
            return capped(l.base(), from.largest);
        }));
        if (std::ranges::any_of(measured_places(original_), [this](const place& where) {
                const auto* from = where.in(scenario_).measured();
                return from->beyond && !from->fits.empty();
            }))
            out_.tails_ = computed(with_every(scenario_, [](const latency& l, const measurement& from) {
                return from.beyond && !from.fits.empty() ? with_tail(l.base(), *from.beyond) : l.base();
            }));
    }

private:
    void describe(const place& where) {
        const auto& from = *where.in(scenario_).measured();
        out_.inputs_.push_back({.key = std::string{where.key},
                                .n = from.n,
                                .effective_n = effective_values(from),
                                .largest = from.largest,
                                .has_law = !from.fits.empty(),
                                .is_of_sends = !is_before_sends(where.key)});
    }

    /// Values that stand for themselves end at the largest of them; the tail says what may lie beyond.
    void put_tails() {
        for (const auto& where : measured_places(original_)) {
            const auto from = *where.in(scenario_).measured();
            if (!from.fits.empty())
                continue;
            const auto& values = where.in(scenario_).base();
            const auto tail = from.beyond ? from.beyond : fit_tail(order_statistics(values, from.n));
            if (!tail)
                continue;
            where.in(scenario_) =
                latency{with_tail(values, *tail), where.in(scenario_).ns_per_kb()}.measured_as(from);
            std::ranges::find(out_.inputs_, where.key, &measured_input::key)->has_tail = true;
        }
    }

    template<class Law>
    settings with_every(settings s, const Law& law) {
        for (const auto& where : measured_places(s)) {
            const auto from = *where.in(s).measured();
            put(s, where, law(where.in(s), from));
        }
        return s;
    }

    exact::forecast computed(const settings& s) const { return {s, largest_, threads_, precision}; }

    exact::forecast with_law(const place& where, const distribution& law) const {
        auto s = scenario_;
        put(s, where, law);
        return computed(s);
    }

    std::vector<possibility> possibilities(const place& where) {
        auto as_given = original_;
        const auto& from = *where.in(as_given).measured();
        std::vector<possibility> out;
        for (const auto& law : plausible_laws(from)) {
            possibility one{.centre = with_law(where, law.centre), .parameters = {}, .samples = {}};
            for (const auto& [low, high] : law.parameters)
                one.parameters.emplace_back(with_law(where, low), with_law(where, high));
            out.push_back(std::move(one));
        }
        if (!out.empty())
            return out;
        possibility other{.centre = out_.centre_, .parameters = {}, .samples = {}};
        const auto values = static_cast<std::uint64_t>(effective_values(from) + 0.5);
        for (const auto& law : resampled(where.in(as_given).base(), std::max<std::uint64_t>(2, values),
                                         correlation_of(scenario_) > 0 ? samples_by_score : samples))
            other.samples.push_back(with_law(where, law));
        return {std::move(other)};
    }

    void look_at_correlation() {
        auto& sends = over_smtp(scenario_) ? scenario_.smtp.round_trip : scenario_.ses.send_latency;
        const auto* from = sends.measured();
        if (!from || !from->correlation || over_smtp(scenario_))
            return;
        const auto [low, high] = correlation_limits(*from);
        const double stated = correlation_of(scenario_);
        if (stated > 0 && std::abs(stated - *from->correlation) < same_correlation)
            return add_correlation(low, high, *from);
        if (stated < low || stated > high)
            out_.contradiction_ = "the measurements share " + percent_text(*from->correlation) +
                                  " of their log-variance inside an invocation, the scenario says " +
                                  percent_text(stated);
    }

    void add_correlation(double low, double high, const measurement& from) {
        const auto with = [&](double value) {
            auto s = scenario_;
            correlation_of(s) = value;
            return computed(s);
        };
        possibility one{.centre = out_.centre_, .parameters = {}, .samples = {}};
        one.parameters.emplace_back(with(low), with(high));
        out_.possible_.push_back({});
        out_.possible_.back().push_back(std::move(one));
        out_.inputs_.push_back({.key = "ses.correlation",
                                .n = from.n,
                                .effective_n = static_cast<double>(from.invocations),
                                .largest = 0,
                                .has_law = true});
    }

    settings scenario_; // with tails
    const settings original_ = scenario_;
    std::uint32_t largest_;
    unsigned threads_;
    input_uncertainty& out_;
};

double measured_input::unseen() const {
    // An Init is part of few attempts, those after a kill.
    const bool may_be_larger = !has_law && !has_tail && largest > 0 && key != ses_places[2].key;
    return may_be_larger ? -portable::expm1(portable::log(1 - sure) / std::max(1.0, effective_n)) : 0;
}

input_uncertainty::input_uncertainty(const settings& scenario, std::uint32_t largest, unsigned threads) {
    builder{scenario, largest, threads, *this}.build();
}

input_uncertainty::change input_uncertainty::change_of(const possibility& one, const value_result& counted,
                                                       double log_value) {
    const double centre = log_probability(one.centre, counted);
    double down = 0, up = 0; // squares
    for (const auto& [first, second] : one.parameters) {
        const double a = log_probability(first, counted) - centre,
                     b = log_probability(second, counted) - centre;
        const double lower = std::min({a, b, 0.0}), upper = std::max({a, b, 0.0});
        down += lower * lower;
        up += upper * upper;
    }
    change out{centre - log_value - std::sqrt(down), centre - log_value + std::sqrt(up)};
    if (one.samples.empty())
        return out;
    std::vector<double> drawn;
    for (const auto& sample : one.samples)
        drawn.push_back(log_probability(sample, counted) - log_value);
    return {std::min(0.0, quantile(drawn, 1 - sure)), std::max(0.0, quantile(drawn, sure))};
}

input_bounds input_uncertainty::at(const value_result& counted) const {
    input_bounds out;
    out.value = centre_.timeout_probability(counted, sure).value();
    const double log_value = log_probability(centre_, counted);
    double down = 0, up = 0;
    for (const auto& ways : possible_) {
        change widest;
        for (const auto& way : ways) {
            const auto one = change_of(way, counted, log_value);
            widest = {std::min(widest.down, one.down), std::max(widest.up, one.up)};
        }
        down += widest.down * widest.down;
        up += widest.up * widest.up;
    }
    out.low = out.value * portable::exp(-std::sqrt(down));
    out.high = std::min(1.0, std::max(out.value, next_to_never) * portable::exp(std::sqrt(up)));
    const double reached = capped_.timeout_probability(counted, sure).value();
    out.beyond_largest = out.value > 0 ? std::clamp(1 - reached / out.value, 0.0, 1.0) : 0;
    if (tails_)
        out.by_tails = tails_->timeout_probability(counted, sure).value();
    const bool extrapolated =
        std::ranges::any_of(inputs_, [](const measured_input& i) { return !i.has_law; });
    out.out_of_reach = extrapolated && out.beyond_largest > 0.5;
    if (out.out_of_reach)
        out.high = std::min(1.0, doubt_of_a_tail * out.high);
    for (const auto& input : inputs_)
        out.unseen += input.unseen() * (input.is_of_sends ? counted.emails_per_file : 1);
    out.unseen = std::min(1.0, out.unseen);
    out.high = std::min(1.0, out.high + out.unseen);
    return out;
}

} // namespace sendlab::planner
