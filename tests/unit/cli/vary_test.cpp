#include "cli/vary.hpp"

#include <catch2/catch.hpp>

#include "cli/command.hpp"

using namespace sendlab::cli;

TEST_CASE("every combination, the last key's values changing fastest") {
    const auto found = combinations_of({"lambda.timeout=3s,10s", "ses.rate=14,50"});
    REQUIRE(found.size() == 4);
    CHECK(found[0][0].key == "lambda.timeout");
    CHECK(found[0][0].value == "3s");
    CHECK(found[1][0].value == "3s");
    CHECK(found[1][1].value == "50");
    CHECK(found[3][0].value == "10s");
    CHECK(found[3][1].value == "50");
}

TEST_CASE("commas inside of brackets and quotes belong to a value") {
    const auto found =
        combinations_of({R"(ses.latency={"lognormal": {"p50": "60ms", "p99": "300ms"}},"a,b",90ms)"});
    REQUIRE(found.size() == 3);
    CHECK(found[0][0].value == R"({"lognormal": {"p50": "60ms", "p99": "300ms"}})");
    CHECK(found[1][0].value == R"("a,b")");
    CHECK(found[2][0].value == "90ms");
}

TEST_CASE("what is no list of values is bad usage") {
    CHECK_THROWS_AS(combinations_of({"lambda.timeout"}), usage_error);
    CHECK_THROWS_AS(combinations_of({"=3s"}), usage_error);
    CHECK_THROWS_AS(combinations_of({"lambda.timeout=3s,,5s"}), usage_error);
    CHECK_THROWS_AS(combinations_of({"lambda.timeout="}), usage_error);
    CHECK_THROWS_AS(combinations_of({"lambda.timeout=3s", "lambda.timeout=5s"}), usage_error);
    CHECK_THROWS_AS(combinations_of({"application.emails_per_file=5,6"}), usage_error);
}

TEST_CASE("more combinations than any plan can end are bad usage") {
    std::string many = "=1";
    for (int i = 2; i <= 101; ++i)
        many += ',' + std::to_string(i);
    CHECK_THROWS_AS(combinations_of({"a" + many, "b" + many}), usage_error);
}
