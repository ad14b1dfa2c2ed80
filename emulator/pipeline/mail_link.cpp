#include "pipeline/mail_link.hpp"

#include <algorithm>
#include <cassert>
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

/// Faults that strike SMTP between the connection and the final dot, and behind it.
constexpr faults::operation_set smtp_steps =
    faults::smtp_commands | faults::operation_set{faults::operation::smtp_text, faults::operation::smtp_send};

void write(const context& world, event_kind kind, const send_call& call) {
    world.journal.write(kind, call.email, call.file, std::uint64_t{call.attempt_key} << 32 | call.sdk_try);
}

/// The provider has the whole message: it takes it, or says why not. `foreseen`: what a fault makes of it.
send_outcome decide_on(const context& world, mail_provider& provider, const send_call& call,
                       send_outcome foreseen) {
    const auto outcome = foreseen == send_outcome::accepted ? provider.offer(call) : foreseen;
    if (outcome != send_outcome::accepted)
        return outcome;
    world.books.accept(call.email, world.catalog.recipients(call.email), call.request, call.attempt,
                       world.clock.now(), call.after_lost_answer);
    write(world, event_kind::send_accepted, call);
    if (world.deposit)
        world.deposit->put(call, provider.transport());
    return outcome;
}

} // namespace

mail_link::mail_link(const context& world, mail_provider& provider, send_listener& listener)
    : world_{world},
      provider_{provider},
      listener_{listener},
      step_by_step_{provider.operation() == faults::operation::smtp_send &&
                    (world.faults.concerns(smtp_steps) || provider.patience() < forever)},
      pool_{provider.pool()} {}

mail_link::~mail_link() {
    abandon();
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
    write(world_, event_kind::send_started, r.call);
    if (step_by_step_) {
        count_connections();
        r.dialogue = std::make_unique<course>(course{.steps = provider_.steps(r.call, fresh)});
        return take_step(index);
    }
    const auto met = meet(r, {provider_.operation(), {}});
    const auto timing = provider_.timing(r.call, fresh);
    await_decision(index, met, timing, met.latency_of(timing.until_received));
}

/// A fault of the message acts on what is left of it; time that it adds is the way to SES, or what an SMTP server thinks.
void mail_link::await_decision(std::uint32_t index, const faults::effect& met, const send_timing& timing,
                               duration until_received) {
    auto& r = records_[index];
    if (met.fail) {
        r.outcome = outcome_of(met.fail->kind);
        r.broken = closes_connection(*met.fail);
    }
    r.lose_answer = met.lose_answer;
    const auto until_decided = met.latency_of(timing.until_accepted);
    r.received = world_.clock.now() + until_received;
    r.decided = world_.clock.now() + until_decided;
    r.until_answered = met.stretched(timing.until_answered);
    if (until_decided + r.until_answered > provider_.patience())
        r.patience = world_.clock.run_after(provider_.patience(), [this, index] { lose_patience(index); });
    r.timer = world_.clock.run_at(r.decided, [this, index] { on_acceptance(index); });
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
    const auto takes = dialogue.met.latency_of(step.takes);
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

/// Behind the last step, through the link that a fault of smtp.data has left.
void mail_link::send_text(std::uint32_t index) {
    auto& r = records_[index];
    const auto breaks_after = meet(r, {faults::operation::smtp_text, {}}).reset_after;
    const auto octets = breaks_after != 0 ? breaks_after : world_.catalog.bytes(r.call.email);
    const auto rate = r.dialogue->met.octets_per_second;
    const auto travel = rate != 0 ? smtp::transfer_time(octets, rate) : duration::zero();
    if (breaks_after != 0)
        r.timer = world_.clock.run_after(
            travel, [this, index] { break_off(index, send_outcome::disconnected, true); });
    else if (travel != duration::zero())
        r.timer = world_.clock.run_after(travel, [this, index] { on_text_sent(index); });
    else
        on_text_sent(index);
}

void mail_link::on_text_sent(std::uint32_t index) {
    const auto& call = records_[index].call;
    const auto met = meet(records_[index], {provider_.operation(), {}});
    const auto timing = provider_.message_timing(call);
    await_decision(index, met, timing, met.stretched(timing.until_received));
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
    write(world_, event_kind::send_failed, call);
    listener_.on_answer(call, send_outcome::disconnected);
}

void mail_link::on_acceptance(std::uint32_t index) {
    auto& r = records_[index];
    r.state = progress::decided;
    r.outcome = decide_on(world_, provider_, r.call, r.outcome);
    if (r.outcome == send_outcome::accepted && r.lose_answer)
        r.outcome = send_outcome::disconnected;
    if (!r.heard)
        return retire(index);
    if (r.until_answered == duration::zero())
        return on_answer(index);
    r.timer = world_.clock.run_after(r.until_answered, [this, index] { on_answer(index); });
}

void mail_link::on_answer(std::uint32_t index) {
    const auto call = records_[index].call;
    const auto outcome = records_[index].outcome;
    write(world_, outcome == send_outcome::accepted ? event_kind::send_answered : event_kind::send_failed,
          call);
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
        if (r.state == progress::free)
            continue;
        world_.clock.cancel(r.timer);
        if (r.patience)
            world_.clock.cancel(r.patience);
        if (r.state == progress::on_the_way && (r.gone || r.received < world_.clock.now()))
            leave_to_provider(r);
        else if (r.state == progress::on_the_way)
            write(world_, event_kind::send_abandoned, r.call);
        r.state = progress::free;
        free_.push_back(index);
    }
    pool_ = provider_.pool(); // its connections died with the process
    if (step_by_step_)
        count_connections();
}

void mail_link::leave_to_provider(const record& r) {
    struct message {
        context world;
        mail_provider& provider;
        send_call call;
        send_outcome foreseen;
    };
    auto left = std::make_unique<message>(message{world_, provider_, r.call, r.outcome});
    world_.clock.run_at(r.decided, [left = std::move(left)] {
        decide_on(left->world, left->provider, left->call, left->foreseen);
    });
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

} // namespace sendlab::pipeline
