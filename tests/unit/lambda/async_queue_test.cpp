#include <catch2/catch.hpp>

#include "lambda/async_queue.hpp"

namespace sendlab::lambda {

namespace {

std::shared_ptr<deployed_function> some_function() {
    return std::make_shared<deployed_function>(function_config{}, "arn", nullptr, account_config{});
}

queued_event event_of(std::uint64_t entity, const std::shared_ptr<deployed_function>& function) {
    queued_event event;
    event.target = function;
    event.entity = entity;
    return event;
}

} // namespace

TEST_CASE("events stay where they are while others come and go") {
    const auto function = some_function();
    async_queue queue;
    const auto first = queue.add(event_of(1, function));
    const auto* address = &queue[first];
    const auto second = queue.add(event_of(2, function));
    for (std::uint64_t entity = 3; entity < 3000; ++entity)
        queue.add(event_of(entity, function));
    CHECK(queue.size() == 2999);
    CHECK(queue.remove(second).entity == 2);
    CHECK(queue.size() == 2998);
    CHECK_FALSE(queue.holds(second));
    CHECK(&queue[first] == address);
    CHECK(queue[first].entity == 1);
}

TEST_CASE("a slot is used again for another event") {
    const auto function = some_function();
    async_queue queue;
    const auto slot = queue.add(event_of(1, function));
    queue[slot].attempts = 3;
    queue.remove(slot);
    CHECK(queue.add(event_of(2, function)) == slot);
    CHECK(queue[slot].attempts == 0);
    CHECK(queue.end() == 1);
}

TEST_CASE("an event keeps its function alive, and only as long as it is queued") {
    auto function = some_function();
    const std::weak_ptr<deployed_function> life{function};
    async_queue queue;
    const auto slot = queue.add(event_of(1, std::exchange(function, nullptr)));
    CHECK_FALSE(life.expired());
    queue.remove(slot);
    CHECK(life.expired());
}

} // namespace sendlab::lambda
