#include "pipeline/mail_link.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>

#include "faults/failure_codes.hpp"
#include "pipeline/mail_deposit.hpp"
#include "pipeline/smtp_operation.hpp"
#include "smtp/round_trips.hpp"

namespace sendlab::pipeline {

namespace {

send_outcome outcome_of(faults::failure kind) {
    switch (kind) {
    case faults::failure::throttled:
        return send_outcome::throttled;
    case faults::failure::service_error:
        return send_outcome::failed;
    case faults::failure::connection:
        return send_outcome::disconnected;
    case faults::failure::rejected:
    case faults::failure::function_error:
        break;
    }
    return send_outcome::refused;
}

} // namespace

mail_link::mail_link(const context& world, mail_provider& provider, send_listener& listener)
    : world_{world},
      provider_{provider},
      listener_{listener},
      step_by_step_{provider.operation() == faults::operation::smtp_send &&
                    (world.faults.concerns(faults::smtp_commands) || provider.patience() < forever)},
      pool_{provider.pool()} {}

mail_link::~mail_link() {
    abandon();
    for (const auto& r : records_)
        world_.clock.cancel(r.timer);
}

void mail_link::send(const send_call& call) {
    const auto index = take_record();
    auto& r = records_[index];
    r = {};
    r.call = call;
    r.state = progress::waiting;
    r.heard = true;
    if (!pool_)
        return begin(index, true);
    if (const auto lease = pool_->acquire(index))
        take_connection(index, *lease);
}

void mail_link::take_connection(std::uint32_t index, const smtp::connection_pool::lease& lease) {
    records_[index].connection = lease.connection;
    begin(index, lease.fresh);
}

void mail_link::begin(std::uint32_t index, bool fresh) {
    auto& r = records_[index];
    r.state = progress::on_the_way;
    const auto whole = meet(r, {provider_.operation(), {}});
    if (whole.fail) {
        r.outcome = outcome_of(whole.fail->kind);
        r.broken = closes_connection(*whole.fail);
    }
    r.lose_answer = whole.lose_answer;
    write(event_kind::send_started, r.call);
    if (step_by_step_) {
        count_connections();
        r.dialogue =
            std::make_unique<course>(course{.steps = provider_.steps(r.call, fresh), .whole = whole});
        return take_step(index);
    }
    const auto timing = provider_.timing(r.call, fresh);
    r.until_answered = whole.stretched(timing.until_answered);
    r.timer = world_.clock.run_after(whole.latency_of(timing.until_accepted),
                                     [this, index] { on_acceptance(index); });
}

faults::effect mail_link::meet(const record& r, const dialogue_step& step) {
    using faults::operation;
    if (!world_.faults.concerns(step.what))
        return {};
    faults::occasion where{step.what, world_.clock.now(), r.call.email, r.call.attempt_key & 0xff,
                           r.call.sdk_try};
    if (step.what == operation::smtp_data || !faults::smtp_commands.contains(step.what))
        where.bytes = world_.catalog.bytes(r.call.email);
    if (step.what == operation::smtp_rcpt)
        where.index |= recipient_index(r.dialogue->recipients);
    if (step.what == operation::smtp_connect)
        where.number = provider_.open_connections();
    if (step.what == operation::smtp_mail)
        where.number = pool_ ? pool_->messages(r.connection) : 1;
    return world_.faults.apply(where);
}

void mail_link::take_step(std::uint32_t index) {
    auto& r = records_[index];
    auto& dialogue = *r.dialogue;
    if (dialogue.next == dialogue.steps.size())
        return send_text(index);
    const auto& step = dialogue.steps[dialogue.next];
    dialogue.met = meet(r, step);
    const auto takes = dialogue.met.latency_of(dialogue.whole.stretched(step.takes));
    const bool in_time = takes <= provider_.patience();
    r.timer = world_.clock.run_after(in_time ? takes : provider_.patience(),
                                     [this, index, in_time] { on_step(index, in_time); });
}

/// A message goes to those recipients that were not refused.
void mail_link::on_step(std::uint32_t index, bool in_time) {
    auto& r = records_[index];
    auto& dialogue = *r.dialogue;
    if (!in_time)
        return break_off(index, send_outcome::disconnected, true);
    const bool names_recipient = dialogue.steps[dialogue.next].what == faults::operation::smtp_rcpt;
    dialogue.recipients += names_recipient;
    if (const auto& fail = dialogue.met.fail) {
        const bool broken = closes_connection(*fail);
        if (broken || !names_recipient || ++dialogue.refused == world_.catalog.recipients(r.call.email))
            return break_off(index, outcome_of(fail->kind), broken);
    }
    ++dialogue.next;
    take_step(index);
}

/// The last step. From the final dot on the provider has the message, whether the client waits or not.
void mail_link::send_text(std::uint32_t index) {
    auto& r = records_[index];
    const auto& [whole, link] = std::tie(r.dialogue->whole, r.dialogue->met);
    const auto octets = link.reset_after != 0 ? link.reset_after : world_.catalog.bytes(r.call.email);
    const auto travel =
        link.octets_per_second != 0 ? smtp::transfer_time(octets, link.octets_per_second) : duration::zero();
    if (link.reset_after != 0) {
        r.timer = world_.clock.run_after(
            travel, [this, index] { break_off(index, send_outcome::disconnected, true); });
        return;
    }
    const auto timing = provider_.message_timing(r.call);
    const auto until_accepted = whole.latency_of(timing.until_accepted);
    r.until_answered = whole.stretched(timing.until_answered);
    if (until_accepted + r.until_answered > provider_.patience())
        r.patience =
            world_.clock.run_after(travel + provider_.patience(), [this, index] { lose_patience(index); });
    r.timer = world_.clock.run_after(travel + until_accepted, [this, index] { on_acceptance(index); });
}

/// The provider never has the message.
void mail_link::break_off(std::uint32_t index, send_outcome outcome, bool broken) {
    auto& r = records_[index];
    r.state = progress::decided;
    r.outcome = outcome;
    r.broken = broken;
    if (!r.heard)
        return retire(index);
    on_answer(index);
}

/// The client closes the connection and tries again; what the provider has of the message, it keeps (RFC 1047).
void mail_link::lose_patience(std::uint32_t index) {
    auto& r = records_[index];
    if (!r.heard)
        return;
    r.broken = true;
    if (r.state == progress::decided) {
        world_.clock.cancel(r.timer);
        r.outcome = send_outcome::disconnected;
        return on_answer(index);
    }
    const auto call = r.call;
    r.heard = false;
    r.gone = true;
    r.call.after_lost_answer = true;
    give_back(r);
    write(event_kind::send_failed, call);
    listener_.on_answer(call, send_outcome::disconnected);
}

/// The provider has the whole message: it takes it, or says why not.
void mail_link::on_acceptance(std::uint32_t index) {
    auto& r = records_[index];
    r.state = progress::decided;
    if (r.outcome == send_outcome::accepted)
        r.outcome = provider_.offer(r.call);
    if (r.outcome == send_outcome::accepted) {
        world_.books.accept(r.call.email, world_.catalog.recipients(r.call.email), r.call.request,
                            r.call.attempt, world_.clock.now(), r.call.after_lost_answer);
        write(event_kind::send_accepted, r.call);
        if (world_.deposit)
            world_.deposit->put(r.call, provider_.transport());
        if (r.lose_answer)
            r.outcome = send_outcome::disconnected;
    }
    if (!r.heard)
        return retire(index);
    if (r.until_answered == duration::zero())
        return on_answer(index);
    r.timer = world_.clock.run_after(r.until_answered, [this, index] { on_answer(index); });
}

void mail_link::on_answer(std::uint32_t index) {
    const auto call = records_[index].call;
    const auto outcome = records_[index].outcome;
    write(outcome == send_outcome::accepted ? event_kind::send_answered : event_kind::send_failed, call);
    world_.books.calls_throttled += outcome == send_outcome::throttled;
    retire(index);
    listener_.on_answer(call, outcome);
}

void mail_link::retire(std::uint32_t index) {
    auto& r = records_[index];
    assert(r.state != progress::free);
    if (r.patience)
        world_.clock.cancel(r.patience);
    const bool has_connection = r.state != progress::waiting && !r.gone;
    r.broken = r.broken || r.outcome == send_outcome::disconnected;
    r.state = progress::free;
    free_.push_back(index);
    if (has_connection)
        give_back(r);
}

/// The connection, where there is a pool; a broken one is replaced by a fresh one.
void mail_link::give_back(const record& r) {
    const auto next = pool_ ? pool_->release(r.connection, !r.broken) : std::nullopt;
    if (step_by_step_)
        count_connections();
    if (next)
        take_connection(static_cast<std::uint32_t>(next->who), next->on);
}

void mail_link::count_connections() {
    const auto is_open = [](const record& r) { return r.state > progress::waiting && !r.gone; };
    const auto now =
        pool_ ? pool_->open() : static_cast<std::uint32_t>(std::ranges::count_if(records_, is_open));
    provider_.count_connections(static_cast<std::int32_t>(now - std::exchange(connections_, now)));
}

void mail_link::abandon() {
    for (std::uint32_t index = 0; index < records_.size(); ++index) {
        auto& r = records_[index];
        if (r.state == progress::free || r.gone)
            continue;
        world_.clock.cancel(r.timer);
        if (r.patience)
            world_.clock.cancel(r.patience);
        if (r.state == progress::on_the_way)
            write(event_kind::send_abandoned, r.call);
        r.state = progress::free;
        free_.push_back(index);
    }
    pool_ = provider_.pool(); // its connections died with the process
    if (step_by_step_)
        count_connections();
}

void mail_link::detach() {
    for (std::uint32_t index = 0; index < records_.size(); ++index) {
        auto& r = records_[index];
        r.heard = false;
        if (r.state == progress::waiting) {
            pool_->withdraw(index);
            retire(index);
        }
    }
    for (std::uint32_t index = 0; index < records_.size(); ++index) {
        if (records_[index].state == progress::decided) {
            world_.clock.cancel(records_[index].timer);
            retire(index);
        }
    }
}

std::uint32_t mail_link::take_record() {
    if (free_.empty()) {
        records_.emplace_back();
        return static_cast<std::uint32_t>(records_.size() - 1);
    }
    const auto index = free_.back();
    free_.pop_back();
    return index;
}

void mail_link::write(event_kind kind, const send_call& call) {
    world_.journal.write(kind, call.email, call.file, std::uint64_t{call.attempt_key} << 32 | call.sdk_try);
}

} // namespace sendlab::pipeline
