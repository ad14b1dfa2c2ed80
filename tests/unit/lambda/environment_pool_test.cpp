#include <catch2/catch.hpp>

#include "lambda/environment_pool.hpp"

namespace sendlab::lambda {

using namespace std::chrono_literals;

namespace {

std::unique_ptr<environment> make(std::uint64_t number) {
    auto place = std::make_unique<environment>();
    place->number = number;
    return place;
}

} // namespace

TEST_CASE("the environment used last is used first") {
    environment_pool pool{10min};
    pool.put_back(make(1), virtual_epoch);
    pool.put_back(make(2), virtual_epoch + 1s);
    pool.put_back(make(3), virtual_epoch + 1s);
    CHECK(pool.take()->number == 3);
    CHECK(pool.take()->number == 2);
    CHECK(pool.take()->number == 1);
    CHECK(pool.take() == nullptr);
}

TEST_CASE("an environment expires when it has been idle for keep_warm") {
    environment_pool pool{10min};
    pool.put_back(make(1), virtual_epoch);
    CHECK(pool.take_expired(virtual_epoch + 10min - 1ns) == nullptr);
    CHECK(pool.take_expired(virtual_epoch + 10min)->number == 1);
    CHECK(pool.idle() == 0);
    CHECK(pool.take_expired(virtual_epoch + 1h) == nullptr);
}

TEST_CASE("the environments that a burst has left behind expire, the one in use lives on") {
    environment_pool pool{10min};
    pool.put_back(make(1), virtual_epoch);
    pool.put_back(make(2), virtual_epoch);
    pool.put_back(make(3), virtual_epoch);
    for (auto at = virtual_epoch; at < virtual_epoch + 10min; at += 1min)
        pool.put_back(pool.take(), at);
    CHECK(pool.take_expired(virtual_epoch + 10min)->number == 1);
    CHECK(pool.take_expired(virtual_epoch + 10min)->number == 2);
    CHECK(pool.take_expired(virtual_epoch + 10min) == nullptr);
    CHECK(pool.take()->number == 3);
}

TEST_CASE("with a keep_warm of zero an environment expires at once") {
    environment_pool pool{0s};
    pool.put_back(make(1), virtual_epoch);
    CHECK(pool.take_expired(virtual_epoch)->number == 1);
}

} // namespace sendlab::lambda
