#include "base/percentile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "base/random_source.hpp"

using namespace sendlab;

namespace {

constexpr double shares[] = {0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1};

std::vector<std::int64_t> by_sorting(std::vector<std::int64_t> values) {
    std::ranges::sort(values);
    std::vector<std::int64_t> found;
    for (const double share : shares) {
        // ceil(share * n) in thousandths, which are whole numbers
        const auto thousandths = static_cast<std::size_t>(std::lround(share * 1000));
        const auto rank = std::max<std::size_t>(1, (thousandths * values.size() + 999) / 1000);
        found.push_back(values[rank - 1]);
    }
    return found;
}

} // namespace

TEST_CASE("percentiles are those of the sorted values") {
    rc::prop("any values", [](std::vector<std::int64_t> values) {
        RC_PRE(!values.empty());
        RC_ASSERT(percentiles(values, shares) == by_sorting(values));
    });
    rc::prop("values that differ little", [](const std::vector<std::uint8_t>& small, std::int64_t base) {
        RC_PRE(!small.empty());
        std::vector<std::int64_t> values;
        for (const auto v : small)
            values.push_back(base / 2 + v);
        RC_ASSERT(percentiles(values, shares) == by_sorting(values));
    });
}

TEST_CASE("percentiles of many skewed values with ties are those of the sorted values") {
    const random_stream random{1, "percentile_test"};
    std::vector<std::int64_t> values;
    for (std::uint64_t i = 0; i < 200'000; ++i) {
        const auto bits = random.bits(i);
        values.push_back(i % 3 == 0 ? 80'000'000 : static_cast<std::int64_t>(bits >> (bits % 64)) / 2);
    }
    CHECK(percentiles(values, shares) == by_sorting(values));
}

TEST_CASE("a percentile of one value, of equal values, of the whole range") {
    using limits = std::numeric_limits<std::int64_t>;
    CHECK(percentiles(std::vector<std::int64_t>{-7}, shares) == std::vector<std::int64_t>(8, -7));
    CHECK(percentiles(std::vector<std::int64_t>(1000, 42), shares) == std::vector<std::int64_t>(8, 42));
    const double ends[] = {0, 0.5, 1};
    CHECK(percentiles(std::vector{limits::max(), limits::min(), std::int64_t{0}}, ends) ==
          std::vector{limits::min(), std::int64_t{0}, limits::max()});
}

TEST_CASE("there is no percentile of nothing") {
    CHECK(percentiles(std::vector<std::int64_t>{}, shares).empty());
    CHECK(percentiles(std::vector<std::int64_t>{1, 2}, {}).empty());
}

TEST_CASE("the nearest rank does not suffer from rounding") {
    std::vector<std::int64_t> values(100);
    for (std::size_t i = 0; i < 100; ++i)
        values[i] = static_cast<std::int64_t>(i + 1);
    for (int percent = 1; percent <= 100; ++percent) {
        const double share[] = {percent / 100.0}; // 0.07 * 100 is above 7 in doubles
        CHECK(percentiles(values, share).front() == percent);
    }
}

TEST_CASE("percentiles can be taken of a view, without copying") {
    const std::vector<int> ms{30, 10, 20};
    const double median[] = {0.5};
    CHECK(percentiles(ms | std::views::transform([](int v) { return v * std::int64_t{1'000'000}; }), median)
              .front() == 20'000'000);
}
