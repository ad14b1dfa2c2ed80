#include "pipeline/handlers/whole_attempt.hpp"

#include <algorithm>
#include <cassert>
#include <functional>
#include <utility>

#include "pipeline/file_event.hpp"
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

bool plays_whole_attempts(const settings& s) {
    const auto& handler = s.lambda.handler;
    const bool keeps_nothing =
        handler.model == handler_model::sequential || handler.model == handler_model::parallel;
    const bool independent =
        handler.transport == send_transport::ses
            ? takes_every_email(s)
            : s.smtp.errors == 0 && !s.smtp.reuse_connections && s.smtp.patience == forever;
    // Of two deliveries of a file that run at once, the books want to know which sent an e-mail first.
    const bool once = s.s3.duplicate_events == 0 && s.lambda.function.duplicate_deliveries == 0;
    const auto& application = s.application;
    return keeps_nothing && independent && once && s.faults.empty() && !application.bodies &&
           !application.files && application.bounce_share == 0;
}

whole_attempt::whole_attempt(handler_services& services, std::uint64_t environment)
    : services_{services},
      scenario_{services.world.scenario},
      model_{scenario_.lambda.handler},
      environment_{environment},
      cold_start_{services.world.random.stream("handler.cold_start")} {}

whole_attempt::~whole_attempt() {
    services_.world.clock.cancel(timer_);
}

void whole_attempt::init(bool cold, std::function<void()> ready) {
    fresh_ = true;
    ready_ = std::move(ready);
    const auto takes = model_.cold_start.at(cold_start_.uniform(environment_, cold ? 0 : 1));
    timer_ = services_.world.clock.run_after(takes, [this] { std::exchange(ready_, nullptr)(); });
}

void whole_attempt::start(const lambda::invocation& run, std::function<void(lambda::handler_result)> done) {
    run_ = run;
    done_ = std::move(done);
    accepted_at_.clear();
    const auto& world = services_.world;
    const auto number = as_file_event(*run.event).file;
    const auto& file = world.books.files()[number];
    call_ = {};
    call_.email = file.first;
    call_.request = file.request;
    call_.file = number;
    call_.attempt = services_.attempt_of(run.environment);
    call_.attempt_key = attempt_key(run);

    const auto from = fetched(world.clock.now());
    const auto end = from == never ? never : play_sends(from);
    if (end > run.deadline)
        return; // killed before
    timer_ = world.clock.run_at(end, [this] {
        enter_into_books();
        std::exchange(done_, nullptr)({});
    });
}

time_point whole_attempt::fetched(time_point at) {
    const auto work = model_.cpu_per_file + (fresh_ ? model_.cpu_start : duration::zero());
    fresh_ = false;
    at += stretched(work, run_.memory_mb);
    if (at > run_.deadline)
        return never;
    ++services_.fetches;
    const auto call = call_s3(services_.world, faults::operation::s3_get, call_.email, call_.attempt_key, 0,
                              as_file_event(*run_.event).record->content.size());
    at += call.takes;
    return at > run_.deadline ? never : at;
}

time_point whole_attempt::play_sends(time_point from) {
    const auto& world = services_.world;
    const auto& provider = services_.provider();
    const auto emails = world.books.files()[call_.file].emails;
    const auto cpu = stretched(model_.cpu_per_email, run_.memory_mb);
    auto call = call_;
    call.shared_score = shared_score(world, call_.email, call_.attempt_key);
    answers_.clear();
    auto cpu_free = from;
    auto last = from;
    for (std::uint32_t i = 0; i < emails; ++i, ++call.email) {
        cpu_free = next_turn(cpu_free) + cpu;
        if (cpu_free > run_.deadline)
            return never;
        const auto timing = provider.timing(call, true);
        accepted_at_.push_back(cpu_free + timing.until_accepted);
        const auto answered = accepted_at_.back() + timing.until_answered;
        last = std::max(last, answered);
        answers_.push_back(answered);
        std::ranges::push_heap(answers_, std::greater{});
    }
    return last;
}

/// When the CPU is free and fewer than max_in_flight sends are on their way.
time_point whole_attempt::next_turn(time_point cpu_free) {
    if (answers_.size() < model_.max_in_flight)
        return cpu_free;
    std::ranges::pop_heap(answers_, std::greater{});
    const auto place = answers_.back();
    answers_.pop_back();
    return std::max(cpu_free, place);
}

void whole_attempt::enter_into_books() {
    auto& books = services_.world.books;
    const auto recipients = services_.world.catalog.recipients(call_.email);
    std::uint64_t accepted = 0;
    for (std::size_t i = 0; i < accepted_at_.size(); ++i) {
        if (accepted_at_[i] > run_.deadline)
            continue;
        ++accepted;
        books.accept(call_.email + i, recipients, call_.request, call_.attempt, accepted_at_[i], false);
    }
    services_.provider().count_accepted(accepted);
}

void whole_attempt::terminate() {
    services_.world.clock.cancel(timer_);
    if (done_)
        enter_into_books();
    ready_ = nullptr;
    done_ = nullptr;
}

} // namespace sendlab::pipeline
