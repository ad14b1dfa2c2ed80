#include "pipeline/handlers/send_loop.hpp"

#include <algorithm>
#include <cassert>

#include "pipeline/file_event.hpp"
#include "pipeline/handlers/attempt_costs.hpp"

namespace sendlab::pipeline {

namespace {

/// The words of the error object, as the provider would say it.
std::string_view error_type(send_outcome outcome) {
    switch (outcome) {
    case send_outcome::throttled:
        return "Throttling";
    case send_outcome::failed:
        return "InternalFailure";
    case send_outcome::disconnected:
        return "NetworkingError";
    default:
        return "MessageRejected";
    }
}

bool retryable(send_outcome outcome) {
    return outcome == send_outcome::throttled || outcome == send_outcome::failed ||
           outcome == send_outcome::disconnected;
}

} // namespace

send_loop::send_loop(handler_services& services, std::uint64_t environment)
    : services_{services},
      scenario_{services.world.scenario},
      model_{scenario_.lambda.handler},
      environment_{environment},
      fetch_{services.fetcher(*this)},
      link_{services.connect(*this)},
      cold_start_{services.world.random.stream("handler.cold_start")},
      retry_delay_{services.world.random.stream("handler.sdk_retry_delay")} {}

send_loop::~send_loop() {
    stop_timers();
}

void send_loop::init(bool cold, std::function<void()> ready) {
    fresh_ = true;
    ready_ = std::move(ready);
    const auto takes = model_.cold_start.at(cold_start_.uniform(environment_, cold ? 0 : 1));
    init_timer_ = services_.world.clock.run_after(takes, [this] { std::exchange(ready_, nullptr)(); });
}

void send_loop::start(const lambda::invocation& run, std::function<void(lambda::handler_result)> done) {
    run_ = run;
    done_ = std::move(done);
    attempt_key_ = attempt_key(run);
    next_ = busy_ = paused_ = 0;
    preparing_ = stopped_ = uploading_rest_ = false;
    slowdown_ = 1;
    saved_ = 0;
    failure_.clear();
    again_.clear();
    pauses_.clear();
    acknowledged_.clear();
    sent_before_.clear();
    begin();
}

/// The process wakes up: start-up work after Init, then the work that each file costs.
void send_loop::begin() {
    const auto& world = services_.world;
    const auto file = as_file_event(*run_.event).file;
    duration delay{};
    if (auto& faults = world.faults; faults.concerns(faults::operation::lambda_attempt)) {
        const auto effect = faults.apply({faults::operation::lambda_attempt, world.clock.now(),
                                          world.books.files()[file].first, run_.attempt, 0});
        slowdown_ = effect.latency_factor;
        delay = effect.extra_latency;
        if (effect.fail)
            failure_ = R"({"errorType":")" + effect.fail->code + R"(","errorMessage":"injected"})";
    }
    delay += stretched(model_.cpu_per_file + (fresh_ ? model_.cpu_start : duration::zero()));
    fresh_ = false;
    cpu_timer_ = world.clock.run_after(delay, [this] {
        if (!failure_.empty())
            return finish({false, failure_});
        fetch_.start(run_, attempt_key_);
    });
}

void send_loop::on_fetched(const fetched_file& file) {
    if (!file.error.empty())
        return finish({false, file.error});
    file_ = file;
    request_ = services_.world.books.files()[file.file].request;
    shared_score_ = shared_score(services_.world, file_.first, attempt_key_);
    if (model_.model != handler_model::checkpoint)
        return pump();
    const auto stream = services_.world.random.stream("handler.checkpoint_read");
    const auto takes = model_.checkpoint_latency.at(stream.uniform(file_.first, attempt_key_));
    cpu_timer_ = services_.world.clock.run_after(takes, [this] {
        sent_before_ = services_.progress.sent(file_.file);
        pump();
    });
}

/// Sends as many e-mails as sockets and CPU allow.
void send_loop::pump() {
    job next;
    while (!preparing_ && busy_ < model_.max_in_flight && take_next(next)) {
        ++busy_;
        prepare(next);
    }
    settle();
}

bool send_loop::take_next(job& next) {
    if (!again_.empty()) {
        next = again_.front();
        again_.erase(again_.begin());
        return true;
    }
    while (next_ < file_.emails && next_ < sent_before_.size() && sent_before_[next_])
        ++next_;
    if (next_ == file_.emails || stopped_)
        return false;
    if (model_.model == handler_model::deadline_aware && out_of_time()) {
        stopped_ = true;
        return false;
    }
    next = {next_++, 0, false};
    return true;
}

void send_loop::prepare(const job& next) {
    if (model_.cpu_per_email == duration::zero())
        return issue(next);
    const auto takes = stretched(model_.cpu_per_email);
    preparing_ = true;
    cpu_timer_ = services_.world.clock.run_after(takes, [this, next] {
        preparing_ = false;
        issue(next);
        pump();
    });
}

void send_loop::issue(const job& next) {
    send_call call;
    call.email = file_.first + next.position;
    call.request = request_;
    call.file = file_.file;
    call.attempt = services_.attempt_of(run_.environment);
    call.attempt_key = attempt_key_;
    call.sdk_try = next.sdk_try;
    call.shared_score = shared_score_;
    call.after_lost_answer = next.after_lost_answer;
    link_.send(call);
}

void send_loop::on_answer(const send_call& call, send_outcome outcome) {
    const auto position = static_cast<std::uint32_t>(call.email - file_.first);
    if (outcome == send_outcome::accepted) {
        on_sent(position);
        return pump();
    }
    --busy_;
    if (retryable(outcome) && call.sdk_try < model_.sdk_retries) {
        const bool lost = call.after_lost_answer || outcome == send_outcome::disconnected;
        retry_later({position, call.sdk_try + 1, lost});
        return pump();
    }
    on_failed(outcome);
}

template<class Then>
void send_loop::pause_for(duration delay, Then then) {
    pauses_.push_back(services_.world.clock.run_after(delay, std::move(then)));
}

void send_loop::on_sent(std::uint32_t position) {
    if (model_.model != handler_model::checkpoint) {
        --busy_;
        return;
    }
    acknowledged_.push_back(position);
    if (acknowledged_.size() % model_.checkpoint_every != 0) {
        --busy_;
        return;
    }
    const auto stream = services_.world.random.stream("handler.checkpoint_write");
    const auto takes = model_.checkpoint_latency.at(stream.uniform(file_.first + position, attempt_key_));
    pause_for(takes, [this, up_to = acknowledged_.size()] { save_progress(up_to); });
}

void send_loop::save_progress(std::size_t acknowledged) {
    for (; saved_ < acknowledged; ++saved_)
        services_.progress.mark(file_.file, acknowledged_[saved_], file_.emails);
    --busy_;
    pump();
}

void send_loop::retry_later(const job& next) {
    const duration doubled = model_.sdk_retry_base * (1L << std::min(next.sdk_try - 1, 20U));
    const auto most = std::min(doubled, model_.sdk_retry_limit);
    const auto u = retry_delay_.uniform(file_.first + next.position, attempt_key_, next.sdk_try - 1);
    const duration delay{static_cast<duration::rep>(u * static_cast<double>(most.count()))};
    ++paused_;
    ++services_.world.books.sdk_retries;
    pause_for(delay, [this, next] {
        --paused_;
        again_.push_back(next);
        pump();
    });
}

void send_loop::on_failed(send_outcome outcome) {
    if (failure_.empty())
        failure_ =
            R"({"errorType":")" + std::string{error_type(outcome)} + R"(","errorMessage":"send failed"})";
    if (model_.errors == on_send_error::stop)
        return finish({false, failure_});
    pump();
}

/// Ends the run when nothing is left to do.
void send_loop::settle() {
    const bool idle = busy_ == 0 && paused_ == 0 && again_.empty() && !preparing_;
    if (!idle || !done_ || uploading_rest_)
        return;
    if (!failure_.empty())
        return finish({false, failure_});
    if (stopped_ && next_ < file_.emails)
        return upload_rest();
    if (next_ == file_.emails)
        finish({});
}

/// Deadline-aware: what was not begun becomes a file of its own, with an event and a time limit of its own.
void send_loop::upload_rest() {
    uploading_rest_ = true;
    const auto& file = services_.world.books.files()[file_.file];
    rest_ = services_.uploads.put(file.request, file_.first + next_, file_.emails - next_, next_, *this,
                                  static_cast<std::uint16_t>(file.ancestors + 1));
}

void send_loop::on_uploaded(file_number file, bool succeeded) {
    assert(file == rest_);
    uploading_rest_ = false;
    if (!succeeded)
        return finish({false, R"({"errorType":"Error","errorMessage":"the rest could not be uploaded"})"});
    services_.world.books.hand_over(file_.file, next_);
    finish({});
}

void send_loop::finish(lambda::handler_result result) {
    stop_timers();
    link_.detach();
    if (result.succeeded)
        services_.progress.forget(file_.file);
    std::exchange(done_, nullptr)(std::move(result));
}

void send_loop::terminate() {
    if (uploading_rest_ && services_.uploads.cancel(rest_))
        services_.world.books.hand_over(file_.file, next_);
    uploading_rest_ = false;
    stop_timers();
    link_.abandon();
    ready_ = nullptr;
    done_ = nullptr;
}

void send_loop::stop_timers() {
    auto& clock = services_.world.clock;
    clock.cancel(init_timer_);
    clock.cancel(cpu_timer_);
    fetch_.cancel();
    for (const auto timer : pauses_)
        clock.cancel(timer);
    pauses_.clear();
}

duration send_loop::stretched(duration cpu) const {
    return pipeline::stretched(cpu, run_.memory_mb, slowdown_);
}

bool send_loop::out_of_time() const {
    return run_.deadline - services_.world.clock.now() < model_.deadline_margin;
}

} // namespace sendlab::pipeline
