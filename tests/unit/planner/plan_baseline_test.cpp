#include "planner/plan_baseline.hpp"

#include <catch2/catch.hpp>

#include "planner/plan_json.hpp"
#include "unit/planner/sample_plan.hpp"

using namespace sendlab::planner;

namespace {

earlier_plan read_back(const plan& p) {
    return *read_earlier_plan(plan_json(p));
}

} // namespace

TEST_CASE("a plan is read back with its values and its advice") {
    const auto read = read_back(plan_of({{20, 0, 100'000}, {25, 50, 100'000, {{"duplicates", "x", 1, 40}}}}));
    CHECK(read.scenario == "followers-burst");
    CHECK(read.own_value == 25);
    CHECK(read.largest_safe == 20U);
    REQUIRE(read.values.size() == 2);
    CHECK(read.values[1].probability == 5e-4);
    CHECK(read.values[1].bounds.low > 3e-4);
    CHECK(read.values[1].broken == std::vector<std::string>{"duplicates"});
    CHECK(read_earlier_plan("{}").has_error());
    CHECK(read_earlier_plan("no").has_error());
}

TEST_CASE("a value is worse where the intervals part, and not while they meet") {
    const auto before = read_back(plan_of({{20, 0, 100'000}, {25, 50, 100'000}}));
    CHECK(worse_than(before, plan_of({{20, 0, 100'000}, {25, 50, 100'000}})).empty());
    CHECK(worse_than(before, plan_of({{20, 2, 100'000}, {25, 70, 100'000}})).empty());
    const auto worse = worse_than(before, plan_of({{20, 40, 100'000}, {25, 120, 100'000}}));
    REQUIRE(worse.size() == 2);
    CHECK(worse[0].starts_with("EMAILS_PER_FILE=25: P(time-out) was 5.0e-4 ("));
    CHECK(worse[1].starts_with("EMAILS_PER_FILE=20: P(time-out) was 0 ("));
}

TEST_CASE("the user's own value is compared with what it was, another value though it be") {
    const auto before = read_back(plan_of({{20, 0, 100'000}, {40, 900, 100'000}}, 20));
    const auto worse = worse_than(before, plan_of({{20, 0, 100'000}, {40, 900, 100'000}}, 40));
    REQUIRE(worse.size() == 1);
    CHECK(worse.front().starts_with("EMAILS_PER_FILE=40 (was 20): P(time-out)"));
}

TEST_CASE("newly broken expectations and costs are worse, and values that one plan lacks are left out") {
    const auto before = read_back(plan_of({{20, 0, 100'000}}, 20));
    const auto broken = worse_than(before, plan_of({{20, 0, 100'000, {{"lost", "x", 1, 40}}}}, 20));
    CHECK(broken == std::vector<std::string>{"EMAILS_PER_FILE=20: most runs break what is expected of lost"});
    auto dear = plan_of({{20, 0, 100'000}}, 20);
    dear.values.front().counts.cost *= 1.02;
    REQUIRE(worse_than(before, dear).size() == 1);
    CHECK(worse_than(before, dear).front().starts_with("EMAILS_PER_FILE=20: a million e-mails cost $112"));
    CHECK(worse_than(before, plan_of({{50, 0, 100'000}}, 50)).empty());
    CHECK(worse_than(before, plan_of({}, 20)).empty());
}
