#include "scenario/suggestion.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::scenario;

TEST_CASE("edit distance counts insertions, deletions, replacements and swaps") {
    REQUIRE(edit_distance("", "") == 0);
    REQUIRE(edit_distance("timeout", "timeout") == 0);
    REQUIRE(edit_distance("tmeout", "timeout") == 1);
    REQUIRE(edit_distance("timeouts", "timeout") == 1);
    REQUIRE(edit_distance("timeoat", "timeout") == 1);
    REQUIRE(edit_distance("tiemout", "timeout") == 1);
    REQUIRE(edit_distance("", "abc") == 3);
    REQUIRE(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("the nearest word is suggested, a far one is not") {
    constexpr std::string_view known[] = {"timeout", "memory_mb", "at"};
    REQUIRE(nearest("time_out", known) == "timeout");
    REQUIRE(nearest("memory", known) == "memory_mb");
    REQUIRE(nearest("retries", known).empty());
    REQUIRE(nearest("x", known).empty());
    REQUIRE(nearest("", known).empty());
    REQUIRE(nearest(std::string(100'000, 't'), known).empty());
}

TEST_CASE("an unknown word comes with a suggestion, or with all that is known") {
    constexpr std::string_view known[] = {"async", "sync"};
    REQUIRE(unknown_word("mode", "asinc", known) == R"(unknown mode "asinc", did you mean "async"?)");
    REQUIRE(unknown_word("mode", "batch", known) == R"(unknown mode "batch", expected one of async, sync)");
}
