#include "planner/sensitivity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string_view>

#include "base/portable_math.hpp"
#include "planner/measured/plausible_laws.hpp"

namespace sendlab::planner {

namespace {

using pipeline::settings;

constexpr double precision = 3e-3;
constexpr int secants = 4;
constexpr double next_to_nothing = 0.01; // of log P(time-out)
constexpr double least_probability = 1e-18;
constexpr double a_tenth = 1.1;
constexpr double correlation_step = 0.1;

struct input {
    std::string_view key;
    bool grows;
    void (*worsen)(settings&, double factor);
};

void stretch(duration& d, double factor) {
    d = duration{static_cast<duration::rep>(static_cast<double>(d.count()) * factor)};
}

void stretch(latency& l, double factor) {
    l = latency{l.is_constant() ? distribution::constant(l.base().mean() * factor) : l.base().scaled(factor),
                l.ns_per_kb() * factor};
}

constexpr std::array inputs{
    input{"ses.latency", true, [](settings& s, double f) { stretch(s.ses.send_latency, f); }},
    input{"smtp.rtt", true, [](settings& s, double f) { stretch(s.smtp.round_trip, f); }},
    input{"smtp.server_time", true, [](settings& s, double f) { stretch(s.smtp.server_time, f); }},
    input{"s3.get_latency", true, [](settings& s, double f) { stretch(s.s3.get_latency, f); }},
    input{"lambda.cold_start", true, [](settings& s, double f) { stretch(s.lambda.handler.cold_start, f); }},
    input{"lambda.handler.cpu_start", true,
          [](settings& s, double f) { stretch(s.lambda.handler.cpu_start, f); }},
    input{"lambda.handler.cpu_per_file", true,
          [](settings& s, double f) { stretch(s.lambda.handler.cpu_per_file, f); }},
    input{"lambda.handler.cpu_per_email", true,
          [](settings& s, double f) { stretch(s.lambda.handler.cpu_per_email, f); }},
    input{"lambda.timeout", false, [](settings& s, double f) { stretch(s.lambda.function.timeout, 1 / f); }},
    input{"lambda.memory_mb", false, [](settings& s, double f) {
              auto& memory = s.lambda.function.memory_mb;
              memory = std::max(1U, static_cast<std::uint32_t>(static_cast<double>(memory) / f));
          }}};

class drift_search {
public:
    drift_search(const settings& scenario, const prediction& known, const value_result& at, double target,
                 unsigned threads)
        : scenario_{scenario}, known_{known}, at_{at}, target_{target}, threads_{threads} {}

    std::vector<drift> run() const {
        std::vector<drift> out;
        for (const auto& one : inputs) {
            if (auto found = of(one))
                out.push_back(std::move(*found));
        }
        std::ranges::stable_sort(out, {}, [](const drift& d) { return d.limit.value_or(drift::most); });
        if (auto found = of_correlation())
            out.push_back(std::move(*found));
        return out;
    }

private:
    /// How much larger the upper limit is than the probability.
    [[nodiscard]] double margin(std::uint32_t n) const {
        auto value = at_;
        value.emails_per_file = n;
        const auto p = known_.timeout_probability(value, sure);
        const double stated = known_.as_stated().timeout_probability(value, sure).value();
        return p.bounds.high / std::max(stated, least_probability);
    }

    [[nodiscard]] double limit_on(const exact::forecast& changed, std::uint32_t n) const {
        auto value = at_;
        value.emails_per_file = n;
        if (!changed.covers(n))
            return 1;
        return margin(n) * std::max(least_probability, changed.timeout_probability(value, sure).value());
    }

    [[nodiscard]] std::uint32_t largest_safe(const exact::forecast& changed) const {
        auto n = at_.emails_per_file;
        while (n > 0 && limit_on(changed, n) > target_)
            --n;
        return n;
    }

    [[nodiscard]] exact::forecast changed(const std::function<void(settings&)>& change) const {
        auto s = scenario_;
        change(s);
        return {s, at_.emails_per_file, threads_, precision};
    }

    [[nodiscard]] exact::forecast worsened(const input& one, double factor) const {
        return changed([&](settings& s) { one.worsen(s, factor); });
    }

    /// Above 0 where the target is broken.
    [[nodiscard]] double excess(const exact::forecast& known) const {
        return portable::log(limit_on(known, at_.emails_per_file) / target_);
    }

    /// Nothing where even the largest factor changes next to nothing.
    [[nodiscard]] std::optional<drift> of(const input& one) const {
        drift out{.key = std::string{one.key}, .grows = one.grows, .limit = {}};
        const double now = excess(worsened(one, 1)), a_lot = excess(worsened(one, drift::most));
        if (a_lot <= now + next_to_nothing)
            return std::nullopt;
        const auto tenth = worsened(one, a_tenth);
        out.after_a_tenth = largest_safe(tenth);
        if (a_lot > 0)
            out.limit = portable::exp(
                root({0, now}, {portable::log(a_tenth), excess(tenth)}, {portable::log(drift::most), a_lot},
                     [&](double x) { return excess(worsened(one, portable::exp(x))); }));
        return out;
    }

    [[nodiscard]] std::optional<drift> of_correlation() const {
        const bool smtp = scenario_.lambda.handler.transport == pipeline::send_transport::smtp;
        const double now = smtp ? scenario_.smtp.correlation : scenario_.ses.correlation;
        const auto with = [&](double more) {
            return changed(
                [&](settings& s) { (smtp ? s.smtp.correlation : s.ses.correlation) = now + more; });
        };
        if (now + correlation_step >= 1)
            return std::nullopt;
        const auto more = with(correlation_step);
        drift out{.key = smtp ? "smtp.correlation" : "ses.correlation",
                  .limit = {},
                  .after_a_tenth = largest_safe(more),
                  .is_correlation = true};
        const point there{correlation_step, excess(more)};
        if (there.y > 0)
            out.limit =
                now + root({0, excess(with(0))}, there, there, [&](double x) { return excess(with(x)); });
        return out;
    }

    struct point {
        double x, y;
    };
    /// Where a rising function is 0: secants through what is known, kept between its signs. `far` lies above.
    template<class Function>
    static double root(point low, point next, point far, const Function& f) {
        auto high = far;
        for (int i = 0;; ++i) {
            (next.y > 0 ? high : low) = next;
            const double across = low.x - low.y * (high.x - low.x) / (high.y - low.y);
            if (i == secants)
                return across;
            // A bracket that still ends far out says little about the slope here.
            const double x =
                high.x == far.x ? std::min(2 * std::max(low.x, next.x), (low.x + far.x) / 2) : across;
            next = {x, f(x)};
        }
    }

    const settings& scenario_;
    const prediction& known_;
    const value_result& at_;
    double target_;
    unsigned threads_;
};

} // namespace

std::vector<drift> drifts_of(const settings& scenario, const prediction& known, const value_result& at,
                             double max_timeout_probability, unsigned threads) {
    if (!known.computes(at.emails_per_file))
        return {};
    return drift_search{scenario, known, at, max_timeout_probability, threads}.run();
}

} // namespace sendlab::planner
