#include "planner/advice_text.hpp"

#include <catch2/catch.hpp>

#include "sample_plan.hpp"

using namespace sendlab;
using namespace sendlab::planner;

namespace {

broken_in_runs slow(std::uint64_t runs) {
    return {"delivery.p99", "delivery.p99 is 41 s, expected <30s", 42, runs};
}

} // namespace

TEST_CASE("the advice names the value, what is sure about it, and what the user's own does") {
    CHECK(advice_text(article_plan()) ==
          "Use EMAILS_PER_FILE=20: 95 % sure that at most 1 in 10,000 files times out; 15 duplicates"
          " per million e-mails, none lost; $112 per million. Yours, 25: 1 in 260 files times out (77"
          " of 20,000), more than 1 in 10,000; 1,850 duplicates per million e-mails, none lost; $110"
          " per million.");
    CHECK(binding_text(article_plan()) ==
          "The next value, 21, is undecided: P(time-out) lies between 5.7e-5 and 1.5e-4; more"
          " --samples would tell.");
}

TEST_CASE("the user's own value may be the recommended one, or safe as well, or not computed") {
    CHECK(advice_text(plan_of({{20, 0, 90'000}, {25, 0, 90'000}})) ==
          "Use EMAILS_PER_FILE=25: 95 % sure that at most 1 in 10,000 files times out; no duplicates,"
          " none lost; $110 per million. That is the value that you have.");
    CHECK(advice_text(plan_of({{20, 0, 90'000}, {25, 0, 90'000}}, 20)) ==
          "Use EMAILS_PER_FILE=25: 95 % sure that at most 1 in 10,000 files times out; no duplicates,"
          " none lost; $110 per million. Yours, 20, is safe too: no duplicates, none lost; $112 per"
          " million.");
    CHECK(advice_text(plan_of({{20, 0, 90'000}}, 33)) ==
          "Use EMAILS_PER_FILE=20: 95 % sure that at most 1 in 10,000 files times out; no duplicates,"
          " none lost; $112 per million.");
    CHECK(advice_text(plan_of({{20, 0, 90'000}, {25, 1, 9'000}})) ==
          "Use EMAILS_PER_FILE=20: 95 % sure that at most 1 in 10,000 files times out; no duplicates,"
          " none lost; $112 per million. Yours, 25, is undecided: P(time-out) lies between 2.8e-6 and"
          " 6.2e-4; 53.3 duplicates per million e-mails, none lost; $110 per million.");
}

TEST_CASE("a cheaper safe value is named") {
    auto planned = plan_of({{10, 0, 90'000}, {20, 0, 90'000}});
    planned.advice.cheapest_safe = 10;
    CHECK(advice_text(planned) ==
          "Use EMAILS_PER_FILE=20: 95 % sure that at most 1 in 10,000 files times out; no duplicates,"
          " none lost; $112 per million. The cheapest safe value is 10: $124 per million.");
}

TEST_CASE("what a safe value breaks in a few of its runs is told") {
    CHECK(advice_text(plan_of({{20, 0, 90'000, {slow(3)}}}, 20)) ==
          "Use EMAILS_PER_FILE=20: 95 % sure that at most 1 in 10,000 files times out; no duplicates,"
          " none lost; $112 per million. Not in every run, though: delivery.p99 is 41 s, expected"
          " <30s (3 of 40 runs, first with seed 42). That is the value that you have.");
}

TEST_CASE("nothing binds where the largest value tried is safe, an undecided neighbour asks for samples") {
    CHECK(binding_text(plan_of({{20, 0, 90'000}})) ==
          "Nothing binds: 20 is the largest value that was tried.");
    CHECK(binding_text(plan_of({{20, 0, 90'000}, {21, 20, 200'000}})) ==
          "The next value, 21, is undecided: P(time-out) lies between 6.1e-5 and 1.5e-4; more"
          " --samples would tell.");
}

TEST_CASE("an expectation that binds is told with its evidence") {
    CHECK(binding_text(plan_of({{20, 0, 90'000}, {21, 0, 90'000, {slow(30)}}})) ==
          "What binds: at 21, delivery.p99 is 41 s, expected <30s (30 of 40 runs, first with seed"
          " 42).");
    CHECK(binding_text(plan_of({{20, 0, 90'000}, {21, 900, 90'000, {slow(40)}}})) ==
          "What binds: at 21, 1 in 100 files times out (900 of 90,000), more than 1 in 10,000, and"
          " delivery.p99 is 41 s, expected <30s (40 of 40 runs, first with seed 42).");
}

TEST_CASE("nothing safe: the advice says what stands in the way") {
    CHECK(advice_text(plan_of({{1, 900, 90'000}, {25, 9'000, 90'000}})) ==
          "No value is safe. EMAILS_PER_FILE=1 comes nearest, but 1 in 100 files times out (900 of"
          " 90,000), more than 1 in 10,000. Yours, 25: 1 in 10 files times out (9,000 of 90,000),"
          " more than 1 in 10,000; 48,000 duplicates per million e-mails, none lost; $110 per"
          " million.");
    CHECK(advice_text(plan_of({{1, 0, 90'000, {slow(40)}}, {25, 9'000, 9'000}})) ==
          "No value is safe. EMAILS_PER_FILE=1 comes nearest, but delivery.p99 is 41 s, expected <30s"
          " (40 of 40 runs, first with seed 42). --ignore-expectations leaves these aside. Yours, 25:"
          " all of 9,000 files timed out, more than 1 in 10,000; 480,000 duplicates per million"
          " e-mails, none lost; $110 per million.");
    CHECK(binding_text(plan_of({{1, 900, 90'000}})).empty());
}

TEST_CASE("undecided: the advice says what is missing") {
    CHECK(advice_text(plan_of({{1, 0, 9'000}, {25, 9'000, 9'000}})) ==
          "Undecided: for no value is it certain that at most 1 in 10,000 files times out."
          " EMAILS_PER_FILE=1 comes nearest: P(time-out) lies between 0 and 4.1e-4, none of 9,000"
          " files timed out. To show the target takes 36,887 independent first attempts without a"
          " time-out, these are worth 9,000: raise --samples.");
    CHECK(advice_text(plan_of({{1, 2, 9'000}}, 1)) ==
          "Undecided: for no value is it certain that at most 1 in 10,000 files times out."
          " EMAILS_PER_FILE=1 comes nearest: P(time-out) lies between 2.7e-5 and 8.0e-4, 1 in 4,500"
          " files times out (2 of 9,000).");
    CHECK(advice_text(plan_of({})) == "Undecided: nothing was computed.");
}

TEST_CASE("a scenario without files cannot be planned") {
    CHECK(advice_text(plan_of({{25, 0, 0}})) == "Undecided: the scenario uploads no files.");
}

TEST_CASE("a target above one half is a percentage") {
    CHECK(advice_text(plan_of({{1, 10, 90'000}}, 1, 0.6)) ==
          "Use EMAILS_PER_FILE=1: 95 % sure that at most 60 % of the files time out; no duplicates,"
          " none lost; $340 per million. That is the value that you have.");
}
