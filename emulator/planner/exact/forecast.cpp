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
    : sizes_{file_sizes::of(scenario.application)},
      attempts_{scenario.lambda.function.maximum_retry_attempts + 1},
      doubled_notification_{scenario.s3.duplicate_events},
      doubled_event_{scenario.lambda.function.duplicate_deliveries} {
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

double forecast::deliveries() const {
    return (1 + doubled_notification_) * (1 + doubled_event_);
}

forecast::by_environment forecast::averaged(std::uint32_t emails_per_file) const {
    by_environment out;
    const auto shares = sizes_->shares(emails_per_file);
    for (std::uint32_t n = 1; n <= shares.size(); ++n) {
        const double share = shares[n - 1];
        if (share == 0)
            continue;
        const auto ready = curve_->times_out(n, environment::ready);
        const auto fresh = curve_->times_out(n, environment::fresh);
        const auto reset = curve_->times_out(n, environment::reset);
        out.ready += share * ready.value;
        out.fresh += share * fresh.value;
        out.reset += share * reset.value;
        out.error += share * std::max({ready.error, fresh.error, reset.error});
    }
    return out;
}

/// An attempt finds a reset environment only where one was killed before it, so that their share is at most that of
/// time-outs: the bound solves for itself.
interval forecast::bounds_of(const by_environment& p, const value_result& counted, double level) const {
    const auto fresh = share_bounds(counted.fresh, level);
    const double low = p.ready + fresh.low * (p.fresh - p.ready);
    const double without_resets = p.ready + fresh.high * (p.fresh - p.ready);
    double kills = 0; // of a file's attempts, at most, for each first one that is killed
    for (std::uint32_t retry = 0; retry < attempts_; ++retry)
        kills += power(p.reset, retry);
    const double passed_on = kills * deliveries() * (p.reset - p.ready);
    const double high = passed_on < 1 ? std::min(p.reset, without_resets / (1 - passed_on)) : p.reset;
    return {std::max(0.0, low - p.error), std::min(1.0, high + p.error)};
}

estimate forecast::timeout_probability(const value_result& counted, double level) const {
    const auto value = counted.emails_per_file;
    assert(covers(value));
    const auto p = averaged(value);
    estimate out;
    out.k = counted.first_attempts.hits;
    out.n = counted.first_attempts.trials;
    out.clusters = counted.runs;
    out.effective_n = static_cast<double>(out.n);
    if (environments_are_alike_) {
        out.method = estimator::exact;
        out.computed = std::min(1.0, p.ready);
        out.bounds = {std::max(0.0, p.ready - p.error), std::min(1.0, p.ready + p.error)};
        return out;
    }
    const auto share = [](const cluster_counts& part) {
        return part.trials == 0 ? 0 : static_cast<double>(part.hits) / static_cast<double>(part.trials);
    };
    out.method = estimator::exact_by_share;
    out.bounds = bounds_of(p, counted, level);
    out.computed = std::min(1.0, p.ready + share(counted.fresh) * (p.fresh - p.ready) +
                                     share(counted.reset) * (p.reset - p.ready));
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
        const double repeated = deliveries() * retried + (deliveries() - 1);
        emails += shares[n - 1] * n;
        duplicates += shares[n - 1] * (repeated * sent - (not_at_first - never));
        lost += shares[n - 1] * never;
    }
    return retry_figures{std::max(0.0, 1e6 * duplicates / emails), 1e6 * lost / emails};
}

} // namespace sendlab::planner::exact
