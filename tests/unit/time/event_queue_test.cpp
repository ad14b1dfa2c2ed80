#include "time/event_queue.hpp"

#include <memory>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;

TEST_CASE("an empty queue has no next event") {
    event_queue queue;
    CHECK(queue.empty());
    CHECK(queue.size() == 0);
    CHECK_FALSE(queue.next());
    CHECK_FALSE(queue.cancel({}));
    CHECK_FALSE(queue.cancel({7, 2}));
}

TEST_CASE("the queue names the earliest event's time and hands that event out, unrun") {
    event_queue queue;
    int ran = 0;
    queue.push(virtual_epoch + 2s, [&] { ran = 2; });
    queue.push(virtual_epoch + 1s, [&] { ran = 1; });
    CHECK(queue.next() == virtual_epoch + 1s);
    auto first = queue.pop();
    CHECK(ran == 0);
    first();
    CHECK(ran == 1);
    CHECK(queue.next() == virtual_epoch + 2s);
    CHECK(queue.size() == 1);
}

TEST_CASE("a cancelled event is never the next one") {
    event_queue queue;
    const auto first = queue.push(virtual_epoch + 1s, [] {});
    const auto second = queue.push(virtual_epoch + 2s, [] {});
    queue.push(virtual_epoch + 3s, [] {});
    CHECK(queue.cancel(second));
    CHECK(queue.next() == virtual_epoch + 1s);
    CHECK(queue.cancel(first));
    CHECK(queue.next() == virtual_epoch + 3s);
    CHECK(queue.size() == 1);
}

TEST_CASE("cancelling lets go of what the event held") {
    event_queue queue;
    const auto held = std::make_shared<int>(1);
    const auto id = queue.push(virtual_epoch, [held] {});
    CHECK(held.use_count() == 2);
    CHECK(queue.cancel(id));
    CHECK(held.use_count() == 1);
    CHECK(queue.empty());
}

TEST_CASE(
    "time limits that are all cancelled do not pile up, and the order of the others survives their sweep") {
    event_queue queue;
    std::vector<int> ran;
    std::vector<timer_id> limits;
    for (int i = 0; i < 1000; ++i) {
        const auto when = virtual_epoch + duration{(i * 7919) % 500};
        queue.push(when, [&ran, i] { ran.push_back(i); });
        for (int k = 0; k < 5; ++k)
            limits.push_back(queue.push(when + duration{k * 100}, [] { FAIL("cancelled"); }));
    }
    for (const auto id : limits)
        REQUIRE(queue.cancel(id));
    CHECK(queue.size() == 1000);
    auto previous = virtual_epoch;
    while (const auto next = queue.next()) {
        REQUIRE(*next >= previous);
        previous = *next;
        queue.pop()();
    }
    REQUIRE(ran.size() == 1000);
    for (std::size_t i = 1; i < ran.size(); ++i) {
        const auto key = [&](std::size_t k) { return std::pair{(ran[k] * 7919) % 500, ran[k]}; };
        REQUIRE(key(i - 1) < key(i));
    }
}
