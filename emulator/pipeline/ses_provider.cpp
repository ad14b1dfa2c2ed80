#include "pipeline/ses_provider.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/portable_math.hpp"

namespace sendlab::pipeline {

namespace {

send_outcome outcome_of(const result<ses::message_id, ses::errc>& sent) {
    if (sent)
        return send_outcome::accepted;
    switch (sent.error()) {
    case ses::errc::throttling_rate:
    case ses::errc::throttling_quota:
        return send_outcome::throttled;
    case ses::errc::internal_failure:
    case ses::errc::service_unavailable:
        return send_outcome::failed;
    default:
        return send_outcome::refused;
    }
}

bool bounced(std::string_view recipient) {
    const auto fate = ses::disposition_of(recipient);
    return fate == ses::disposition::bounced || fate == ses::disposition::suppressed;
}

} // namespace

ses_provider::ses_provider(const context& world, ses::ses_service& ses)
    : world_{world},
      ses_{ses},
      latency_{world.random.stream("ses.latency")},
      error_{world.random.stream("ses.errors")},
      own_share_{std::sqrt(1 - world.scenario.ses.correlation)},
      shared_share_{std::sqrt(world.scenario.ses.correlation)},
      addresses_matter_{world.scenario.ses.account.sandbox || world.scenario.ses.account.verify_senders ||
                        world.catalog.uses_simulator()} {}

send_timing ses_provider::timing(const send_call& call, bool /*fresh*/) const {
    const auto whole = latency_of(call);
    const auto share = world_.scenario.ses.accepted_at;
    const duration until{static_cast<duration::rep>(static_cast<double>(whole.count()) * share)};
    return {until, until, whole - until};
}

duration ses_provider::latency_of(const send_call& call) const {
    const auto& model = world_.scenario.ses.send_latency;
    const auto bytes = world_.catalog.bytes(call.email);
    const auto u = latency_.uniform(call.email, call.attempt_key, call.sdk_try);
    if (shared_share_ == 0)
        return model.at(u, bytes);
    return model.at_normal(shared_share_ * call.shared_score + own_share_ * portable::normal_quantile(u),
                           bytes);
}

send_outcome ses_provider::offer(const send_call& call) {
    const auto errors = world_.scenario.ses.errors;
    if (errors > 0 && error_.chance(errors, call.email, call.attempt_key, call.sdk_try))
        return send_outcome::failed;
    const auto outcome = submit(call.email);
    accepted_ += outcome == send_outcome::accepted;
    return outcome;
}

send_outcome ses_provider::submit(email_number email) {
    ses::send_request request;
    request.bytes = world_.catalog.bytes(email);
    request.recipient_count = world_.catalog.recipients(email);
    if (!addresses_matter_)
        return outcome_of(ses_.send(request));
    const auto to = world_.catalog.addresses(email);
    const std::vector<std::string_view> recipients(to.begin(), to.end());
    const auto source = world_.catalog.sender(email);
    request.source = source;
    request.recipients = recipients;
    const auto outcome = outcome_of(ses_.send(request));
    if (outcome == send_outcome::accepted)
        bounces_ += static_cast<std::uint64_t>(std::count_if(recipients.begin(), recipients.end(), bounced));
    return outcome;
}

} // namespace sendlab::pipeline
