#include "time/virtual_scheduler.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;

namespace {

/// A clock, and the numbers of the events that ran, in order.
struct fixture {
    virtual_scheduler clock;
    std::vector<int> ran;

    timer_id at(duration when, int number) {
        return clock.run_at(virtual_epoch + when, [this, number] { ran.push_back(number); });
    }
    [[nodiscard]] duration elapsed() const { return clock.now() - virtual_epoch; }
};

using numbers = std::vector<int>;

} // namespace

TEST_CASE("a new clock stands at its start and has nothing to do") {
    virtual_scheduler clock;
    CHECK(clock.now() == virtual_epoch);
    CHECK(clock.pending() == 0);
    CHECK(clock.run() == run_stop::idle);
    CHECK(clock.now() == virtual_epoch);
    CHECK(virtual_scheduler{virtual_epoch + 5s}.now() == virtual_epoch + 5s);
}

TEST_CASE_METHOD(fixture, "events run in the order of their times, and the clock goes with them") {
    at(3s, 3);
    at(1s, 1);
    clock.run_after(2s, [this] {
        CHECK(elapsed() == 2s);
        ran.push_back(2);
    });
    CHECK(clock.pending() == 3);
    CHECK(clock.run() == run_stop::idle);
    CHECK(ran == numbers{1, 2, 3});
    CHECK(elapsed() == 3s);
    CHECK(clock.pending() == 0);
}

TEST_CASE_METHOD(fixture, "events of equal time run in the order in which they were asked for") {
    numbers expected;
    for (int i = 0; i < 1000; ++i) {
        at(1s, i);
        expected.push_back(i);
    }
    clock.run();
    CHECK(ran == expected);
}

TEST_CASE_METHOD(fixture,
                 "an event asked for by an event of the same time runs after those asked for before") {
    clock.run_after(1s, [this] {
        ran.push_back(1);
        clock.run_after(0s, [this] { ran.push_back(3); });
    });
    at(1s, 2);
    clock.run();
    CHECK(ran == numbers{1, 2, 3});
    CHECK(elapsed() == 1s);
}

TEST_CASE_METHOD(fixture, "an event of a time that has passed runs now") {
    clock.run_after(10s, [this] {
        at(10s, 1);
        at(3s, 2);
        at(-1h, 3);
    });
    clock.run();
    CHECK(ran == numbers{1, 2, 3});
    CHECK(elapsed() == 10s);
}

TEST_CASE_METHOD(fixture, "a cancelled event does not run, and can be cancelled only once") {
    const auto id = at(1s, 1);
    at(2s, 2);
    CHECK(id);
    CHECK(clock.cancel(id));
    CHECK(clock.pending() == 1);
    CHECK_FALSE(clock.cancel(id));
    clock.run();
    CHECK(ran == numbers{2});
}

TEST_CASE_METHOD(fixture, "a cancelled event does not move the clock") {
    at(1s, 1);
    const auto id = at(1h, 2);
    clock.cancel(id);
    clock.run();
    CHECK(elapsed() == 1s);
}

TEST_CASE_METHOD(fixture, "an event that has run, or never was, cannot be cancelled") {
    const auto id = at(1s, 1);
    clock.run();
    CHECK_FALSE(clock.cancel(id));
    CHECK_FALSE(clock.cancel(timer_id{}));
    CHECK_FALSE(clock.cancel(timer_id{1000, 2}));
}

TEST_CASE_METHOD(fixture, "an event cannot cancel itself while it runs") {
    timer_id self;
    self = clock.run_after(1s, [&] { CHECK_FALSE(clock.cancel(self)); });
    clock.run();
}

TEST_CASE_METHOD(fixture, "an event can cancel one of the same time that has not run yet") {
    timer_id later;
    clock.run_after(1s, [&] { CHECK(clock.cancel(later)); });
    later = at(1s, 1);
    at(1s, 2);
    clock.run();
    CHECK(ran == numbers{2});
}

TEST_CASE_METHOD(fixture, "an old name does not cancel the event that took its place") {
    const auto old = at(1s, 1);
    clock.cancel(old);
    for (int i = 0; i < 10; ++i) {
        const auto next = at(2s, i);
        CHECK_FALSE(clock.cancel(old));
        CHECK(clock.cancel(next));
    }
    const auto last = at(3s, 99);
    CHECK(last.slot == old.slot); // the place is used again
    CHECK_FALSE(clock.cancel(old));
    clock.run();
    CHECK(ran == numbers{99});
}

TEST_CASE_METHOD(fixture, "a hold keeps the clock from advancing, but not the events of now") {
    auto hold = std::make_unique<virtual_scheduler::hold>(clock);
    at(0s, 1);
    at(1s, 2);
    clock.run_after(0s, [this] { at(0s, 3); });
    CHECK(clock.run() == run_stop::held);
    CHECK(ran == numbers{1, 3});
    CHECK(elapsed() == 0s);
    CHECK(clock.run() == run_stop::held);
    hold.reset();
    CHECK(clock.run() == run_stop::idle);
    CHECK(ran == numbers{1, 3, 2});
}

TEST_CASE_METHOD(fixture, "a hold taken by an event stops the clock there") {
    std::vector<virtual_scheduler::hold> holds;
    clock.run_after(1s, [&] { holds.emplace_back(clock); });
    at(2s, 2);
    CHECK(clock.run() == run_stop::held);
    CHECK(elapsed() == 1s);
    holds.clear();
    clock.run();
    CHECK(elapsed() == 2s);
}

TEST_CASE_METHOD(fixture, "every hold counts, and a moved one counts once") {
    virtual_scheduler other;
    at(1s, 1);
    virtual_scheduler::hold first{clock};
    {
        virtual_scheduler::hold second{clock};
        virtual_scheduler::hold moved{std::move(second)};
        first = std::move(moved);
        CHECK(clock.run() == run_stop::held);
    }
    CHECK(clock.run() == run_stop::held);
    first = virtual_scheduler::hold{other};
    CHECK(clock.run() == run_stop::idle);
}

TEST_CASE_METHOD(fixture, "a hold with nothing to wait for leaves the clock idle") {
    const virtual_scheduler::hold hold{clock};
    CHECK(clock.run() == run_stop::idle);
}

TEST_CASE_METHOD(fixture, "a run stops at its limit, and the next one goes on from there") {
    at(1s, 1);
    at(2s, 2);
    at(3s, 3);
    CHECK(clock.run(virtual_epoch + 2s) == run_stop::limit); // events at the limit run
    CHECK(ran == numbers{1, 2});
    CHECK(clock.run(virtual_epoch + 2500ms) == run_stop::limit);
    CHECK(elapsed() == 2500ms);
    CHECK(clock.run(virtual_epoch + 1s) == run_stop::limit); // the clock does not go back
    CHECK(elapsed() == 2500ms);
    CHECK(clock.run() == run_stop::idle);
    CHECK(ran == numbers{1, 2, 3});
}

TEST_CASE_METHOD(fixture, "stop ends a run after the current event") {
    clock.run_after(1s, [this] {
        ran.push_back(1);
        clock.stop();
    });
    at(1s, 2);
    CHECK(clock.run() == run_stop::interrupted);
    CHECK(ran == numbers{1});
    CHECK(clock.run() == run_stop::idle);
    CHECK(ran == numbers{1, 2});
}

TEST_CASE_METHOD(fixture, "a year of events every minute, and a timer for a century") {
    int ticks = 0;
    struct ticker {
        scheduler& clock;
        int& ticks;
        void operator()() const {
            if (++ticks < 365 * 24 * 60)
                clock.run_after(1min, *this);
        }
    };
    clock.run_after(1min, ticker{clock, ticks});
    at(forever, 1);
    CHECK(clock.run(virtual_epoch + 24h * 365) == run_stop::limit);
    CHECK(ticks == 365 * 24 * 60);
    CHECK(elapsed() == 24h * 365);
    clock.run();
    CHECK(elapsed() == forever);
    CHECK(ran == numbers{1});
}

TEST_CASE_METHOD(fixture,
                 "what events capture is let go when they have run, are cancelled, or die with the clock") {
    const auto token = std::make_shared<int>();
    {
        virtual_scheduler dying;
        const auto ignore = [](const std::shared_ptr<int>&) {};
        dying.run_after(1s, [token, ignore] { ignore(token); });
        const auto cancelled = dying.run_after(2s, [token, ignore] { ignore(token); });
        dying.run_after(3s, [token, ignore] { ignore(token); });
        CHECK(token.use_count() == 4);
        dying.cancel(cancelled);
        CHECK(token.use_count() == 3);
        dying.run(virtual_epoch + 1s);
        CHECK(token.use_count() == 2);
    }
    CHECK(token.use_count() == 1);
}

TEST_CASE_METHOD(fixture, "an event may own what cannot be copied") {
    int seen = 0;
    clock.run_after(1s, [value = std::make_unique<int>(7), &seen] { seen = *value; });
    clock.run();
    CHECK(seen == 7);
}

TEST_CASE_METHOD(fixture, "the closure of a cancelled event may come back to the clock as it dies") {
    struct asks_again {
        fixture* world;
        explicit asks_again(fixture& f) : world{&f} {}
        asks_again(asks_again&& other) noexcept : world{std::exchange(other.world, nullptr)} {}
        asks_again(const asks_again&) = delete;
        ~asks_again() {
            if (world)
                world->at(1s, 1);
        }
        void operator()() const {}
    };
    const auto id = clock.run_after(5s, asks_again{*this});
    CHECK(clock.cancel(id));
    clock.run();
    CHECK(ran == numbers{1});
}

TEST_CASE_METHOD(fixture, "where nine events in ten are cancelled, the others run in order") {
    constexpr int events = 10'000;
    const auto number = [](int i) { return i * 7919 % events; }; // all below 10,000, shuffled
    std::vector<timer_id> ids;
    for (int i = 0; i < events; ++i)
        ids.push_back(at(duration{number(i)}, number(i)));
    numbers expected;
    for (int i = 0; i < events; ++i)
        if (i % 10 == 0)
            expected.push_back(number(i));
        else
            REQUIRE(clock.cancel(ids[static_cast<std::size_t>(i)]));
    std::ranges::sort(expected);
    CHECK(clock.pending() == 1'000);
    clock.run();
    CHECK(ran == expected);
}

TEST_CASE_METHOD(fixture,
                 "time limits that are asked for and cancelled a million times leave nothing behind") {
    for (int i = 0; i < 1'000'000; ++i)
        clock.cancel(at(3s, i));
    CHECK(clock.pending() == 0);
    at(1s, 1);
    CHECK(clock.run() == run_stop::idle);
    CHECK(elapsed() == 1s);
    CHECK(ran == numbers{1});
}
