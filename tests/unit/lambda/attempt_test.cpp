#include <catch2/catch.hpp>

#include "lambda/attempt.hpp"

namespace sendlab::lambda {

using namespace std::chrono_literals;

namespace {

constexpr time_point t0 = virtual_epoch;
constexpr attempt_limits limits{250ms, 10s, 3s};

} // namespace

TEST_CASE("in a warm environment the run starts at once and has until its limit") {
    attempt a{limits};
    CHECK(a.begin(environment_state::ready, t0) == attempt_step::start);
    CHECK(a.started());
    CHECK_FALSE(a.cold());
    CHECK(a.start() == t0);
    CHECK(a.deadline() == t0 + 3s);
    a.on_done(t0 + 2s);
    CHECK(a.ran() == 2s);
    CHECK(a.init() == 0s);
}

TEST_CASE("a run that ends exactly at the limit has not passed it") {
    attempt a{limits};
    a.begin(environment_state::ready, t0);
    CHECK(a.due() == t0 + 3s + 1ns);
    a.on_done(t0 + 3s);
    CHECK(a.ran() == 3s);
}

TEST_CASE("a run that passes the limit is said to have lasted as long as the limit") {
    attempt a{limits};
    a.begin(environment_state::ready, t0);
    CHECK(a.on_due(t0 + 3s + 1ns) == attempt_step::time_out);
    CHECK(a.ran() == 3s);
}

TEST_CASE("a cold start sets up, initialises and runs; only the run counts towards the limit") {
    attempt a{limits};
    CHECK(a.begin(environment_state::fresh, t0) == attempt_step::wait);
    CHECK(a.cold());
    CHECK(a.due() == t0 + 250ms);
    CHECK(a.on_due(t0 + 250ms) == attempt_step::init);
    CHECK(a.cold_initialising());
    CHECK_FALSE(a.started());
    CHECK(a.on_ready(t0 + 650ms) == attempt_step::start);
    CHECK(a.init() == 400ms);
    CHECK(a.start() == t0 + 650ms);
    CHECK(a.deadline() == t0 + 3650ms);
    a.on_done(t0 + 3650ms);
    CHECK(a.ran() == 3s);
}

TEST_CASE("without set-up Init begins at once") {
    attempt a{{0s, 10s, 3s}};
    CHECK(a.begin(environment_state::fresh, t0) == attempt_step::init);
    CHECK(a.due() == t0 + 10s + 1ns);
}

TEST_CASE("an Init that ends exactly at its limit is good") {
    attempt a{{0s, 10s, 3s}};
    a.begin(environment_state::fresh, t0);
    CHECK(a.on_ready(t0 + 10s) == attempt_step::start);
    CHECK(a.init() == 10s);
}

TEST_CASE("an Init past its limit is run again inside the attempt, within the function's limit") {
    attempt a{{0s, 10s, 3s}};
    a.begin(environment_state::fresh, t0);
    const auto aborted = t0 + 10s + 1ns;
    CHECK(a.on_due(aborted) == attempt_step::abort_init);
    CHECK(a.init() == 10s);
    CHECK(a.cold());
    CHECK_FALSE(a.cold_initialising());
    CHECK(a.started());
    CHECK(a.start() == aborted);

    SECTION("what is left of the limit is the run's") {
        CHECK(a.on_ready(aborted + 2s) == attempt_step::start);
        CHECK(a.deadline() == aborted + 3s);
        a.on_done(aborted + 2500ms);
        CHECK(a.ran() == 2500ms);
    }
    SECTION("it may run into the limit as well") {
        CHECK(a.due() == aborted + 3s + 1ns);
        CHECK(a.on_due(a.due()) == attempt_step::time_out);
        CHECK(a.ran() == 3s);
    }
}

TEST_CASE("after a reset Init runs inside the attempt and is no cold start") {
    attempt a{limits};
    CHECK(a.begin(environment_state::reset, t0) == attempt_step::init);
    CHECK_FALSE(a.cold_initialising());
    CHECK_FALSE(a.cold());
    CHECK(a.start() == t0);
    CHECK(a.on_ready(t0 + 400ms) == attempt_step::start);
    CHECK(a.deadline() == t0 + 3s);
    a.on_done(t0 + 500ms);
    CHECK(a.ran() == 500ms);
    CHECK(a.init() == 0s);
}

} // namespace sendlab::lambda
