#include "planner/exact/attempt_model.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "planner/coupling.hpp"
#include "smtp/round_trips.hpp"

namespace sendlab::planner::exact {

namespace {

using pipeline::handler_model;
using pipeline::send_transport;
using pipeline::settings;

constexpr double full_vcpu_mb = 1769;
constexpr double never_seen = 1e-12; // probability that an e-mail is too large

distribution scaled(const distribution& d, double factor) {
    return factor == 0       ? distribution::constant(0)
           : d.is_constant() ? distribution::constant(d.mean() * factor)
                             : d.scaled(factor);
}

bool over_ses(const settings& s) {
    return s.lambda.handler.transport == send_transport::ses;
}

/// Bytes of an e-mail where all are alike.
std::optional<double> bytes_of_all(const settings& s) {
    if (s.application.files || !s.application.email_size.is_constant())
        return std::nullopt;
    return std::floor(s.application.email_size.mean());
}

double per_byte(const latency& l) {
    return l.ns_per_kb() * 1e-3;
}

bool size_matters(const settings& s) {
    const double sending = over_ses(s) ? s.ses.send_latency.ns_per_kb() : s.smtp.server_time.ns_per_kb();
    return sending > 0 || s.s3.get_latency.ns_per_kb() > 0;
}

class finder {
public:
    explicit finder(const settings& scenario) : s_{scenario} {}

    std::vector<std::string> reasons() && {
        out_ = couples(s_).reasons;
        if (over_ses(s_))
            look_at_ses();
        else
            look_at_smtp();
        look_at_handler(s_.lambda.handler);
        for (std::size_t i = 0; i < s_.faults.size(); ++i)
            note(acts_inside_an_attempt(s_.faults[i], s_.lambda.handler.transport),
                 "faults[" + std::to_string(i) + "]: it acts inside of attempts");
        note(size_matters(s_) && !bytes_of_all(s_),
             "application.email_size: e-mails differ, and latencies have a part per KB");
        return std::move(out_);
    }

private:
    void note(bool found, std::string reason) {
        if (found && std::ranges::find(out_, reason) == out_.end())
            out_.push_back(std::move(reason));
    }

    void look_at_ses() {
        const auto& account = s_.ses.account;
        note(s_.ses.errors > 0, "ses.errors: the SDK's retries take time of the attempt");
        note(account.sandbox || account.verify_senders, "ses.sandbox: sends may be refused");
        note(s_.application.recipients_per_email > account.maximum_recipients ||
                 s_.application.email_size.above(static_cast<double>(account.maximum_message_bytes)) >
                     never_seen,
             "application.email_size: sends may be refused");
        note(s_.ses.correlation == 1, "ses.correlation: 1 leaves nothing to convolve");
    }

    void look_at_smtp() {
        note(s_.smtp.errors > 0, "smtp.errors: the SDK's retries take time of the attempt");
        note(s_.smtp.patience < forever, "smtp.patience: sends that take too long are tried again");
    }

    void look_at_handler(const pipeline::handler_settings& handler) {
        note(handler.model == handler_model::checkpoint,
             "lambda.handler.model: writes of progress take time too");
        note(handler.model == handler_model::deadline_aware,
             "lambda.handler.model: attempts end before the limit");
    }

    const settings& s_;
    std::vector<std::string> out_;
};

void describe_sends(attempt_model& model, const settings& s) {
    const double bytes = bytes_of_all(s).value_or(0);
    if (over_ses(s)) {
        const auto& l = s.ses.send_latency;
        const double share = s.ses.accepted_at;
        model.correlation = s.ses.correlation;
        model.send = {per_byte(l) * bytes, {l.base()}};
        model.accepted = {share * per_byte(l) * bytes, {scaled(l.base(), share)}};
        return;
    }
    const auto& smtp = s.smtp;
    const smtp::dialogue words{.tls = smtp.tls ? smtp::tls_mode::starttls : smtp::tls_mode::none,
                               .authentication =
                                   smtp.authentication ? smtp::auth_mode::plain : smtp::auth_mode::none};
    const double trips = words.round_trips(true, s.application.recipients_per_email);
    const auto crossing = [&](double times) { return scaled(smtp.round_trip.base(), times); };
    model.correlation = smtp.correlation;
    model.send = {per_byte(smtp.server_time) * bytes, {crossing(trips), smtp.server_time.base()}};
    model.accepted = {0, {crossing(trips - 0.5)}};
}

attempt_model attempt_of(const settings& s) {
    const auto& function = s.lambda.function;
    const auto& handler = s.lambda.handler;
    const double stretch = full_vcpu_mb / std::min<double>(function.memory_mb, full_vcpu_mb);
    constexpr double frame_bytes = 80; // of an upload file without e-mails

    attempt_model model;
    model.limit = in_nanoseconds(function.timeout) - stretch * in_nanoseconds(handler.cpu_per_file) -
                  per_byte(s.s3.get_latency) * frame_bytes;
    model.start_work = stretch * in_nanoseconds(handler.cpu_start);
    model.init = handler.cold_start.base();
    model.fetch = s.s3.get_latency.base();
    model.fetch_per_email = per_byte(s.s3.get_latency) * bytes_of_all(s).value_or(0);
    model.cpu_per_email = stretch * in_nanoseconds(handler.cpu_per_email);
    model.max_in_flight = handler.max_in_flight;
    describe_sends(model, s);
    return model;
}

/// No event of a pipeline that keeps up grows too old for its last attempt.
bool age_allows_every_attempt(const lambda::function_config& function) {
    constexpr double nearly_all = 1 - 1e-9;
    const auto longest = [](const latency& l) { return l.base().quantile(nearly_all); };
    double age = longest(function.dispatch_delay) + in_nanoseconds(function.timeout);
    for (std::uint32_t retry = 0; retry < function.maximum_retry_attempts; ++retry) {
        const auto& delays = function.retry_delays;
        age += longest(delays[std::min<std::size_t>(retry, delays.size() - 1)]) +
               in_nanoseconds(function.timeout);
    }
    return age < in_nanoseconds(function.maximum_event_age);
}

std::optional<retry_model> retries_of(const settings& s, const attempt_model& attempt) {
    const auto& function = s.lambda.function;
    const bool same_every_time = attempt.environments_are_alike() && attempt.fetch_per_email == 0;
    if (!same_every_time || !s.faults.empty() || function.reserved_concurrency == 0U ||
        !age_allows_every_attempt(function))
        return std::nullopt;
    return retry_model{.attempts = function.maximum_retry_attempts + 1,
                       .doubled_notification = s.s3.duplicate_events,
                       .doubled_event = function.duplicate_deliveries};
}

} // namespace

applicability model_of(const settings& scenario) {
    applicability out;
    out.reasons = finder{scenario}.reasons();
    if (!out.reasons.empty())
        return out;
    out.attempt = attempt_of(scenario);
    out.retries = retries_of(scenario, *out.attempt);
    return out;
}

} // namespace sendlab::planner::exact
