#include "planner/recommendation.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::planner;

namespace {

using names = std::vector<std::string>;

judged_value kept(std::uint32_t n, double cost = 100) {
    return {n, verdict::kept, {}, cost};
}
judged_value broken(std::uint32_t n, double cost = 100) {
    return {n, verdict::broken, {}, cost};
}
judged_value undecided(std::uint32_t n) {
    return {n, verdict::undecided, {}, 100};
}
judged_value breaking(std::uint32_t n, verdict target, names metrics) {
    return {n, target, std::move(metrics), 100};
}

} // namespace

TEST_CASE("the largest value that keeps everything is recommended, and the target binds at the next") {
    const auto r = recommend({kept(1, 300), kept(10, 150), kept(20, 120), broken(25), broken(50)});
    CHECK(r.what == outcome::found);
    CHECK(r.largest_safe == 20);
    CHECK(r.cheapest_safe == 20);
    CHECK(r.next == 25);
    CHECK(r.binding == names{"timeout_probability"});
}

TEST_CASE("the cheapest safe value may be a smaller one, and the larger of two at the same cost") {
    CHECK(recommend({kept(5, 90), kept(10, 80), kept(20, 100)}).cheapest_safe == 10);
    CHECK(recommend({kept(5, 80), kept(10, 80), kept(20, 100)}).cheapest_safe == 10);
    CHECK(recommend({broken(5, 10), kept(10, 80)}).cheapest_safe == 10);
}

TEST_CASE("an expectation may bind instead of the target") {
    const auto r = recommend({kept(10), breaking(15, verdict::kept, {"delivery.p99"}), broken(25)});
    CHECK(r.largest_safe == 10);
    CHECK(r.next == 15);
    CHECK(r.binding == names{"delivery.p99"});
}

TEST_CASE("where several constraints break, the target is named first") {
    const auto r = recommend({kept(10), breaking(15, verdict::broken, {"duplicates", "lost"})});
    CHECK(r.binding == names{"timeout_probability", "duplicates", "lost"});
}

TEST_CASE("an expectation may break at small values only") {
    const auto r = recommend({breaking(1, verdict::kept, {"cost.per_million"}), kept(10), broken(20)});
    CHECK(r.largest_safe == 10);
}

TEST_CASE("a noisy curve still gives the largest safe value") {
    const auto r = recommend({kept(1), broken(2), kept(3), undecided(4), kept(5), broken(6)});
    CHECK(r.largest_safe == 5);
    CHECK(r.next == 6);
}

TEST_CASE("everything safe: nothing binds") {
    const auto r = recommend({kept(1), kept(100), kept(200)});
    CHECK(r.what == outcome::found);
    CHECK(r.largest_safe == 200);
    CHECK_FALSE(r.next);
    CHECK(r.binding.empty());
}

TEST_CASE("the next value may be undecided: then nothing is said to bind") {
    const auto r = recommend({kept(20), undecided(21), broken(22)});
    CHECK(r.largest_safe == 20);
    CHECK(r.next == 21);
    CHECK(r.binding.empty());
}

TEST_CASE("nothing safe: the largest value that keeps the target comes nearest") {
    const auto r = recommend({breaking(1, verdict::kept, {"cost.per_million"}),
                              breaking(5, verdict::kept, {"cost.per_million"}), broken(10)});
    CHECK(r.what == outcome::nothing_safe);
    CHECK_FALSE(r.largest_safe);
    CHECK(r.nearest == 5);
    CHECK(r.binding == names{"cost.per_million"});
}

TEST_CASE("nothing safe: where no value keeps the target, the smallest comes nearest") {
    const auto r = recommend({broken(1), broken(10)});
    CHECK(r.what == outcome::nothing_safe);
    CHECK(r.nearest == 1);
    CHECK(r.binding == names{"timeout_probability"});
}

TEST_CASE("undecided when no value is safe for sure and some may be") {
    const auto r =
        recommend({breaking(1, verdict::kept, {"cost.per_million"}), undecided(5), undecided(6), broken(10)});
    CHECK(r.what == outcome::undecided);
    CHECK(r.nearest == 5);
    CHECK(r.binding.empty());
}

TEST_CASE("an undecided value that breaks an expectation leaves nothing open") {
    CHECK(recommend({breaking(5, verdict::undecided, {"lost"}), broken(10)}).what == outcome::nothing_safe);
}

TEST_CASE("without values nothing is decided") {
    CHECK(recommend({}).what == outcome::undecided);
}
