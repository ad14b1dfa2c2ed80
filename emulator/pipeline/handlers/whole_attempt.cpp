#include "pipeline/handlers/whole_attempt.hpp"

#include <utility>

#include "pipeline/file_event.hpp"

namespace sendlab::pipeline {

bool plays_whole_attempts(const settings& s) {
    // Of two deliveries of a file that run at once, the books want to know which sent an e-mail first.
    const bool once = s.s3.duplicate_events == 0 && s.lambda.function.duplicate_deliveries == 0;
    return attempts_stand_alone(s) && once && !s.application.bodies && s.application.bounce_share == 0;
}

whole_attempt::whole_attempt(handler_services& services, std::uint64_t environment)
    : services_{services},
      model_{services.world.scenario.lambda.handler},
      environment_{environment},
      cold_start_{services.world.random.stream("handler.cold_start")},
      timeline_{services.world, services.provider()} {}

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
    deadline_ = run.deadline;
    done_ = std::move(done);
    const auto& world = services_.world;
    const auto& event = as_file_event(*run.event);
    const auto& file = world.books.files()[event.file];
    first_ = file.first;
    request_ = file.request;
    attempt_ = services_.attempt_of(run.environment);
    const auto end = timeline_.play({.first = file.first,
                                     .emails = file.emails,
                                     .file_bytes = event.record->content.size(),
                                     .attempt_key = attempt_key(run),
                                     .memory_mb = run.memory_mb,
                                     .fresh = std::exchange(fresh_, false)},
                                    world.clock.now(), run.deadline);
    services_.fetches += timeline_.asked_for_file();
    if (end > run.deadline)
        return; // killed before
    timer_ = world.clock.run_at(end, [this] {
        enter_into_books();
        std::exchange(done_, nullptr)({});
    });
}

void whole_attempt::enter_into_books() {
    auto& books = services_.world.books;
    const auto recipients = services_.world.catalog.recipients(first_);
    std::uint64_t accepted = 0;
    auto email = first_;
    for (const auto& send : timeline_.sends()) {
        if (send.received <= deadline_) {
            ++accepted;
            books.accept(email, recipients, request_, attempt_, send.accepted, false);
        }
        ++email;
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
