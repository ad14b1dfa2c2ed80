#include "lambda/invoker.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "lambda/destination_record.hpp"

namespace sendlab::lambda {

namespace {

double draw(const random_stream& stream, const queued_event& event) {
    return stream.uniform(event.entity, event.attempts, event.delivery);
}

error too_many_requests(const deployed_function& function) {
    return {errc::too_many_requests, "Rate Exceeded.",
            function.share->reserved ? "ReservedFunctionConcurrentInvocationLimitExceeded"
                                     : "ConcurrentInvocationLimitExceeded"};
}

/// Of the function, whatever the version.
std::string_view unqualified_arn(const deployed_function& function) {
    const std::string_view arn = function.arn;
    return function.is_version() ? arn.substr(0, arn.rfind(':')) : arn;
}

} // namespace

invoker::invoker(scheduler& clock, random_source random, const account_config& account,
                 lambda_observer& observer)
    : clock_{clock},
      observer_{observer},
      random_{random.stream("lambda.request_id"), random.stream("lambda.duplicate"),
              random.stream("lambda.dispatch_delay"), random.stream("lambda.retry_delay"),
              random.stream("lambda.environment_setup")},
      scaling_per_second_{account.scaling_per_second},
      log_{observer},
      gate_{account.concurrency},
      attempts_{clock, observer, log_, [this](ended_attempt ended) { on_attempt_ended(std::move(ended)); }},
      parallel_attempts_{account.parallel_attempts} {}

invoker::~invoker() {
    clock_.cancel(lines_timer_);
    for (event_slot slot = 0; slot < queue_.end(); ++slot)
        if (queue_.holds(slot))
            clock_.cancel(queue_[slot].timer);
}

// ---- Into the queue ---------------------------------------------------------------------------------------

request_id invoker::accept(const std::shared_ptr<deployed_function>& function,
                           std::shared_ptr<const event_document> document, std::uint64_t entity,
                           std::uint32_t delivery) {
    assert(document);
    const auto id = make_id(entity, delivery);
    const auto twice = function->config.duplicate_deliveries;
    const bool duplicated = twice > 0 && random_.duplicate.chance(twice, entity, delivery);
    const auto copy = [&](std::uint32_t number) {
        auto event = make_event(function, document, entity, 2 * delivery + number);
        event.id = id;
        return event;
    };
    enqueue(copy(0));
    observer_.on_accepted(id, *document);
    if (duplicated) {
        enqueue(copy(1));
        observer_.on_duplicated(id, *document);
    }
    return id;
}

request_id invoker::make_id(std::uint64_t entity, std::uint32_t delivery) const {
    return request_id::from_bits(random_.id.bits(entity, delivery, 0), random_.id.bits(entity, delivery, 1));
}

queued_event invoker::make_event(const std::shared_ptr<deployed_function>& function,
                                 std::shared_ptr<const event_document> document, std::uint64_t entity,
                                 std::uint32_t delivery) const {
    queued_event event;
    event.target = function;
    event.document = std::move(document);
    event.entity = entity;
    event.delivery = delivery;
    event.accepted = clock_.now();
    return event;
}

result<request_id, error> invoker::call(const std::shared_ptr<deployed_function>& function,
                                        std::shared_ptr<const event_document> document, std::uint64_t entity,
                                        call_answer answer) {
    assert(document && answer);
    if (!available_)
        return error{errc::service, "Lambda is not available."};
    auto place = find_place(*function);
    if (!place)
        return too_many_requests(*function);
    auto event = make_event(function, std::move(document), entity, 0);
    event.id = make_id(entity, 0);
    event.caller = std::make_unique<call_answer>(std::move(answer));
    const auto id = event.id;
    ++calls_;
    begin_attempt(queue_.add(std::move(event)), std::move(place));
    return id;
}

void invoker::enqueue(queued_event event) {
    const auto delay = event.target->config.dispatch_delay.at(draw(random_.dispatch_delay, event));
    dispatch_at(queue_.add(std::move(event)), clock_.now() + delay);
}

void invoker::dispatch_at(event_slot slot, time_point when) {
    auto& event = queue_[slot];
    event.where = queued_event::stage::delayed;
    event.due = when;
    event.timer = clock_.run_at(when, [this, slot] { dispatch(slot); });
    tell(slot);
}

// ---- Its turn ---------------------------------------------------------------------------------------------

void invoker::dispatch(event_slot slot) {
    auto& event = queue_[slot];
    event.timer = {};
    auto& function = *event.target;
    assert(!function.deleted);
    if (function.share->reserved == 0U)
        return give_up(slot, given_up::zero_reserved_concurrency);
    if (function.config.stops_chain_of(event.document->ancestors()))
        return give_up(slot, given_up::recursive_loop);
    if (!available_)
        return throttle(slot);
    if (function.config.on_throttle == throttle_policy::queue) {
        event.where = queued_event::stage::in_line;
        lines_.join(function, slot);
        return serve_lines();
    }
    if (auto place = find_place(function))
        return begin_attempt(slot, std::move(place));
    throttle(slot);
}

void invoker::throttle(event_slot slot) {
    auto& event = queue_[slot];
    const auto delay = event.target->backoff.after_throttle(++event.throttles, clock_.now() - event.accepted);
    if (!delay)
        return give_up(slot, delay.error());
    dispatch_at(slot, clock_.now() + *delay);
    observer_.on_throttled(event.id, *event.document, *delay);
}

std::unique_ptr<environment> invoker::find_place(deployed_function& function) {
    if (!gate_.has_room(*function.share))
        return nullptr;
    expire_environments(function);
    if (auto idle = function.environments.take())
        return idle;
    if (!function.scaling.take(1, clock_.now()))
        return nullptr;
    return make_place(function);
}

std::unique_ptr<environment> invoker::make_place(deployed_function& function) {
    auto fresh = std::make_unique<environment>();
    fresh->number = ++environments_;
    fresh->generation = function.generation;
    fresh->code = function.code(fresh->number);
    assert(fresh->code);
    if (log_.on()) // the function outlives its environments
        fresh->code->write_log_to([this, &function, place = fresh.get()](std::string_view line) {
            log_.add(function, *place, line);
        });
    return fresh;
}

/// Where the next attempt finds it, unless it has the code of before.
void invoker::put_back(deployed_function& function, std::unique_ptr<environment> place) {
    if (function.deleted)
        return;
    if (place->generation == function.generation)
        function.environments.put_back(std::move(place), clock_.now());
    else
        observer_.on_environment_expired(place->number);
}

void invoker::replace_code(deployed_function& function, handler_factory code) {
    function.replace_code(std::move(code));
    while (const auto old = function.environments.take_oldest())
        observer_.on_environment_expired(old->number);
}

void invoker::expire_environments(deployed_function& function) {
    while (const auto expired = function.environments.take_expired(clock_.now()))
        observer_.on_environment_expired(expired->number);
}

void invoker::begin_attempt(event_slot slot, std::unique_ptr<environment> place) {
    auto& event = queue_[slot];
    const auto& config = event.target->config;
    const auto setup = place->state == environment_state::fresh
                           ? config.environment_setup.at(draw(random_.environment_setup, event))
                           : duration::zero();
    gate_.enter(*event.target->share);
    event.where = queued_event::stage::running;
    event.throttles = 0;
    ++event.attempts;

    invocation run;
    run.id = event.id;
    run.attempt = event.attempts;
    run.event = event.document;
    run.environment = place->number;
    run.memory_mb = config.memory_mb;
    run.delivery = event.delivery;
    run.called = event.caller != nullptr;
    admission_.push_back({slot, std::move(place), std::move(run), setup});
    run_admitted();
}

void invoker::choose_again(pending_attempt& waited) {
    auto& function = *queue_[waited.event].target;
    if (waited.place->state != environment_state::fresh || function.deleted)
        return;
    expire_environments(function);
    if (auto idle = function.environments.take()) {
        waited.place = std::move(idle);
        waited.setup = duration::zero();
    } else if (waited.place->generation != function.generation) {
        waited.place = make_place(function);
    }
    waited.run.environment = waited.place->number;
}

void invoker::run_admitted() {
    while (!admission_.empty() && (parallel_attempts_ == 0 || parallel_ < parallel_attempts_)) {
        auto next = std::move(admission_.front());
        admission_.pop_front();
        ++parallel_;
        if (parallel_attempts_ > 0)
            choose_again(next);
        attempts_.begin(*queue_[next.event].target, next.event, std::move(next.place), std::move(next.run),
                        next.setup);
    }
}

// ---- After an attempt -------------------------------------------------------------------------------------

void invoker::on_attempt_ended(ended_attempt ended) {
    const auto function = queue_[ended.event].target; // the event may be its last owner
    gate_.leave(*function->share);
    --parallel_;
    observer_.on_attempt_ended(ended.run, ended.report);
    log_.attempt_ended(*function, *ended.place, ended.run, ended.report);
    if (queue_[ended.event].caller)
        answer_caller(ended.event, std::move(ended.report), *ended.place);
    else if (ended.report.outcome == attempt_outcome::succeeded)
        succeed(ended.event, ended.report);
    else
        retry_or_give_up(ended.event, ended.run, std::move(ended.report));
    put_back(*function, std::move(ended.place));
    run_admitted();
    serve_lines();
}

void invoker::answer_caller(event_slot slot, attempt_report report, const environment& place) {
    const auto event = queue_.remove(slot);
    --calls_;
    (*event.caller)({report.outcome == attempt_outcome::succeeded, std::move(report.payload), place.log_tail,
                     event.target->config.version});
}

void invoker::retry_or_give_up(event_slot slot, const invocation& run, attempt_report report) {
    auto& event = queue_[slot];
    event.last_error = std::move(report.payload);
    if (event.target->deleted)
        return give_up(slot, given_up::function_deleted);
    const auto end = report.started + report.ran; // a time-out is noticed a nanosecond later
    const auto delay = event.target->retries.after_failure(event.attempts, end - event.accepted,
                                                           draw(random_.retry_delay, event));
    if (!delay)
        return give_up(slot, delay.error());
    dispatch_at(slot, end + *delay);
    observer_.on_retry_scheduled(run, *delay);
}

void invoker::succeed(event_slot slot, const attempt_report& report) {
    tell(slot);
    const auto event = queue_.remove(slot);
    observer_.on_succeeded(event.id, *event.document);
    const auto& target = event.target->config.on_success;
    if (target.empty() || event.target->deleted)
        return;
    const event_end end{clock_.now(),   event.id,       std::nullopt,
                        event.attempts, report.payload, event.target->config.version};
    observer_.on_record(target,
                        destination_record(end, unqualified_arn(*event.target), event.document->json()));
}

void invoker::give_up(event_slot slot, given_up why) {
    tell(slot);
    const auto event = queue_.remove(slot);
    observer_.on_given_up(event.id, *event.document, why, event.attempts);
    const auto& config = event.target->config;
    if (why == given_up::function_deleted || (config.on_failure.empty() && config.dead_letter_target.empty()))
        return;
    const event_end end{clock_.now(), event.id, why, event.attempts, event.last_error, config.version};
    const auto document = event.document->json();
    if (!config.on_failure.empty())
        observer_.on_record(config.on_failure,
                            destination_record(end, unqualified_arn(*event.target), document));
    if (!config.dead_letter_target.empty())
        observer_.on_record(config.dead_letter_target, dead_letter_message(end, document));
}

void invoker::forget(deployed_function& function) {
    function.deleted = true;
    function.environments.clear();
    if (!function.is_version())
        gate_.remove(*function.share);
    lines_.disband(function);
    for (event_slot slot = 0; slot < queue_.end(); ++slot) {
        if (!queue_.holds(slot))
            continue;
        const auto& event = queue_[slot];
        if (event.target.get() != &function || event.where == queued_event::stage::running)
            continue;
        clock_.cancel(event.timer);
        give_up(slot, given_up::function_deleted);
    }
    serve_lines(); // what was reserved for it is free
}

// ---- Lines ------------------------------------------------------------------------------------------------

void invoker::set_available(bool available) {
    available_ = available;
    serve_lines();
}

void invoker::serve_lines() {
    clock_.cancel(std::exchange(lines_timer_, {}));
    while (available_ && serve_one()) {
    }
}

/// Why what stands first in its line waits for nothing, if it does.
std::optional<given_up> invoker::why_not_wait(const queued_event& event) const {
    const auto& function = *event.target;
    if (function.share->reserved == 0U)
        return given_up::zero_reserved_concurrency;
    if (clock_.now() - event.accepted > function.config.maximum_event_age)
        return given_up::event_age_exceeded;
    return std::nullopt;
}

/// The first who can go, or need not wait any longer, leaves its line.
bool invoker::serve_one() {
    for (const auto& line : lines_.oldest_first()) {
        const auto slot = line.places.front().event;
        auto& function = *line.function;
        if (const auto why = why_not_wait(queue_[slot])) {
            lines_.leave(function);
            give_up(slot, *why);
            return true;
        }
        if (auto place = find_place(function)) {
            lines_.leave(function);
            begin_attempt(slot, std::move(place));
            return true;
        }
        serve_when_scaled(function);
    }
    return false;
}

void invoker::serve_when_scaled(deployed_function& function) {
    if (!gate_.has_room(*function.share) || scaling_per_second_ <= 0)
        return;
    constexpr auto longest = static_cast<double>(forever.count());
    const auto missing = 1.0 - function.scaling.level(clock_.now());
    const auto wait = std::clamp(std::ceil(missing / scaling_per_second_ * 1e9), 1.0, longest);
    const auto when = clock_.now() + duration{static_cast<duration::rep>(wait)};
    if (lines_timer_ && lines_move_ <= when)
        return;
    clock_.cancel(lines_timer_);
    lines_move_ = when;
    lines_timer_ = clock_.run_at(when, [this] { serve_lines(); });
}

} // namespace sendlab::lambda
