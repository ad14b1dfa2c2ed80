#include "net/io_scheduler.hpp"

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/asio/post.hpp>

#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using namespace std::chrono_literals;
using net::io_scheduler;
namespace asio = boost::asio;

namespace {

/// What happened: "label@nanoseconds since the script's start".
using trace = std::vector<std::string>;

class script {
public:
    explicit script(scheduler& clock) : clock_{clock} {}

    /// All steps are asked for inside one event, where now() stands still: so they mean the same moments on
    /// each clock.
    void start(std::function<void(script&)> steps) {
        clock_.run_at(clock_.now(), [this, steps = std::move(steps)] {
            start_ = clock_.now();
            steps(*this);
        });
    }

    timer_id after(duration delay, std::string label, std::function<void()> then = {}) {
        steps_.push_back({std::move(label), std::move(then)});
        return clock_.run_after(delay, [this, step = steps_.size() - 1] { run(step); });
    }

    bool cancel(timer_id id) { return clock_.cancel(id); }
    void note(const std::string& label) {
        trace_.push_back(label + "@" + std::to_string((clock_.now() - start_).count()));
    }
    [[nodiscard]] const trace& seen() const { return trace_; }

private:
    struct step {
        std::string label;
        std::function<void()> then;
    };

    void run(std::size_t index) {
        note(steps_[index].label);
        if (const auto then = steps_[index].then)
            then();
    }

    scheduler& clock_;
    time_point start_{};
    std::vector<step> steps_;
    trace trace_;
};

trace in_virtual_time(const std::function<void(script&)>& steps) {
    virtual_scheduler clock;
    script run{clock};
    run.start(steps);
    clock.run();
    return run.seen();
}

trace in_real_time(const std::function<void(script&)>& steps) {
    asio::io_context io;
    io_scheduler clock{io};
    script run{clock};
    run.start(steps);
    io.run();
    CHECK(clock.pending() == 0);
    return run.seen();
}

void on_both(const std::function<void(script&)>& steps, const trace& expected) {
    CHECK(in_virtual_time(steps) == expected);
    CHECK(in_real_time(steps) == expected);
}

} // namespace

TEST_CASE("both clocks run events in the order of their times") {
    on_both(
        [](script& s) {
            s.after(3ms, "c");
            s.after(1ms, "a");
            s.after(2ms, "b");
        },
        {"a@1000000", "b@2000000", "c@3000000"});
}

TEST_CASE("both clocks run events of the same time in the order in which they were asked for") {
    on_both(
        [](script& s) {
            s.after(1ms, "first");
            s.after(0ms, "zero", [&s] { s.after(1ms, "third"); });
            s.after(1ms, "second");
            s.after(-5ms, "past");
        },
        {"zero@0", "past@0", "first@1000000", "second@1000000", "third@1000000"});
}

TEST_CASE("both clocks let events ask for events, which do not inherit the lateness of the machine") {
    on_both(
        [](script& s) {
            s.after(1ms, "one", [&s] {
                s.after(1ms, "two", [&s] { s.after(100us, "three"); });
                s.after(0ms, "at once");
            });
            s.after(2050us, "between");
        },
        {"one@1000000", "at once@1000000", "two@2000000", "between@2050000", "three@2100000"});
}

TEST_CASE("both clocks forget cancelled events, and cancel each at most once") {
    on_both(
        [](script& s) {
            const auto doomed = s.after(1ms, "never");
            const auto late = s.after(4ms, "nor this");
            const auto ran = s.after(1ms, "ran");
            s.note(s.cancel(doomed) ? "cancelled" : "too late");
            s.note(s.cancel(doomed) ? "twice" : "only once");
            s.note(s.cancel({}) ? "nothing" : "none");
            s.after(2ms, "check", [&s, ran, late] {
                s.note(s.cancel(ran) ? "had not run" : "had run");
                s.note(s.cancel(late) ? "in time" : "too late");
            });
        },
        {"cancelled@0", "only once@0", "none@0", "ran@1000000", "check@2000000", "had run@2000000",
         "in time@2000000"});
}

TEST_CASE("a thousand chained and crossed timers leave the same trace on both clocks") {
    const auto steps = [](script& s) {
        for (int chain = 0; chain < 20; ++chain) {
            const auto name = std::to_string(chain);
            auto link = std::make_shared<std::function<void(int)>>();
            *link = [&s, name, chain, link](int left) {
                if (left == 0)
                    return;
                const auto guard = s.after(1ms, name + " guard");
                s.after(duration{1000 * (1 + (chain * 7 + left * 13) % 50)}, name, [&s, link, left, guard] {
                    if (left % 3 != 0)
                        s.cancel(guard);
                    (*link)(left - 1);
                });
            };
            (*link)(50);
            s.after(5ms, name + " end", [link] { *link = {}; }); // the chain holds itself
        }
    };
    const auto expected = in_virtual_time(steps);
    CHECK(expected.size() > 1000);
    CHECK(in_real_time(steps) == expected);
}

TEST_CASE("an earlier event moves the alarm, and the later one is still there") {
    asio::io_context io;
    io_scheduler clock{io};
    const auto late = clock.run_after(1h, [] { FAIL("cancelled"); });
    bool early = false;
    asio::post(io, [&] {
        clock.run_after(1ms, [&] {
            early = true;
            CHECK(clock.cancel(late));
        });
    });
    io.run_for(10s); // comes back as soon as nothing is pending
    CHECK(early);
    CHECK(clock.pending() == 0);
}

TEST_CASE("the io_context comes back when no event is pending") {
    asio::io_context io;
    io_scheduler clock{io};
    const auto id = clock.run_after(1h, [] { FAIL("cancelled"); });
    asio::post(io, [&] { CHECK(clock.cancel(id)); });
    io.run_for(10s);
    CHECK(io.stopped());
}

TEST_CASE("an event that throws does not keep the others from running") {
    asio::io_context io;
    io_scheduler clock{io};
    bool ran = false;
    const auto at = clock.now();
    clock.run_at(at, [] { throw std::runtime_error{"from an event"}; });
    clock.run_at(at, [&] { ran = true; });
    CHECK_THROWS_WITH(io.run(), "from an event");
    CHECK_FALSE(ran);
    io.run();
    CHECK(ran);
}

TEST_CASE("destroying the clock drops its events and what they hold") {
    asio::io_context io;
    const auto held = std::make_shared<int>(1);
    {
        io_scheduler clock{io};
        clock.run_at(clock.now(), [held] { FAIL("must not run"); });
        clock.run_after(1h, [held] { FAIL("must not run"); });
        CHECK(held.use_count() == 3);
    }
    CHECK(held.use_count() == 1);
    io.run(); // the alarm was due already: it must not reach the clock that is gone
}

TEST_CASE("a clock that is destroyed while its alarm is on its way is not touched") {
    asio::io_context io;
    auto clock = std::make_unique<io_scheduler>(io);
    auto other = std::make_unique<io_scheduler>(io);
    const auto at = clock->now();
    // Both alarms expire in the same turn of the reactor; whichever event runs first destroys the other's
    // clock.
    int ran = 0;
    clock->run_at(at, [&] { ++ran, other.reset(); });
    other->run_at(at, [&] { ++ran, clock.reset(); });
    io.run();
    CHECK(ran == 1);
}

TEST_CASE("now() never goes back, and stands still while an event runs") {
    asio::io_context io;
    io_scheduler clock{io};
    const auto start = clock.now();
    auto last = start;
    for (int i = 0; i < 1000; ++i) {
        const auto now = clock.now();
        REQUIRE(now >= last);
        last = now;
    }
    clock.run_at(start + 1ms, [&] {
        const auto moment = clock.now();
        CHECK(moment >= last);
        for (int i = 0; i < 1000; ++i)
            REQUIRE(clock.now() == moment);
        last = moment;
    });
    io.run();
    CHECK(clock.now() >= last);
    CHECK(clock.now() >= start + 1ms);
}

TEST_CASE("a clock that is put forward runs each event at its own moment, and no further than asked") {
    asio::io_context io;
    io_scheduler clock{io};
    const auto start = clock.now();
    std::vector<duration> ran;
    const auto note = [&] { ran.push_back(clock.now() - start); };
    clock.run_at(start + 1h, [&] {
        note();
        clock.run_after(30min, note);
    });
    const auto late = clock.run_at(start + 3h, [] { FAIL("past the limit"); });
    while (clock.now() < start + 2h)
        clock.skip_to_next(start + 2h);
    CHECK(ran == std::vector<duration>{1h, 90min});
    CHECK(clock.now() - start < 2h + 10s);
    CHECK(clock.cancel(late));
}

TEST_CASE("after it was put forward the clock goes on as time does, and alarms with it") {
    asio::io_context io;
    io_scheduler clock{io};
    const auto start = clock.now();
    bool ran = false;
    clock.run_at(start + 1h + 1ms, [&] { ran = true; });
    clock.skip_to_next(start + 1h);
    io.run_for(10s); // comes back as soon as nothing is pending
    CHECK(ran);
    CHECK(clock.now() >= start + 1h + 1ms);
}
