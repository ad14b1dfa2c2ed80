#include "api/live/scenario_smtp.hpp"

#include <algorithm>
#include <limits>

#include "mailbox/header_fields.hpp"
#include "pipeline/smtp_operation.hpp"

namespace sendlab::api::live {

namespace {

/// The message of a session: what chance is keyed by.
std::uint64_t entity_of(const smtp::occasion& step) {
    return step.session << 24 | step.message;
}

/// Tells the steps of a message apart.
std::uint32_t index_of(const smtp::occasion& step) {
    return static_cast<std::uint32_t>(step.at) << 16 | (step.recipient & 0xffff);
}

/// 0 where the text does not begin with three digits.
unsigned reply_code_in(std::string_view text) {
    if (text.size() < 3 || text.find_first_not_of("0123456789") < 3)
        return 0;
    return static_cast<unsigned>((text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0'));
}

smtp::refusal with_text(unsigned code, std::string_view text) {
    return {code, code >= 500 ? "5.3.0" : "4.3.0", std::string{text}};
}

std::string_view usual_text_of(unsigned code) {
    switch (code) {
    case 421:
        return "Service not available, closing transmission channel";
    case 454:
        return "Throttling failure: Maximum sending rate exceeded";
    default:
        return code >= 500 ? "Transaction failed" : "Temporary local problem, please try later";
    }
}

} // namespace

smtp::refusal refusal_of(const faults::injected_failure& fail) {
    if (const auto code = reply_code_in(fail.code); code >= 400 && code < 600) {
        const auto text = std::string_view{fail.code}.substr(std::min<std::size_t>(4, fail.code.size()));
        return with_text(code, text.empty() ? usual_text_of(code) : text);
    }
    switch (fail.kind) {
    case faults::failure::throttled:
        return with_text(454, usual_text_of(454));
    case faults::failure::service_error:
        return with_text(451, usual_text_of(451));
    default:
        return with_text(554, "Transaction failed: " + fail.code);
    }
}

scenario_smtp::scenario_smtp(const scheduler& clock, const pipeline::settings& scenario,
                             faults::fault_set& faults)
    : clock_{clock},
      round_trip_{scenario.smtp.round_trip},
      server_time_{scenario.smtp.server_time},
      errors_{scenario.smtp.errors},
      round_trip_draws_{scenario.seed, "smtp.rtt"},
      server_draws_{scenario.seed, "smtp.server_time"},
      error_draws_{scenario.seed, "smtp.error"},
      chaos_draws_{scenario.seed, "smtp.chaos"},
      faults_{faults} {}

smtp::decision scenario_smtp::decide(const smtp::occasion& step) {
    smtp::decision out;
    out.after = round_trip_.at(round_trip_draws_.uniform(entity_of(step), index_of(step)));
    out.refused = chaotic_refusal(step);
    if (step.at == smtp::stage::message)
        judge_message(step, out);
    else
        judge_command(step, out);
    return out;
}

std::optional<smtp::refusal> scenario_smtp::chaotic_refusal(const smtp::occasion& step) const {
    const auto* trigger = step.at == smtp::stage::mail   ? &chaos_.sender
                          : step.at == smtp::stage::rcpt ? &chaos_.recipient
                          : step.at == smtp::stage::auth ? &chaos_.authentication
                                                         : nullptr;
    if (!trigger || trigger->probability <= 0 ||
        !chaos_draws_.chance(trigger->probability / 100.0, entity_of(step), index_of(step)))
        return std::nullopt;
    const auto code = static_cast<unsigned>(trigger->error_code);
    return with_text(code, usual_text_of(code));
}

std::uint32_t scenario_smtp::attempt_of(const smtp::occasion& step) {
    constexpr std::size_t most = 100'000;
    if (const auto attempt = attempt_of_ ? attempt_of_(step.session) : std::nullopt)
        return *attempt;
    if (!step.sent)
        return 1; // of which mail, nobody knows yet
    if (tries_.size() == most)
        tries_.clear();
    return ++tries_[tried_again(step)];
}

/// What names a mail, or a command of it, that comes again.
std::string scenario_smtp::tried_again(const smtp::occasion& step) {
    if (auto id = mailbox::message_id_of(step.text); !id.empty())
        return id;
    auto name = std::to_string(static_cast<int>(step.at)) + step.sent->from;
    for (const auto& recipient : step.sent->recipients)
        name.append(1, '\n').append(recipient.mailbox);
    return step.at == smtp::stage::rcpt ? name.append(1, '\n').append(step.argument) : name;
}

std::uint32_t scenario_smtp::number_of(const smtp::occasion& step) const {
    if (step.at == smtp::stage::connect)
        return open_connections_ ? open_connections_() : 1;
    return step.at == smtp::stage::mail ? step.message : 0;
}

void scenario_smtp::judge_command(const smtp::occasion& step, smtp::decision& out) {
    using faults::operation;
    const auto what = pipeline::operation_of(step.at);
    const bool text_follows = what == operation::smtp_data;
    if (!what || !(faults_.concerns(*what) || (text_follows && faults_.concerns(operation::smtp_text))))
        return;
    faults::occasion where{*what, clock_.now(), entity_of(step), attempt_of(step)};
    where.index = pipeline::recipient_index(step.recipient);
    where.number = number_of(step);
    if (text_follows)
        where.bytes = step.sent->declared_size.value_or(0); // RFC 1870
    const auto effect = faults_.apply(where);
    out.after = effect.latency_of(out.after);
    if (effect.fail)
        out.refused = refusal_of(*effect.fail);
    if (effect.fail && effect.fail->kind == faults::failure::connection)
        out.then = smtp::ending::reset;
    if (text_follows && !out.refused)
        out.text = link_of(where, effect.octets_per_second);
}

/// Whether a fault breaks the connection depends on how long the text is, which clients need not say, or truly.
smtp::link scenario_smtp::link_of(faults::occasion text, std::uint64_t octets_per_second) {
    smtp::link link{.octets_per_second = octets_per_second};
    text.what = faults::operation::smtp_text;
    if (!faults_.concerns(text.what))
        return link;
    text.bytes = std::numeric_limits<std::uint64_t>::max();
    link.reset_after = faults_.foresee(text).reset_after;
    link.breaks = [this, text](std::uint64_t octets) mutable {
        text.bytes = octets;
        return faults_.apply(text).reset_after != 0;
    };
    return link;
}

void scenario_smtp::judge_message(const smtp::occasion& step, smtp::decision& out) {
    const auto entity = entity_of(step);
    out.before = server_time_.at(server_draws_.uniform(entity), step.size);
    if (errors_ > 0 && error_draws_.chance(errors_, entity))
        out.refused = with_text(451, usual_text_of(451));
    if (!faults_.concerns(faults::operation::smtp_send))
        return;
    const auto effect =
        faults_.apply({faults::operation::smtp_send, clock_.now(), entity, attempt_of(step), 0, step.size});
    out.before = effect.latency_of(out.before);
    out.after = effect.stretched(out.after);
    if (effect.fail)
        out.refused = refusal_of(*effect.fail);
    if (effect.fail && effect.fail->kind == faults::failure::connection)
        out.then = smtp::ending::reset;
    if (effect.lose_answer)
        out.then = smtp::ending::hang_up;
}

} // namespace sendlab::api::live
