// Real time: the same events in the same order as time/virtual_scheduler, when the wall clock gets to them.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "time/event_queue.hpp"
#include "time/scheduler.hpp"

namespace sendlab::net {

/// Runs events on the thread that runs the io_context, and may only be used from there.
///
/// While an event runs, now() is the moment that the event was asked for, although the machine gets to it a
/// little later. So lateness does not pile up along a chain of events, and a world without outside influence
/// goes through the same moments in real time as in virtual time. Elsewhere (a socket's handler) now() is the
/// time of day: the system clock as it was at the start, carried on by the steady clock, so that a clock that
/// is set back does no harm. It never goes back, and skip_to_next() puts it forward.
///
/// The io_context has work as long as an event is pending.
class io_scheduler final : public scheduler {
public:
    explicit io_scheduler(boost::asio::io_context& io);
    /// Pending events never run. Not to be destroyed by one of its own events.
    ~io_scheduler() override;
    io_scheduler(const io_scheduler&) = delete;
    io_scheduler& operator=(const io_scheduler&) = delete;

    [[nodiscard]] time_point now() const override;
    timer_id run_at(time_point when, task&& event) override;
    bool cancel(timer_id id) override;

    [[nodiscard]] std::size_t pending() const { return queue_.size(); }

    /// Puts the clock forward to the next event, but not past `limit`, and runs what is due then, each event at its own
    /// moment. From here on the clock is ahead of the time of day. Not to be called from an event.
    void skip_to_next(time_point limit);

private:
    using steady = std::chrono::steady_clock;
    class turn;

    [[nodiscard]] time_point wall_time() const;
    void set_alarm();
    void on_alarm();
    void run_due();

    event_queue queue_;
    boost::asio::steady_timer alarm_;
    time_point alarm_at_ = time_point::max(); // max: it is off
    steady::time_point steady_start_ = steady::now();
    time_point start_ = std::chrono::system_clock::now();
    mutable time_point latest_ = start_; // what now() said last, or the moment of the event that runs
    bool running_ = false;
    std::shared_ptr<io_scheduler*> self_; // tells an alarm that was on its way that nobody is left to hear it
};

} // namespace sendlab::net
