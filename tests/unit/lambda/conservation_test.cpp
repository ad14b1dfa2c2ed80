// What must hold whatever happens: every delivery of every accepted event ends exactly once.

#include <algorithm>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "unit/lambda/lambda_world.hpp"

namespace sendlab::lambda::testing {

namespace {

/// Checks each thing that it hears against what it has heard before.
class bookkeeper final : public lambda_observer {
public:
    void on_accepted(const request_id& id, const event_document&) override { ++open[id]; }
    void on_duplicated(const request_id& id, const event_document&) override { ++open[id]; }
    void on_attempt_started(const invocation& run, bool) override {
        CHECK(open[run.id] > 0);
        CHECK(busy.insert(run.environment).second); // one at a time
        CHECK(run.attempt == ++attempts[{run.id, run.delivery}]);
        most_attempts = std::max(most_attempts, run.attempt);
    }
    void on_attempt_ended(const invocation& run, const attempt_report& report) override {
        CHECK(busy.erase(run.environment) == 1);
        CHECK(report.ran <= limit);
        CHECK(report.billed >= report.ran + report.init);
        CHECK(report.started + report.ran <= run.deadline);
    }
    void on_succeeded(const request_id& id, const event_document&) override { close(id); }
    void on_given_up(const request_id& id, const event_document&, given_up, std::uint32_t) override {
        close(id);
    }

    void close(const request_id& id) {
        CHECK(--open[id] >= 0);
        ++ended;
    }

    duration limit{};
    std::map<request_id, int> open;
    std::map<std::pair<request_id, std::uint32_t>, std::uint32_t> attempts;
    std::set<std::uint64_t> busy;
    std::uint32_t most_attempts = 0;
    int ended = 0;
};

/// A handler's behaviour as a function of the draw.
script behaviour(double u) {
    if (u < 0.1)
        return at_once();
    if (u < 0.2)
        return never();
    if (u < 0.3)
        return {5s, {}, 1, false}; // answers after it has been terminated
    if (u < 0.4)
        return {
            std::chrono::nanoseconds{static_cast<std::int64_t>(u * 2e9)}, {false, "{}", u < 0.35}, 2, true};
    if (u < 0.6)
        return fails(std::chrono::nanoseconds{static_cast<std::int64_t>(u * 1e9)});
    return takes(std::chrono::nanoseconds{static_cast<std::int64_t>(u * 4e9)});
}

function_config random_config(const random_stream& draws) {
    function_config config;
    config.timeout = draws.chance(0.5, 0) ? 3s : 1500ms;
    if (draws.chance(0.5, 1))
        config.reserved_concurrency = 1 + static_cast<std::uint32_t>(draws.bits(2) % 5);
    config.maximum_retry_attempts = static_cast<std::uint32_t>(draws.bits(3) % 3);
    config.maximum_event_age = draws.chance(0.5, 4) ? 6h : 70s;
    config.dispatch_delay = latency{distribution::exponential(50e6)};
    config.environment_setup = latency{distribution::uniform(0, 300e6)};
    config.duplicate_deliveries = draws.uniform(5) * 0.3;
    config.on_throttle = draws.chance(0.5, 6) ? throttle_policy::queue : throttle_policy::backoff;
    config.keep_warm = draws.chance(0.5, 7) ? 10min : 2s;
    return config;
}

struct random_world {
    explicit random_world(std::uint64_t seed) : random{seed}, config{random_config(draws)} {
        books.limit = config.timeout;
        account.scaling_burst = 3;
        account.scaling_per_second = 2;
        account.concurrency = 108;
        cap = config.reserved_concurrency.value_or(account.concurrency);
        told.on_start = [this](const invocation&) {
            CHECK(service->concurrent_executions() <= cap);
            return behaviour(draws.uniform(++calls, 1));
        };
        told.on_init = [this](auto, bool) {
            const auto u = draws.uniform(++calls, 2);
            return u < 0.5 ? at_once() : u < 0.9 ? takes(300ms) : u < 0.95 ? takes(11s) : never();
        };
        service = std::make_unique<lambda_service>(clock, random, account, books);
        REQUIRE(service->create_function(config, [this](auto environment) {
            return std::make_unique<scripted_handler>(clock, told, environment);
        }));
    }

    void invoke(int events) {
        for (int i = 0; i < events; ++i) {
            const auto entity = static_cast<std::uint64_t>(i);
            const duration at{static_cast<std::int64_t>(draws.uniform(entity, 3) * 60e9)};
            clock.run_at(start_of_test + at,
                         [this, entity] { CHECK(service->invoke_async(config.name, event, entity)); });
        }
        for (const auto& [at, available] : {std::pair{20s, false}, std::pair{25s, true}})
            clock.run_at(start_of_test + at, [this, up = available] { service->set_service_available(up); });
    }

    random_source random;
    random_stream draws = random.stream("test");
    function_config config;
    account_config account;
    std::uint32_t cap = 0;
    std::uint64_t calls = 0;
    virtual_scheduler clock;
    direction told;
    bookkeeper books;
    std::shared_ptr<const event_document> event = std::make_shared<text_event>("1");
    std::unique_ptr<lambda_service> service;
};

} // namespace

TEST_CASE("whatever happens, every delivery ends exactly once, after no more attempts than allowed") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        random_world world{seed};
        world.invoke(150);
        world.clock.run();
        CHECK(world.service->events_pending() == 0);
        CHECK(world.service->concurrent_executions() == 0);
        CHECK(world.books.open.size() == 150);
        for (const auto& [id, open] : world.books.open)
            CHECK(open == 0);
        CHECK(world.books.ended >= 150);
        CHECK(world.books.most_attempts <= 1 + world.config.maximum_retry_attempts);
        CHECK(world.books.busy.empty());
    }
}

TEST_CASE("when the function is deleted in the middle, every delivery still ends exactly once") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        random_world world{seed};
        world.invoke(150);
        world.clock.run_at(start_of_test + 61s,
                           [&] { CHECK(world.service->delete_function(world.config.name)); });
        world.clock.run();
        CHECK(world.service->events_pending() == 0);
        for (const auto& [id, open] : world.books.open)
            CHECK(open == 0);
        CHECK(world.clock.now() < start_of_test + 80s);
    }
}

} // namespace sendlab::lambda::testing
