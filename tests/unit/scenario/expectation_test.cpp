#include "scenario/expectation.hpp"

#include "reading.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;
using scenario::evaluate;
using scenario::verdict;

namespace {

pipeline::run_result some_result() {
    pipeline::run_result r;
    r.emails = r.accepted = 1'000'000;
    r.duplicates = 14;
    r.delivery.p99 = 41s;
    r.cost.ses = 123.5;
    r.first_attempts = 1000;
    r.first_attempt_timeouts = 1;
    return r;
}

std::vector<verdict> verdicts(const std::string& expect) {
    return evaluate(read_scenario(R"({"expect": {)" + expect + "}}").expectations, some_result());
}

bool met(const std::string& expect) {
    const auto all = verdicts(expect);
    REQUIRE(all.size() == 1);
    return all.front().met;
}

std::string problem_in(const std::string& expect) {
    const auto all = problems_of(R"({"expect": {)" + expect + "}}");
    REQUIRE(all.size() == 1);
    return all.front();
}

} // namespace

TEST_CASE("a number means equality, a sign means itself") {
    CHECK(met(R"("duplicates": 14)"));
    CHECK_FALSE(met(R"("duplicates": 0)"));
    CHECK(met(R"("duplicates": "14")"));
    CHECK(met(R"("duplicates": "= 14")"));
    CHECK(met(R"("duplicates": "!=15")"));
    CHECK_FALSE(met(R"("duplicates": "!=14")"));
    CHECK(met(R"("duplicates": "<15")"));
    CHECK_FALSE(met(R"("duplicates": "<14")"));
    CHECK(met(R"("duplicates": "<=14")"));
    CHECK_FALSE(met(R"("duplicates": "<=13")"));
    CHECK(met(R"("duplicates": ">13")"));
    CHECK_FALSE(met(R"("duplicates": ">14")"));
    CHECK(met(R"("duplicates": ">= 14")"));
    CHECK_FALSE(met(R"("duplicates": ">=15")"));
}

TEST_CASE("limits have the units of their metric") {
    CHECK(met(R"("delivery.p99": "<1m")"));
    CHECK_FALSE(met(R"("delivery.p99": "<40s")"));
    CHECK(met(R"("delivery.p99": "41s")"));
    CHECK(met(R"("cost.ses": "<$124")"));
    CHECK(met(R"("cost.ses": 123.5)"));
    CHECK(met(R"("timeouts.share": "<=0.1%")"));
    CHECK(met(R"("timeouts.share": "<0.0011")"));
}

TEST_CASE("a verdict says what was expected, as in the file, and what came out") {
    const auto all =
        verdicts(R"("delivery.p99": "< 30s", "duplicates": 0, "cost.ses": "<$124", "timeouts.share": "<1%")");
    REQUIRE(all.size() == 4);
    CHECK((all[0].metric == "delivery.p99" && all[0].expected == "< 30s" && all[0].actual == "41 s" &&
           !all[0].met));
    CHECK((all[1].metric == "duplicates" && all[1].expected == "0" && all[1].actual == "14" && !all[1].met));
    CHECK((all[2].metric == "cost.ses" && all[2].expected == "<$124" && all[2].actual == "$123.50" &&
           all[2].met));
    CHECK((all[3].metric == "timeouts.share" && all[3].actual == "0.001" && all[3].met));
}

TEST_CASE("several conditions on one metric stand in a list") {
    const auto all = verdicts(R"("duplicates": [">=1", "<10"])");
    REQUIRE(all.size() == 2);
    CHECK(all[0].met);
    CHECK_FALSE(all[1].met);
}

TEST_CASE("a number that does not exist meets no limit") {
    pipeline::run_result nothing_delivered;
    nothing_delivered.cost.s3 = 1;
    const auto expectations =
        read_scenario(R"({"expect": {"cost.per_million": "<1000000000"}})").expectations;
    const auto all = evaluate(expectations, nothing_delivered);
    CHECK_FALSE(all.front().met);
    CHECK(all.front().actual == "none");
}

TEST_CASE("unknown metrics and conditions that cannot be are told when the file is read") {
    CHECK(problem_in(R"("duplicate": 0)") ==
          R"(x.json:1:13: expect.duplicate: unknown metric "duplicate", did you mean "duplicates"?)");
    CHECK(problem_in(R"("delivery.p95": "<1s")") ==
          R"(x.json:1:13: expect.delivery.p95: unknown metric "delivery.p95", did you mean "delivery.p90"?)");
    CHECK(
        problem_in(R"("delivery.p99": "<30")") ==
        R"(x.json:1:29: expect.delivery.p99: "<30" is no condition on delivery.p99, expected a condition such as "<30s")");
    CHECK(
        problem_in(R"("delivery.p99": 30)") ==
        R"(x.json:1:29: expect.delivery.p99: 30 is no condition on delivery.p99, expected a condition such as "<30s")");
    CHECK(
        problem_in(R"("lost": "=<5")") ==
        R"(x.json:1:21: expect.lost: "=<5" is no condition on lost, expected a number or a condition such as "<=10")");
    CHECK(problem_in(R"("lost": "<nan")").find("is no condition") != std::string::npos);
    CHECK(
        problem_in(R"("lost": [0, {}])") ==
        R"(x.json:1:25: expect.lost[1]: an object is no condition on lost, expected a number or a condition such as "<=10")");
    CHECK(problems_of(R"({"expect": []})").size() == 1);
}
