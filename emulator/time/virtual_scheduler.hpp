// Virtual time: a deterministic discrete-event queue. Nothing sleeps; the clock jumps from event to event.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>

#include "time/event_queue.hpp"
#include "time/scheduler.hpp"

namespace sendlab {

/// Why a run came back.
enum class run_stop {
    idle,        // no event is left
    held,        // the next event lies in the future, and a hold keeps the clock from going there
    limit,       // the next event lies past the given limit
    interrupted, // stop() was called
};

class virtual_scheduler final : public scheduler {
public:
    explicit virtual_scheduler(time_point start = virtual_epoch) : now_{start} {}
    virtual_scheduler(const virtual_scheduler&) = delete;
    virtual_scheduler& operator=(const virtual_scheduler&) = delete;

    [[nodiscard]] time_point now() const override { return now_; }
    timer_id run_at(time_point when, task&& event) override;
    bool cancel(timer_id id) override;

    /// Runs events until none is left, a hold stops the clock, the next lies past `limit`, or stop() is
    /// called. After `limit` the clock stands at the limit.
    run_stop run(time_point limit = time_point::max());

    /// Makes run() return after the current event.
    void stop() { stopping_ = true; }

    [[nodiscard]] std::size_t pending() const { return queue_.size(); }

    /// While any hold lives, events of now run but the clock does not advance: something outside the
    /// simulation (a handler process, a socket) is still working, and its answer belongs to this moment.
    class hold {
    public:
        explicit hold(virtual_scheduler& clock) : clock_{&clock} { ++clock.holds_; }
        hold(hold&& other) noexcept : clock_{std::exchange(other.clock_, nullptr)} {}
        hold& operator=(hold other) noexcept {
            std::swap(clock_, other.clock_);
            return *this;
        }
        ~hold() {
            if (clock_)
                --clock_->holds_;
        }

    private:
        virtual_scheduler* clock_;
    };

private:
    /// Why the clock may not go on to `when`, or nothing once it stands there.
    std::optional<run_stop> advance(time_point when, time_point limit);

    event_queue queue_;
    time_point now_;
    std::size_t holds_ = 0;
    bool stopping_ = false;
};

} // namespace sendlab
