#include "pipeline/mail_link.hpp"

#include <cassert>

#include "pipeline/mail_deposit.hpp"

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
    : world_{world}, provider_{provider}, listener_{listener}, pool_{provider.pool()} {}

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
    auto timing = provider_.timing(r.call, fresh);
    if (world_.faults.concerns(provider_.operation()))
        disturb(r, timing);
    r.state = progress::on_the_way;
    r.until_answered = timing.until_answered;
    write(event_kind::send_started, r.call);
    r.timer = world_.clock.run_after(timing.until_accepted, [this, index] { on_acceptance(index); });
}

void mail_link::disturb(record& r, send_timing& timing) {
    const auto& call = r.call;
    const auto effect = world_.faults.apply({.what = provider_.operation(),
                                             .at = world_.clock.now(),
                                             .entity = call.email,
                                             .attempt = call.attempt_key & 0xff,
                                             .index = call.sdk_try,
                                             .bytes = world_.catalog.bytes(call.email)});
    timing.until_accepted = effect.latency_of(timing.until_accepted);
    timing.until_answered = effect.stretched(timing.until_answered);
    if (effect.fail)
        r.outcome = outcome_of(effect.fail->kind);
    r.lose_answer = effect.lose_answer;
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

/// Gives the connection back, where there is a pool; a broken one is replaced by a fresh one.
void mail_link::retire(std::uint32_t index) {
    auto& r = records_[index];
    assert(r.state != progress::free);
    const bool had_connection = pool_ && r.state != progress::waiting;
    const bool broken = r.outcome == send_outcome::disconnected;
    r.state = progress::free;
    free_.push_back(index);
    if (!had_connection)
        return;
    if (const auto next = pool_->release(r.connection, !broken))
        take_connection(static_cast<std::uint32_t>(next->who), next->on);
}

void mail_link::abandon() {
    for (std::uint32_t index = 0; index < records_.size(); ++index) {
        auto& r = records_[index];
        if (r.state == progress::free)
            continue;
        world_.clock.cancel(r.timer);
        if (r.state == progress::on_the_way)
            write(event_kind::send_abandoned, r.call);
        r.state = progress::free;
        free_.push_back(index);
    }
    pool_ = provider_.pool(); // its connections died with the process
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
