#include "pipeline/handlers/attempt_timeline.hpp"

#include <algorithm>
#include <functional>

#include "pipeline/handlers/attempt_costs.hpp"
#include "pipeline/s3_call.hpp"

namespace sendlab::pipeline {

namespace {

constexpr time_point never = time_point::max();
constexpr double never_seen = 1e-12; // probability that an e-mail is too large

bool takes_every_email(const settings& s) {
    const auto& account = s.ses.account;
    const bool limited =
        account.rate > 0 || account.daily_quota > 0 || account.sandbox || account.verify_senders;
    const bool too_much =
        s.application.recipients_per_email > account.maximum_recipients ||
        s.application.email_size.above(static_cast<double>(account.maximum_message_bytes)) > never_seen;
    return s.ses.errors == 0 && !limited && !too_much;
}

} // namespace

bool attempts_stand_alone(const settings& s) {
    const auto& handler = s.lambda.handler;
    const bool keeps_nothing =
        handler.model == handler_model::sequential || handler.model == handler_model::parallel;
    const bool independent =
        handler.transport == send_transport::ses
            ? takes_every_email(s)
            : s.smtp.errors == 0 && !s.smtp.reuse_connections && s.smtp.patience == forever;
    return keeps_nothing && independent && s.faults.empty() && !s.application.files;
}

attempt_timeline::attempt_timeline(const context& world, const mail_provider& provider)
    : world_{world}, provider_{provider}, model_{world.scenario.lambda.handler} {}

time_point attempt_timeline::play(const work& file, time_point start, time_point deadline) {
    sends_.clear();
    const auto from = fetched(file, start, deadline);
    return from == never ? never : sent(file, from, deadline);
}

/// When the attempt has the file; never, if its limit comes first.
time_point attempt_timeline::fetched(const work& file, time_point start, time_point deadline) {
    const auto cpu = model_.cpu_per_file + (file.fresh ? model_.cpu_start : duration::zero());
    const auto asked = start + stretched(cpu, file.memory_mb);
    asked_for_file_ = asked <= deadline;
    if (!asked_for_file_)
        return never;
    const auto call =
        call_s3(world_, faults::operation::s3_get, file.first, file.attempt_key, 0, file.file_bytes);
    const auto at = asked + call.takes;
    return at > deadline ? never : at;
}

time_point attempt_timeline::sent(const work& file, time_point from, time_point deadline) {
    const auto cpu = stretched(model_.cpu_per_email, file.memory_mb);
    send_call call;
    call.email = file.first;
    call.attempt_key = file.attempt_key;
    call.shared_score = shared_score(world_, file.first, file.attempt_key);
    answers_.clear();
    auto cpu_free = from;
    auto last = from;
    for (std::uint32_t i = 0; i < file.emails; ++i, ++call.email) {
        cpu_free = next_turn(cpu_free) + cpu;
        if (cpu_free > deadline)
            return never;
        const auto timing = provider_.timing(call, true);
        sends_.push_back({cpu_free + timing.until_received, cpu_free + timing.until_accepted});
        const auto answered = sends_.back().accepted + timing.until_answered;
        last = std::max(last, answered);
        answers_.push_back(answered);
        std::ranges::push_heap(answers_, std::greater{});
    }
    return last;
}

/// When the CPU is free and fewer than max_in_flight sends are on their way.
time_point attempt_timeline::next_turn(time_point cpu_free) {
    if (answers_.size() < model_.max_in_flight)
        return cpu_free;
    std::ranges::pop_heap(answers_, std::greater{});
    const auto place = answers_.back();
    answers_.pop_back();
    return std::max(cpu_free, place);
}

} // namespace sendlab::pipeline
