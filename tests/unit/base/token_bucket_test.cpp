#include "base/token_bucket.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;

namespace {

constexpr time_point start = virtual_epoch;

/// How many of the calls for one token, made every `step` for a while, pass.
int passing(token_bucket bucket, duration step, duration length) {
    int passed = 0;
    for (auto t = duration::zero(); t < length; t += step)
        passed += bucket.take(1, start + t);
    return passed;
}

} // namespace

TEST_CASE("a full bucket lets as many calls pass at once as it holds tokens") {
    token_bucket bucket{14, 14};
    for (int i = 0; i < 14; ++i)
        CHECK(bucket.take(1, start));
    CHECK_FALSE(bucket.take(1, start));
}

TEST_CASE("an empty bucket lets the next call pass in the very nanosecond in which its token is whole") {
    token_bucket bucket{14, 1};
    REQUIRE(bucket.take(1, start));
    CHECK_FALSE(bucket.take(1, start + 71'428'571ns)); // 1/14 s = 71,428,571.43 ns
    CHECK(bucket.take(1, start + 71'428'572ns));
}

TEST_CASE("fractions of tokens are kept from one call to the next, so no rate drifts") {
    CHECK(passing(token_bucket{14, 14}, 333'333ns, 1000s) == 14 + 14 * 1000 - 1);
}

TEST_CASE("in the long run the rate passes, plus the first bucketful") {
    CHECK(passing(token_bucket{10, 1}, 1ms, 100s) == 1000);
    CHECK(passing(token_bucket{10, 20}, 1ms, 100s) == 1019);
    CHECK(passing(token_bucket{0.5, 1}, 10ms, 100s) == 50);
}

TEST_CASE("one call may overdraw the bucket, and nothing passes until the debt is paid") {
    token_bucket bucket{10, 10};
    REQUIRE(bucket.take(50, start));
    CHECK(bucket.level(start) == -40);
    CHECK_FALSE(bucket.take(1, start + 4s)); // back at 0
    CHECK_FALSE(bucket.take(1, start + 4'099ms));
    CHECK(bucket.take(50, start + 4'100ms)); // one whole token
}

TEST_CASE("a refused call costs nothing") {
    token_bucket bucket{1, 1};
    REQUIRE(bucket.take(1, start));
    for (int i = 0; i < 100; ++i)
        CHECK_FALSE(bucket.take(1, start + 999ms));
    CHECK(bucket.take(1, start + 1s));
}

TEST_CASE("an idle bucket fills up to its capacity and no further") {
    token_bucket bucket{1'000'000, 5};
    REQUIRE(bucket.take(5, start));
    CHECK(bucket.level(start + 24h * 365 * 50) == 5);
}

TEST_CASE("a bucket that nothing flows into is a number of calls") {
    CHECK(passing(token_bucket{0, 3}, 1h, 1000h) == 3);
}
