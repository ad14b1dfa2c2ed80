#include "api/live/scenario_conditions.hpp"

#include <algorithm>
#include <utility>

#include "api/live/call_operation.hpp"

namespace sendlab::api::live {

namespace {

using faults::operation;

/// The HTTP status with which a service says it (SES API Reference, "Common errors"; S3 API Reference, "Error
/// responses").
unsigned status_of(operation what, const faults::injected_failure& fail) {
    const bool ses = what == operation::ses_send;
    switch (fail.kind) {
    case faults::failure::throttled:
        return ses ? 400 : 503;
    case faults::failure::service_error:
        return fail.code == "InternalFailure" || fail.code == "InternalError" ? 500 : 503;
    default:
        return ses ? 400 : 403;
    }
}

std::string message_of(const faults::injected_failure& fail) {
    if (fail.kind == faults::failure::throttled)
        return fail.code == "SlowDown" ? "Please reduce your request rate."
                                       : "Maximum sending rate exceeded.";
    if (fail.kind == faults::failure::service_error)
        return "The service is unavailable. Please retry.";
    return "Refused by a fault of the scenario.";
}

void settle(call_condition& out, operation what, const faults::effect& effect) {
    if (effect.fail && effect.fail->kind == faults::failure::connection)
        out.end = call_condition::ending::drop_connection;
    else if (effect.fail)
        out.fail = {status_of(what, *effect.fail), effect.fail->code, message_of(*effect.fail)};
    else if (effect.lose_answer)
        out.end = call_condition::ending::lose_answer;
}

} // namespace

scenario_conditions::scenario_conditions(scheduler& clock, const pipeline::settings& scenario)
    : clock_{clock},
      random_{scenario.seed},
      ses_errors_{scenario.ses.errors},
      error_draws_{random_.stream("ses.error")},
      faults_{random_, clock.now()} {
    const auto add = [&](operation what, std::string_view stream, const latency& taken, double accepted_at) {
        models_.insert_or_assign(what, model{taken, random_.stream(stream), accepted_at});
    };
    add(operation::s3_put, "s3.put_latency", scenario.s3.put_latency, 1);
    add(operation::s3_get, "s3.get_latency", scenario.s3.get_latency, 1);
    add(operation::ses_send, "ses.latency", scenario.ses.send_latency, scenario.ses.accepted_at);
    set_faults(scenario.faults);
}

void scenario_conditions::set_faults(std::vector<faults::fault_settings> settings) {
    settings_ = std::move(settings);
    extra_.clear();
    faults_start_ = clock_.now();
    install();
}

void scenario_conditions::set_extra_faults(std::vector<faults::fault_settings> settings) {
    extra_ = std::move(settings);
    for (auto& fault : extra_)
        fault.when.at += clock_.now() - faults_start_;
    install();
}

std::string_view scenario_conditions::note() const {
    const auto has_none = [](const auto& list) {
        return std::ranges::any_of(list, faults::needs_modelled_handler);
    };
    if (!has_none(settings_) && !has_none(extra_))
        return {};
    return "multiply of lambda stretches the CPU time of modelled handlers (sendlab run); code that runs "
           "here keeps its own";
}

void scenario_conditions::add_extra_fault(faults::fault_settings fault) {
    fault.when.at += clock_.now() - faults_start_;
    install(extra_.emplace_back(std::move(fault)),
            static_cast<std::uint32_t>(settings_.size() + extra_.size() - 1));
}

void scenario_conditions::install() {
    faults_.restart(faults_start_);
    end_outages();
    std::uint32_t position = 0;
    for (const auto* const list : {&settings_, &extra_})
        for (const auto& fault : *list)
            install(fault, position++);
}

void scenario_conditions::install(const faults::fault_settings& fault, std::uint32_t position) {
    auto when = fault.when;
    if (faults::is_lambda_outage(fault))
        schedule_outage(when);
    when.target = faults::acts_on(fault);
    faults_.add(when, faults::make_fault(fault, random_, position));
}

void scenario_conditions::schedule_outage(const faults::trigger& when) {
    const auto tell = [this](bool available) {
        return [this, available] {
            if (lambda_available_)
                lambda_available_(available);
        };
    };
    const auto begin = faults_start_ + when.at;
    const bool over = when.for_ != forever && begin + when.for_ <= clock_.now();
    if (over)
        return;
    outages_.push_back(clock_.run_at(std::max(begin, clock_.now()), tell(false)));
    if (when.for_ != forever)
        outages_.push_back(clock_.run_at(begin + when.for_, tell(true)));
}

void scenario_conditions::end_outages() {
    for (const auto pending : std::exchange(outages_, {}))
        clock_.cancel(pending);
    if (lambda_available_)
        lambda_available_(true);
}

void scenario_conditions::set_latency(operation what, latency taken) {
    if (const auto found = models_.find(what); found != models_.end())
        found->second.taken = std::move(taken);
}

duration scenario_conditions::latency_of(operation what, const faults::occasion& where) const {
    const auto& m = models_.at(what);
    return m.taken.at(m.draws.uniform(where.entity), where.bytes);
}

bool scenario_conditions::meets_error(operation what, const faults::occasion& where) const {
    return what == operation::ses_send && ses_errors_ > 0 && error_draws_.chance(ses_errors_, where.entity);
}

call_condition scenario_conditions::of(std::string_view service, std::string_view action,
                                       const http_request& request) {
    const auto what = operation_of(service, action);
    return what ? of(*what, request.body->size(), caller_of_ ? caller_of_(request) : caller{})
                : call_condition{};
}

call_condition scenario_conditions::of(operation what, std::uint64_t bytes, caller from) {
    faults::occasion where{what, clock_.now(), calls_[what]++};
    where.attempt = from.attempt;
    where.bytes = bytes;
    const auto effect = faults_.apply(where);
    const auto healthy = latency_of(what, where);
    const duration until_action{
        static_cast<duration::rep>(static_cast<double>(healthy.count()) * models_.at(what).accepted_at)};

    call_condition out;
    out.before_action = effect.latency_of(until_action); // as in pipeline/mail_link
    out.before_answer = effect.stretched(healthy - until_action);
    out.cut_off = std::move(from.killed);
    settle(out, what, effect);
    if (!effect.settled() && meets_error(what, where))
        out.fail = {500, "InternalFailure", "The request processing has failed because of an unknown error."};
    return out;
}

} // namespace sendlab::api::live
