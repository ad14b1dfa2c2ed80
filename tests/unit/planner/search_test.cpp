#include "planner/search.hpp"

#include <catch2/catch.hpp>

#include <cmath>

#include "fake_world.hpp"
#include "planner/plan.hpp"

using namespace sendlab;
using namespace sendlab::planner;

namespace {

plan plan_of(const fake_world& fake, std::uint32_t own = 25) {
    auto request = request_for();
    request.scenario.application.emails_per_file = own;
    return make_plan(request, fake.world());
}

/// An expectation that files of such sizes break.
auto breaks_where(std::function<bool(std::uint32_t)> breaks) {
    return [breaks](const pipeline::run_result& r) -> std::vector<broken_expectation> {
        if (breaks(r.emails_per_file))
            return {{"cost.per_million", "cost.per_million is too much"}};
        return {};
    };
}

} // namespace

TEST_CASE("a search finds the last whole number before the target breaks") {
    const auto safe = GENERATE(1U, 2U, 4U, 14U, 19U, 24U, 25U, 26U, 99U, 173U, 199U);
    const auto found = plan_of({.timeout_probability = step_after(safe)});
    CAPTURE(safe);
    CHECK(found.advice.what == outcome::found);
    CHECK(found.advice.largest_safe == safe);
    CHECK(found.advice.next == safe + 1);
    CHECK(found.advice.binding == std::vector<std::string>{"timeout_probability"});
}

TEST_CASE("a search over a smooth curve ends where the target is just kept") {
    // 1e-4 is crossed between 20 (5e-5) and 21 (1.2e-4).
    const auto found = plan_of({.timeout_probability = [](std::uint32_t n) {
        return std::min(1.0, 5e-5 * std::pow(2.4, static_cast<double>(n) - 20));
    }});
    REQUIRE(found.advice.largest_safe);
    CHECK(*found.advice.largest_safe >= 19);
    CHECK(*found.advice.largest_safe <= 20);
    CHECK(found.at(25).judged.target == verdict::broken);
}

TEST_CASE("a recommendation breaks the target in at most one of twenty plans") {
    const auto curve = [](std::uint32_t n) {
        return std::min(1.0, 1e-3 * std::pow(1.15, static_cast<double>(n) - 30));
    };
    fake_world fake{.timeout_probability = curve};
    fake.files_a_run = 100;
    int wrong = 0;
    constexpr int trials = 200;
    for (int seed = 0; seed < trials; ++seed) {
        auto request = request_for();
        request.scenario.seed = static_cast<std::uint64_t>(seed);
        request.max_timeout_probability = 1e-3;
        request.samples = 5'000;
        const auto found = make_plan(request, fake.world());
        wrong += found.advice.largest_safe && curve(*found.advice.largest_safe) > 1e-3;
    }
    CHECK(wrong <= trials / 20);
}

TEST_CASE("everything safe: the search ends at the largest value of its grid") {
    const auto found = plan_of({.timeout_probability = [](auto) { return 0.0; }});
    CHECK(found.advice.largest_safe == 200);
    CHECK_FALSE(found.advice.next);
    CHECK(plan_of({.timeout_probability = [](auto) { return 0.0; }}, 700).advice.largest_safe == 700);
}

TEST_CASE("nothing safe: the search says so") {
    const auto found = plan_of({.timeout_probability = [](auto) { return 0.5; }});
    CHECK(found.advice.what == outcome::nothing_safe);
    CHECK(found.advice.nearest == 1);
}

TEST_CASE("a curve that lies on the target everywhere is undecided") {
    const auto found = plan_of({.timeout_probability = [](auto) { return 1e-4; }});
    CHECK(found.advice.what == outcome::undecided);
}

TEST_CASE("an expectation that breaks at large values binds before the target") {
    fake_world fake{.timeout_probability = step_after(60)};
    fake.check = breaks_where([](std::uint32_t n) { return n > 33; });
    const auto found = plan_of(fake);
    CHECK(found.advice.largest_safe == 33);
    CHECK(found.advice.next == 34);
    CHECK(found.advice.binding == std::vector<std::string>{"cost.per_million"});
}

TEST_CASE("an expectation that breaks at small values leaves the large ones") {
    fake_world fake{.timeout_probability = step_after(60)};
    fake.check = breaks_where([](std::uint32_t n) { return n < 33; });
    CHECK(plan_of(fake).advice.largest_safe == 60);
}

TEST_CASE("a window of safe values that no value of the grid meets is found from the target's side") {
    fake_world fake{.timeout_probability = step_after(27)};
    fake.check = breaks_where([](std::uint32_t n) { return n < 27; });
    CHECK(plan_of(fake, 26).advice.largest_safe == 27);
}

TEST_CASE("expectations that break everywhere leave nothing safe") {
    fake_world fake{.timeout_probability = step_after(27)};
    fake.check = breaks_where([](auto) { return true; });
    const auto found = plan_of(fake);
    CHECK(found.advice.what == outcome::nothing_safe);
    CHECK(found.advice.nearest == 27);
}

TEST_CASE("values whose runs make very many files are tried only where no larger one is safe") {
    fake_world fake{.timeout_probability = step_after(60)};
    fake.files_a_run = 10'000; // 250,000 e-mails at the scenario's own 25: more than 50,000 files below 5
    const auto found = plan_of(fake);
    CHECK(found.advice.largest_safe == 60);
    CHECK(found.find(5));
    for (const std::uint32_t n : {1U, 2U, 3U})
        CHECK_FALSE(found.find(n));
    fake.timeout_probability = step_after(2);
    CHECK(plan_of(fake).advice.largest_safe == 2);
    fake.timeout_probability = step_after(60);
    fake.check = breaks_where([](std::uint32_t n) { return n > 1; });
    CHECK(plan_of(fake).advice.largest_safe == 1);
}

TEST_CASE("a cheaper value below the largest safe one is found") {
    fake_world fake{.timeout_probability = step_after(60)};
    fake.dollars_a_file = [](std::uint32_t n) { return n * (1 + std::abs(static_cast<double>(n) - 15)); };
    const auto found = plan_of(fake);
    CHECK(found.advice.largest_safe == 60);
    CHECK(found.advice.cheapest_safe == 15);
}

TEST_CASE("the scenario's own value is settled wherever it lies") {
    const auto own = GENERATE(1U, 33U, 250U);
    const auto found = plan_of({.timeout_probability = step_after(20)}, own);
    REQUIRE(found.find(own));
    CHECK(found.find(own)->counts.settled);
}

TEST_CASE("steps are told, and never pass their bound") {
    fake_world fake{.timeout_probability = step_after(173)};
    unsigned last = 0;
    bool within = true;
    const auto request = request_for();
    make_plan(request, fake.world(), [&](unsigned done, unsigned most) {
        within = within && done == last + 1 && done <= most;
        last = done;
    });
    CHECK(within);
    CHECK(last > 5);
}
