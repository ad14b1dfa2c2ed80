#include "planner/for_each_index.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace sendlab::planner;

TEST_CASE("every index is worked on exactly once, on any number of threads") {
    const auto threads = GENERATE(0U, 1U, 2U, 7U, 64U);
    const auto count = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{1'000});
    std::vector<std::atomic<int>> seen(count);
    for_each_index(count, threads, [&](std::size_t i) { ++seen[i]; });
    for (const auto& times : seen)
        REQUIRE(times == 1);
}

TEST_CASE("an exception comes back to the caller, and nothing new is begun after it") {
    std::atomic<int> begun = 0;
    const auto work = [&](std::size_t i) {
        ++begun;
        if (i == 3)
            throw std::runtime_error{"three"};
    };
    CHECK_THROWS_WITH(for_each_index(1'000, 1, work), "three");
    CHECK(begun == 4);
    CHECK_THROWS_WITH(for_each_index(1'000, 4, work), "three");
}

TEST_CASE("the caller is told between its own pieces, on its own thread") {
    const auto caller = std::this_thread::get_id();
    int told = 0;
    for_each_index(
        10, 1, [](std::size_t) {},
        [&] {
            CHECK(std::this_thread::get_id() == caller);
            ++told;
        });
    CHECK(told == 10);
}

TEST_CASE("there is at least one core") {
    CHECK(core_count() >= 1);
}
