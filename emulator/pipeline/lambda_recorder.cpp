#include "pipeline/lambda_recorder.hpp"

#include <algorithm>
#include <cassert>

#include "pipeline/file_event.hpp"
#include "pipeline/mail_deposit.hpp"

namespace sendlab::pipeline {

using lambda::attempt_outcome;
using lambda::event_document;
using lambda::invocation;
using lambda::request_id;

namespace {

file_end end_of(const file_record& file, lambda::given_up why) {
    switch (why) {
    case lambda::given_up::event_age_exceeded:
        return file_end::event_age;
    case lambda::given_up::zero_reserved_concurrency:
    case lambda::given_up::function_deleted:
        return file_end::no_concurrency;
    case lambda::given_up::recursive_loop:
        return file_end::recursive_loop;
    case lambda::given_up::retries_exhausted:
        break;
    }
    return file.last_outcome == attempt_outcome::timed_out ? file_end::timed_out : file_end::failed;
}

event_kind kind_of(attempt_outcome outcome) {
    switch (outcome) {
    case attempt_outcome::succeeded:
        return event_kind::attempt_succeeded;
    case attempt_outcome::failed:
        return event_kind::attempt_failed;
    case attempt_outcome::timed_out:
        break;
    }
    return event_kind::attempt_timed_out;
}

} // namespace

lambda_recorder::lambda_recorder(const context& world, handler_services& services)
    : world_{world},
      services_{services},
      old_price_list_{std::chrono::milliseconds{100}, world.scenario.lambda.function.bill_init} {}

void lambda_recorder::on_accepted(const request_id&, const event_document& event) {
    const auto& e = as_file_event(event);
    ++invocations;
    ++deliveries;
    world_.books.delivery_accepted(e.file);
    world_.journal.write(event_kind::accepted_by_lambda, e.file, 2 * e.copy);
}

void lambda_recorder::on_duplicated(const request_id&, const event_document& event) {
    const auto& e = as_file_event(event);
    ++deliveries;
    world_.books.delivery_accepted(e.file);
    world_.journal.write(event_kind::accepted_by_lambda, e.file, 2 * e.copy + 1);
}

void lambda_recorder::on_throttled(const request_id&, const event_document& event, duration until) {
    const auto& e = as_file_event(event);
    ++throttles;
    if (world_.faults.concerns(faults::operation::lambda_dispatch))
        (void)world_.faults.apply(
            {faults::operation::lambda_dispatch, world_.clock.now(), world_.books.files()[e.file].first});
    world_.journal.write(event_kind::throttled, e.file, 2 * e.copy,
                         static_cast<std::uint64_t>(until.count()));
}

void lambda_recorder::on_cold_start(std::uint64_t environment) {
    ++cold_starts;
    world_.journal.write(event_kind::environment_created, environment);
}

void lambda_recorder::on_attempt_started(const invocation& run, bool /*cold*/) {
    const auto file = as_file_event(*run.event).file;
    services_.set_attempt(run.environment, world_.books.open_attempt(file, run.attempt, world_.clock.now()));
    if (world_.deposit)
        world_.deposit->name_attempt(run.id);
    peak_concurrency = std::max(peak_concurrency, ++running);
    write_attempt(event_kind::attempt_started, run);
}

void lambda_recorder::on_attempt_ended(const invocation& run, const lambda::attempt_report& report) {
    assert(running > 0);
    --running;
    first_attempts_fresh += run.attempt == 1 && report.cold;
    first_attempts_reset += run.attempt == 1 && report.init_inside;
    billed += report.billed;
    billed_100ms += old_price_list_.billed(report.ran, report.init);
    world_.books.close_attempt(services_.attempt_of(run.environment), report);
    write_attempt(kind_of(report.outcome), run);
}

void lambda_recorder::on_retry_scheduled(const invocation& run, duration delay) {
    const auto& e = as_file_event(*run.event);
    world_.journal.write(event_kind::retry_scheduled, e.file, run.delivery,
                         static_cast<std::uint64_t>(delay.count()));
}

void lambda_recorder::on_succeeded(const request_id&, const event_document& event) {
    ++succeeded;
    world_.books.delivery_ended(as_file_event(event).file, file_end::succeeded);
}

void lambda_recorder::on_given_up(const request_id&, const event_document& event, lambda::given_up why,
                                  std::uint32_t /*attempts*/) {
    const auto& e = as_file_event(event);
    ++given_up;
    world_.journal.write(event_kind::given_up, e.file, 2 * e.copy, static_cast<std::uint64_t>(why));
    world_.books.delivery_ended(e.file, end_of(world_.books.files()[e.file], why));
}

void lambda_recorder::write_attempt(event_kind kind, const invocation& run) {
    const auto& e = as_file_event(*run.event);
    world_.journal.write(kind, e.file, run.delivery, std::uint64_t{run.attempt} << 32 | run.environment);
}

} // namespace sendlab::pipeline
