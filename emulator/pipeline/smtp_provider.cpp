#include "pipeline/smtp_provider.hpp"

#include <cmath>

#include "base/portable_math.hpp"
#include "pipeline/smtp_operation.hpp"

namespace sendlab::pipeline {

smtp_provider::smtp_provider(const context& world)
    : world_{world},
      round_trip_{world.random.stream("smtp.round_trip")},
      server_time_{world.random.stream("smtp.server_time")},
      error_{world.random.stream("smtp.errors")},
      own_share_{std::sqrt(1 - world.scenario.smtp.correlation)},
      shared_share_{std::sqrt(world.scenario.smtp.correlation)} {}

smtp::dialogue smtp_provider::dialogue() const {
    const auto& s = world_.scenario.smtp;
    smtp::dialogue words;
    words.tls = s.tls ? smtp::tls_mode::starttls : smtp::tls_mode::none;
    words.authentication = s.authentication ? smtp::auth_mode::plain : smtp::auth_mode::none;
    return words;
}

send_timing smtp_provider::timing(const send_call& call, bool fresh) const {
    const auto times =
        dialogue().times(fresh, world_.catalog.recipients(call.email), round_trip(call), server_time(call));
    return {times.received, times.accepted, times.answered - times.accepted};
}

std::vector<dialogue_step> smtp_provider::steps(const send_call& call, bool fresh) const {
    const auto each = round_trip(call);
    std::vector<dialogue_step> steps;
    for (const auto& asked : dialogue().questions(fresh, world_.catalog.recipients(call.email)))
        steps.push_back({*operation_of(asked.at), asked.round_trips * each});
    return steps;
}

/// The text and the final dot go there, the 250 comes back.
send_timing smtp_provider::message_timing(const send_call& call) const {
    const auto there_and_back = round_trip(call);
    const auto back = there_and_back / 2;
    const auto there = there_and_back - back;
    return {there, there + server_time(call), back};
}

duration smtp_provider::round_trip(const send_call& call) const {
    return draw(world_.scenario.smtp.round_trip, round_trip_, call, 0);
}

duration smtp_provider::server_time(const send_call& call) const {
    return draw(world_.scenario.smtp.server_time, server_time_, call, world_.catalog.bytes(call.email));
}

std::unique_ptr<smtp::connection_pool> smtp_provider::pool() const {
    const auto& s = world_.scenario.smtp;
    if (!s.reuse_connections)
        return nullptr;
    return std::make_unique<smtp::connection_pool>(
        smtp::pool_limits{s.connections, s.messages_per_connection});
}

duration smtp_provider::draw(const latency& model, const random_stream& stream, const send_call& call,
                             std::uint64_t bytes) const {
    const auto u = stream.uniform(call.email, call.attempt_key, call.sdk_try);
    if (shared_share_ == 0)
        return model.at(u, bytes);
    return model.at_normal(shared_share_ * call.shared_score + own_share_ * portable::normal_quantile(u),
                           bytes);
}

send_outcome smtp_provider::offer(const send_call& call) {
    const auto errors = world_.scenario.smtp.errors;
    if (errors > 0 && error_.chance(errors, call.email, call.attempt_key, call.sdk_try))
        return send_outcome::failed;
    ++accepted_;
    return send_outcome::accepted;
}

} // namespace sendlab::pipeline
