#include "s3/notification.hpp"

#include <map>
#include <tuple>
#include <vector>

#include <catch2/catch.hpp>

#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using namespace sendlab::s3;
using namespace std::chrono_literals;

namespace {

struct arrival {
    duration after;
    std::uint64_t entity;
    std::uint32_t copy;

    friend bool operator==(const arrival&, const arrival&) = default;
};

/// Announces one event for each entity, all at once, and gives back what arrives.
std::vector<arrival> arrivals_of(const std::vector<std::uint64_t>& entities, latency delay, double duplicates,
                                 std::uint64_t seed = 1) {
    virtual_scheduler clock;
    notification_delivery delivery{clock, random_source{seed}, std::move(delay), duplicates};
    std::vector<arrival> arrived;
    delivery.on_notification([&](const notification& n) {
        CHECK(n.function_arn == "arn");
        arrived.push_back({clock.now() - virtual_epoch, n.entity, n.copy});
    });
    for (const auto entity : entities)
        delivery.deliver("arn", std::make_shared<event_record>(), entity);
    clock.run();
    return arrived;
}

const latency spread{distribution::uniform(0, 1e9)};

} // namespace

TEST_CASE("a notification arrives once its delay is over") {
    CHECK(arrivals_of({7}, latency{250ms}, 0) == std::vector<arrival>{{250ms, 7, 0}});
    CHECK(arrivals_of({7}, latency{}, 0) == std::vector<arrival>{{0ns, 7, 0}});
}

TEST_CASE("a duplicate has a delay of its own and the same record") {
    const auto arrived = arrivals_of({1}, spread, 1);
    REQUIRE(arrived.size() == 2);
    CHECK(arrived[0].copy + arrived[1].copy == 1);
    CHECK(arrived[0].after < arrived[1].after);
}

TEST_CASE("duplicates are as many as their probability says") {
    std::vector<std::uint64_t> entities(10'000);
    for (std::size_t i = 0; i < entities.size(); ++i)
        entities[i] = i;
    const auto arrived = arrivals_of(entities, latency{}, 0.1);
    CHECK(arrived.size() > 10'850);
    CHECK(arrived.size() < 11'150);
    CHECK(arrivals_of(entities, latency{}, 0).size() == 10'000);
}

TEST_CASE(
    "the delay of an entity's notification does not depend on what else is announced, nor in which order") {
    const auto by_entity = [](const std::vector<arrival>& all) {
        std::map<std::pair<std::uint64_t, std::uint32_t>, duration> delays;
        for (const auto& a : all)
            delays[{a.entity, a.copy}] = a.after;
        return delays;
    };
    const auto forward = by_entity(arrivals_of({1, 2, 3, 4}, spread, 1));
    CHECK(forward == by_entity(arrivals_of({4, 3, 2, 1}, spread, 1)));
    CHECK(forward.at({3, 1}) == by_entity(arrivals_of({3}, spread, 1)).at({3, 1}));
    CHECK_FALSE(forward == by_entity(arrivals_of({1, 2, 3, 4}, spread, 1, 2)));
}

TEST_CASE("without a sink nothing is scheduled") {
    virtual_scheduler clock;
    notification_delivery delivery{clock, random_source{1}, latency{1s}, 1};
    delivery.deliver("arn", std::make_shared<event_record>(), 1);
    CHECK(clock.pending() == 0);
}
