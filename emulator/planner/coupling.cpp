#include "planner/coupling.hpp"

#include <algorithm>

namespace sendlab::planner {

namespace {

using faults::operation;
using pipeline::send_transport;

bool lasts_all_run(const faults::trigger& when) {
    return when.at <= duration::zero() && when.for_ >= forever;
}

class finder {
public:
    void note(observation unit, std::string reason) {
        found.unit = std::max(found.unit, unit);
        found.reasons.push_back(std::move(reason));
    }

    void look_at(const pipeline::ses_settings& ses) {
        if (ses.account.rate > 0)
            note(observation::busy_period, "ses.rate: invocations share the send rate");
        if (ses.account.daily_quota > 0)
            note(observation::run, "ses.daily_quota: what one file sends, later ones lack");
    }

    void look_at(const faults::fault_settings& fault, std::size_t position) {
        const auto key = "faults[" + std::to_string(position) + "]: ";
        if (fault.when.times)
            note(observation::run, key + "it acts only so many times");
        if (std::holds_alternative<faults::throttle_to>(fault.what))
            note(observation::busy_period, key + "invocations share the throttled rate");
        if (std::holds_alternative<faults::limit_to>(fault.what))
            note(observation::busy_period, key + "invocations share the connections that there may be");
        if (!lasts_all_run(fault.when))
            note(observation::busy_period, key + "it strikes all files of its window");
    }

    coupling found;
};

/// An Init phase past its limit is run again inside the first attempt, and a burst of files meets cold starts
/// together.
bool init_may_overrun(const pipeline::lambda_settings& lambda) {
    constexpr double seldom = 1e-7;
    return 1 - lambda.handler.cold_start.base().cdf(static_cast<double>(lambda.function.init_limit.count())) >
           seldom;
}

} // namespace

/// Faults elsewhere (uploads, notifications, Lambda's own outage) decide when an attempt begins, not how long
/// it takes.
bool acts_inside_an_attempt(const faults::fault_settings& fault, send_transport transport) {
    switch (fault.when.target) {
    case operation::s3_get:
        return true;
    case operation::lambda_attempt:
        return !std::holds_alternative<faults::outage>(fault.what);
    case operation::ses_send:
        return transport == send_transport::ses;
    case operation::smtp_send:
        return transport == send_transport::smtp;
    default:
        return transport == send_transport::smtp && faults::smtp_commands.contains(fault.when.target);
    }
}

coupling couples(const pipeline::settings& scenario) {
    finder look;
    const auto transport = scenario.lambda.handler.transport;
    if (transport == send_transport::ses)
        look.look_at(scenario.ses);
    else if (scenario.smtp.reuse_connections)
        look.note(observation::busy_period,
                  "smtp.reuse_connections: a connection outlives the invocation that opened it");
    if (init_may_overrun(scenario.lambda))
        look.note(observation::busy_period,
                  "lambda.cold_start: an Init phase past its limit is run again inside the attempt");
    for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
        if (acts_inside_an_attempt(scenario.faults[i], transport))
            look.look_at(scenario.faults[i], i);
    }
    return look.found;
}

std::string_view to_string(observation unit) {
    switch (unit) {
    case observation::file:
        return "file";
    case observation::busy_period:
        return "busy period";
    case observation::run:
        break;
    }
    return "run";
}

} // namespace sendlab::planner
