#include <catch2/catch.hpp>

#include "lambda/waiting_lines.hpp"

namespace sendlab::lambda {

namespace {

struct two_functions {
    deployed_function a{function_config{}, "a", nullptr, account_config{}};
    deployed_function b{function_config{}, "b", nullptr, account_config{}};
    waiting_lines lines;
};

} // namespace

TEST_CASE_METHOD(two_functions, "a line is first come, first served") {
    for (const event_slot event : {7U, 3U, 5U})
        lines.join(a, event);
    CHECK(lines.leave(a) == 7);
    CHECK(lines.leave(a) == 3);
    CHECK(lines.leave(a) == 5);
    CHECK(lines.oldest_first().empty());
}

TEST_CASE_METHOD(two_functions, "the line whose first event has waited longest comes first") {
    lines.join(b, 1);
    lines.join(a, 2);
    lines.join(b, 3);
    REQUIRE(lines.oldest_first().size() == 2);
    CHECK(lines.oldest_first().front().function == &b);
    CHECK(lines.leave(b) == 1);
    CHECK(lines.oldest_first().front().function == &a);
    CHECK(lines.oldest_first().front().places.front().event == 2);
    CHECK(lines.leave(a) == 2);
    REQUIRE(lines.oldest_first().size() == 1);
    CHECK(lines.oldest_first().front().function == &b);
}

TEST_CASE_METHOD(two_functions, "a line that is disbanded leaves the others alone") {
    lines.join(a, 1);
    lines.join(b, 2);
    lines.disband(a);
    REQUIRE(lines.oldest_first().size() == 1);
    CHECK(lines.leave(b) == 2);
    lines.join(a, 3);
    CHECK(lines.leave(a) == 3);
}

} // namespace sendlab::lambda
