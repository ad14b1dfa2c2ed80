#include "base/latency.hpp"

#include <limits>

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;

TEST_CASE("a constant latency is always the same, to the nanosecond") {
    const latency always{123'456'789ns};
    CHECK(always.at(1e-9) == 123'456'789ns);
    CHECK(always.at(0.999) == 123'456'789ns);
    CHECK(always.at_normal(3) == 123'456'789ns);
    CHECK(always.is_constant());
    CHECK(latency{}.at(0.5) == 0ns);
    CHECK(latency{forever}.at(0.5) == forever);
}

TEST_CASE("a latency is rounded to the nearest nanosecond") {
    CHECK(latency{distribution::constant(2.4)}.at(0.5) == 2ns);
    CHECK(latency{distribution::constant(2.5)}.at(0.5) == 3ns);
    CHECK(latency{distribution::constant(2.6)}.at(0.5) == 3ns);
    CHECK(latency{distribution::constant(0)}.at(0.5) == 0ns);
}

TEST_CASE("a latency beyond all bounds is forever, not an overflow") {
    CHECK(latency{distribution::pareto(0.01, 1e9)}.at(1 - 1e-9) == forever);
    CHECK(latency{distribution::lognormal(700, 100)}.at(0.9) == forever);
    CHECK(latency{distribution::constant(std::numeric_limits<double>::infinity())}.at(0.5) == forever);
    CHECK(latency{distribution::lognormal(18, 1)}.at(1) == forever); // the infinite quantile
}

TEST_CASE("the part that grows with size is added for each 1,000 bytes") {
    const latency transfer{distribution::constant(1e6), 2e3};
    CHECK(transfer.at(0.5) == 1ms);
    CHECK(transfer.at(0.5, 1'000) == 1'002us);
    CHECK(transfer.at(0.5, 500) == 1'001us);
    CHECK(transfer.at_normal(0, 10'000'000) == 21ms);
    CHECK(transfer.mean_ns(1'000) == Approx(1.002e6));
    CHECK(transfer.ns_per_kb() == 2e3);
    CHECK(transfer.is_constant()); // for a given size
}

TEST_CASE("a latency at a normal score is the latency at its probability") {
    const latency l{distribution::lognormal_by_percentiles(80e6, 250e6)};
    CHECK(l.at_normal(0) == 80ms);
    CHECK(l.at(0.5) == 80ms);
    CHECK(l.at(0.99) == 250ms);
    for (const double z : {-3.0, -1.0, 0.5, 2.0})
        CHECK(std::abs((l.at_normal(z) - l.at(portable::normal_cdf(z))).count()) <= 1);
}

TEST_CASE("latencies are equal when base and growth are") {
    CHECK(latency{1ms} == latency{distribution::constant(1e6)});
    CHECK_FALSE(latency{1ms} == latency{2ms});
    CHECK_FALSE(latency{distribution::constant(1e6), 1} == latency{1ms});
}
