#include <catch2/catch.hpp>

#include "lambda/concurrency_gate.hpp"

namespace sendlab::lambda {

TEST_CASE("functions without a reservation share the account's concurrency") {
    concurrency_gate gate{2};
    concurrency_share one, other;
    gate.enter(one);
    CHECK(gate.has_room(other));
    gate.enter(other);
    CHECK_FALSE(gate.has_room(one));
    CHECK_FALSE(gate.has_room(other));
    CHECK(gate.running() == 2);
    gate.leave(one);
    CHECK(gate.has_room(other));
    CHECK(gate.running() == 1);
}

TEST_CASE("a reservation is a cap on its function and is kept free for it") {
    concurrency_gate gate{103};
    concurrency_share reserved, other;
    REQUIRE(gate.change(reserved, 2));
    for (int i = 0; i < 101; ++i) {
        REQUIRE(gate.has_room(other));
        gate.enter(other);
    }
    CHECK_FALSE(gate.has_room(other));

    gate.enter(reserved);
    gate.enter(reserved);
    CHECK_FALSE(gate.has_room(reserved));
    gate.leave(other);
    CHECK(gate.has_room(other));
    CHECK_FALSE(gate.has_room(reserved));
}

TEST_CASE("a reservation of zero lets nothing run") {
    concurrency_gate gate{10};
    concurrency_share stopped;
    REQUIRE(gate.change(stopped, 0));
    CHECK_FALSE(gate.has_room(stopped));
}

TEST_CASE("a hundred must stay unreserved, or all of a smaller account") {
    concurrency_gate gate{1000};
    CHECK(gate.unreserved_minimum() == 100);
    CHECK(gate.can_reserve(900));
    CHECK_FALSE(gate.can_reserve(901));
    concurrency_share most;
    REQUIRE(gate.change(most, 800));
    CHECK(gate.can_reserve(100));
    CHECK_FALSE(gate.can_reserve(101));

    const concurrency_gate small{10};
    CHECK(small.unreserved_minimum() == 10);
    CHECK(small.can_reserve(0));
    CHECK_FALSE(small.can_reserve(1));
}

TEST_CASE("what still runs of a reservation that is given back counts as unreserved") {
    concurrency_gate gate{102};
    concurrency_share gone, other;
    REQUIRE(gate.change(gone, 2));
    gate.enter(gone);
    gate.enter(gone);
    gate.remove(gone);
    for (int i = 0; i < 100; ++i)
        gate.enter(other);
    CHECK(gate.running() == 102);
    CHECK_FALSE(gate.has_room(other));
    gate.leave(gone);
    CHECK(gate.has_room(other));
    CHECK(gate.can_reserve(2));
}

TEST_CASE("what ran before a reservation was made leaves no room beyond the account's limit") {
    concurrency_gate gate{2};
    concurrency_share stopped, other;
    gate.enter(stopped);
    REQUIRE(gate.change(stopped, 0));
    gate.enter(other);
    CHECK_FALSE(gate.has_room(other));
    gate.leave(stopped);
    CHECK(gate.has_room(other));
}

} // namespace sendlab::lambda
