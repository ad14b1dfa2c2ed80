#include "planner/exact/forecast.hpp"

#include <algorithm>
#include <cassert>

namespace sendlab::planner::exact {

namespace {

double power(double x, std::uint32_t n) {
    double out = 1;
    for (; n > 0; --n)
        out *= x;
    return out;
}

/// E x^(deliveries of an event), if each notification, and each event in the queue, may come twice.
double over_deliveries(const retry_model& model, double x) {
    const auto either = [](double p, double once) { return (1 - p) * once + p * once * once; };
    return either(model.doubled_notification, either(model.doubled_event, x));
}

} // namespace

forecast::forecast(const pipeline::settings& scenario, std::uint32_t largest, unsigned threads,
                   double precision)
    : sizes_{file_sizes::of(scenario.application)}, environments_{scenario} {
    auto found = model_of(scenario);
    reasons_ = std::move(found.reasons);
    if (!sizes_)
        reasons_.emplace_back("application.emails_per_request: requests may be too large to list");
    if (!reasons_.empty())
        return;
    retries_ = found.retries;
    environments_are_alike_ = found.attempt->environments_are_alike();
    curve_.emplace(*found.attempt, std::min(largest, sizes_->largest_group()), threads, precision);
    if (curve_->largest() == 0)
        reasons_.emplace_back("lambda.handler.max_in_flight: sends wait for one another");
}

bool forecast::covers(std::uint32_t emails_per_file) const {
    return curve_ && std::min(emails_per_file, sizes_->largest_group()) <= curve_->largest();
}

forecast::averages forecast::averaged(std::uint32_t emails_per_file) const {
    averages out;
    const auto shares = sizes_->shares(emails_per_file);
    for (std::uint32_t n = 1; n <= shares.size(); ++n) {
        const double share = shares[n - 1];
        if (share == 0)
            continue;
        const auto ready = curve_->times_out(n, environment::ready);
        const auto fresh = curve_->times_out(n, environment::fresh);
        const auto reset = curve_->times_out(n, environment::reset);
        out.p.ready += share * ready.value;
        out.p.fresh += share * fresh.value;
        out.p.reset += share * reset.value;
        out.error += share * std::max({ready.error, fresh.error, reset.error});
    }
    return out;
}

estimate forecast::timeout_probability(const value_result& counted, double level) const {
    const auto value = counted.emails_per_file;
    assert(covers(value));
    const auto [p, error] = averaged(value);
    const auto moved = [&](double by) { return by_environment{p.ready + by, p.fresh + by, p.reset + by}; };
    estimate out;
    out.k = counted.first_attempts.hits;
    out.n = counted.first_attempts.trials;
    out.clusters = counted.runs;
    out.effective_n = static_cast<double>(out.n);
    if (environments_are_alike_) {
        out.method = estimator::exact;
        out.computed = std::min(1.0, p.ready);
        out.bounds = {std::max(0.0, p.ready - error), std::min(1.0, p.ready + error)};
        return out;
    }
    out.method = estimator::exact_by_share;
    environments_.bound(out, moved(-error), moved(error), counted, level);
    out.computed = environments_.value(p, counted);
    return out;
}

std::optional<retry_figures> forecast::retries(std::uint32_t emails_per_file) const {
    if (!retries_ || !covers(emails_per_file))
        return std::nullopt;
    const auto shares = sizes_->shares(emails_per_file);
    double emails = 0, duplicates = 0, lost = 0;
    double sent = 0;         // expected acceptances in one attempt, of the first n e-mails
    double never = 0;        // P(accepted in no attempt), summed over them
    double not_at_first = 0; // P(not accepted in one attempt), summed over them
    for (std::uint32_t n = 1; n <= shares.size(); ++n) {
        const double missed = std::min(1.0, curve_->not_accepted(n).value);
        sent += 1 - missed;
        not_at_first += missed;
        never += over_deliveries(*retries_, power(missed, retries_->attempts));
        const double p = std::min(1.0, curve_->times_out(n, environment::ready).value);
        double retried = 0; // expected attempts of one delivery, after the first
        for (std::uint32_t attempt = 1; attempt < retries_->attempts; ++attempt)
            retried += power(p, attempt);
        const double repeated = environments_.deliveries() * retried + (environments_.deliveries() - 1);
        emails += shares[n - 1] * n;
        duplicates += shares[n - 1] * (repeated * sent - (not_at_first - never));
        lost += shares[n - 1] * never;
    }
    return retry_figures{std::max(0.0, 1e6 * duplicates / emails), 1e6 * lost / emails};
}

} // namespace sendlab::planner::exact
