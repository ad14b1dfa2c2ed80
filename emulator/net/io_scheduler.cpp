#include "net/io_scheduler.hpp"

#include <algorithm>
#include <cassert>

namespace sendlab::net {

/// The time during which events run. However it ends (an event may throw), the alarm is set for what is left.
class io_scheduler::turn {
public:
    explicit turn(io_scheduler& clock) : clock_{clock} { clock_.running_ = true; }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;
    ~turn() {
        clock_.running_ = false;
        clock_.set_alarm();
    }

private:
    io_scheduler& clock_;
};

io_scheduler::io_scheduler(boost::asio::io_context& io)
    : alarm_{io}, self_{std::make_shared<io_scheduler*>(this)} {}

io_scheduler::~io_scheduler() {
    assert(!running_);
}

time_point io_scheduler::wall_time() const {
    return start_ + std::chrono::duration_cast<duration>(steady::now() - steady_start_);
}

time_point io_scheduler::now() const {
    if (!running_)
        latest_ = std::max(latest_, wall_time());
    return latest_;
}

timer_id io_scheduler::run_at(time_point when, task&& event) {
    const auto id = queue_.push(std::max(when, now()), std::move(event));
    set_alarm();
    return id;
}

bool io_scheduler::cancel(timer_id id) {
    const bool found = queue_.cancel(id);
    if (queue_.empty() && alarm_at_ != time_point::max()) {
        alarm_at_ = time_point::max();
        alarm_.cancel(); // else the io_context would wait for an alarm that nobody needs
    }
    return found;
}

/// An alarm that comes too early is harmless, so only an earlier event moves it.
void io_scheduler::set_alarm() {
    const auto next = queue_.next();
    if (running_ || !next || *next >= alarm_at_)
        return;
    alarm_at_ = *next;
    alarm_.expires_at(steady_start_ + (alarm_at_ - start_));
    alarm_.async_wait([self = std::weak_ptr{self_}](const boost::system::error_code& cancelled) {
        if (const auto clock = self.lock(); clock && !cancelled)
            (*clock)->on_alarm();
    });
}

void io_scheduler::on_alarm() {
    alarm_at_ = time_point::max();
    run_due();
}

void io_scheduler::skip_to_next(time_point limit) {
    assert(!running_);
    const auto there = std::min(queue_.next().value_or(limit), limit);
    start_ += std::max(there - wall_time(), duration::zero());
    alarm_at_ = time_point::max(); // it was set by the clock as it was
    alarm_.cancel();
    run_due();
}

void io_scheduler::run_due() {
    const turn running{*this};
    // What becomes due meanwhile waits for the next alarm, so that sockets get their turn.
    const auto due = wall_time();
    for (auto next = queue_.next(); next && *next <= due; next = queue_.next()) {
        latest_ = std::max(latest_, *next);
        queue_.pop()();
    }
}

} // namespace sendlab::net
