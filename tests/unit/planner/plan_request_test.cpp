#include "planner/plan_request.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::planner;
using numbers = std::vector<std::uint32_t>;

namespace {

numbers values_of(std::string_view text) {
    const auto parsed = parse_values(text);
    REQUIRE(parsed.has_value());
    return *parsed;
}

} // namespace

TEST_CASE("values of EMAILS_PER_FILE are single numbers, ranges, ranges with a step, and lists of these") {
    CHECK(values_of("25") == numbers{25});
    CHECK(values_of("5,10,25") == numbers{5, 10, 25});
    CHECK(values_of("3..6") == numbers{3, 4, 5, 6});
    CHECK(values_of("1..20/5") == numbers{1, 6, 11, 16});
    CHECK(values_of("1..21/5") == numbers{1, 6, 11, 16, 21});
    CHECK(values_of("7..7") == numbers{7});
    CHECK(values_of("1000000") == numbers{1'000'000});
}

TEST_CASE("a list of values comes out sorted, each value once") {
    CHECK(values_of("25,1..3,2,10") == numbers{1, 2, 3, 10, 25});
}

TEST_CASE("what is no list of values is refused with what was expected") {
    const auto text = GENERATE(as<std::string>{}, "", ",", "5,", ",5", "5,,6", "0", "-1", "+5", "1.5", "x",
                               "1..", "..5", "1..x", "1..5/", "1..5/0", "5/2", "1...5", " 5", "5 ",
                               "1..5/2/3", "1000001", "99999999999999999999", "1..1000001");
    const auto refused = parse_values(text);
    CAPTURE(text);
    REQUIRE(refused.has_error());
    CHECK(refused.error().what.find("expected") != std::string::npos);
}

TEST_CASE("a range that runs backwards is told as such") {
    CHECK(parse_values("20..5").error().what ==
          "\"20..5\" runs backwards, expected the smaller number first");
}

TEST_CASE("a list is refused when it is longer than a plan can be") {
    CHECK(values_of("1..10000").size() == 10'000);
    CHECK(parse_values("1..10001").has_error());
    CHECK(parse_values("1..9000,1..9000").has_error());
    CHECK(values_of("1..1000000/100").size() == 10'000);
}

TEST_CASE("the starting grid holds the scenario's own value once") {
    CHECK(starting_grid(25).size() == 16);
    CHECK(starting_grid(33).size() == 17);
    const auto grid = starting_grid(500);
    CHECK(grid.front() == 1);
    CHECK(grid.back() == 500);
    CHECK(std::is_sorted(grid.begin(), grid.end()));
}
