#include "base/random_source.hpp"

#include <cmath>
#include <limits>
#include <set>

#include <catch2/catch.hpp>

using namespace sendlab;

namespace {

constexpr std::uint64_t draws = 1'000'000;

/// Correlation of two sequences of uniform numbers, in standard errors.
template<class First, class Second>
double correlation(First first, Second second) {
    double sum = 0;
    for (std::uint64_t i = 0; i < draws; ++i)
        sum += (first(i) - 0.5) * (second(i) - 0.5) * 12;
    return sum / std::sqrt(static_cast<double>(draws));
}

} // namespace

TEST_CASE("Philox4x32-10 gives the published answers") {
    // kat_vectors of the Random123 distribution
    struct known_answer {
        r123::Philox4x32::ctr_type counter;
        r123::Philox4x32::key_type key;
        r123::Philox4x32::ctr_type answer;
    };
    const known_answer answers[] = {
        {{{0, 0, 0, 0}}, {{0, 0}}, {{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}}},
        {{{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}},
         {{0xffffffff, 0xffffffff}},
         {{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}}},
        {{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}},
         {{0xa4093822, 0x299f31d0}},
         {{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}},
    };
    for (const auto& known : answers)
        CHECK(r123::Philox4x32{}(known.counter, known.key) == known.answer);
}

TEST_CASE("a draw is a pure function of seed, stream, entity, attempt and index") {
    const random_source source{42};
    const auto stream = source.stream("ses.latency");
    const auto drawn = stream.bits(7, 2, 3);
    CHECK(stream.bits(7, 2, 3) == drawn);
    CHECK(random_source{42}.stream("ses.latency").bits(7, 2, 3) == drawn);
    CHECK(random_source{43}.stream("ses.latency").bits(7, 2, 3) != drawn);
    CHECK(source.stream("ses.error").bits(7, 2, 3) != drawn);
    CHECK(stream.bits(8, 2, 3) != drawn);
    CHECK(stream.bits(7 + (std::uint64_t{1} << 32), 2, 3) != drawn);
    CHECK(stream.bits(7, 3, 3) != drawn);
    CHECK(stream.bits(7, 2, 4) != drawn);
}

TEST_CASE("draws of old seeds do not change from version to version") {
    CHECK(random_source{42}.stream("ses.latency").bits(7, 2, 3) == 0x4a164bb541b58b12);
}

TEST_CASE("neighbouring seeds and names do not share streams") {
    std::set<std::uint64_t> first;
    for (std::uint64_t seed = 0; seed < 1000; ++seed)
        for (const char* name : {"a", "b", "ses.latency", "ses.latencz", ""})
            first.insert(random_stream{seed, name}.bits(0));
    CHECK(first.size() == 5000);
}

TEST_CASE("uniform numbers have the moments of the uniform distribution") {
    const random_stream stream{1, "random_source_test"};
    double sum = 0, squares = 0, cubes = 0;
    for (std::uint64_t i = 0; i < draws; ++i) {
        const double u = stream.uniform(i) - 0.5;
        sum += u;
        squares += u * u;
        cubes += u * u * u;
    }
    const auto n = static_cast<double>(draws);
    // Within four standard errors
    CHECK(std::fabs(sum / n) < 4 * std::sqrt(1.0 / 12 / n));
    CHECK(std::fabs(squares / n - 1.0 / 12) < 4 * std::sqrt(1.0 / 180 / n));
    CHECK(std::fabs(cubes / n) < 4 * std::sqrt(1.0 / 448 / n));
}

TEST_CASE("uniform numbers fill their cells evenly") {
    const random_stream stream{2, "random_source_test"};
    std::vector<double> cells(1000);
    for (std::uint64_t i = 0; i < draws; ++i)
        ++cells[static_cast<std::size_t>(stream.uniform(i) * 1000)];
    double chi_square = 0;
    for (const double count : cells)
        chi_square += (count - 1000) * (count - 1000) / 1000;
    CHECK(chi_square > 999 - 4 * std::sqrt(2 * 999.0));
    CHECK(chi_square < 999 + 4 * std::sqrt(2 * 999.0));
}

TEST_CASE("streams, attempts, indices and neighbouring entities are uncorrelated") {
    const random_source source{1};
    const auto a = source.stream("a");
    const auto b = source.stream("b");
    const auto draw = [&](std::uint64_t i) { return a.uniform(i); };
    CHECK(std::fabs(correlation(draw, [&](std::uint64_t i) { return b.uniform(i); })) < 4);
    CHECK(std::fabs(correlation(draw, [&](std::uint64_t i) { return a.uniform(i, 1); })) < 4);
    CHECK(std::fabs(correlation(draw, [&](std::uint64_t i) { return a.uniform(i, 0, 1); })) < 4);
    CHECK(std::fabs(correlation(draw, [&](std::uint64_t i) { return a.uniform(i + 1); })) < 4);
    const auto other_seed = random_source{2}.stream("a");
    CHECK(std::fabs(correlation(draw, [&](std::uint64_t i) { return other_seed.uniform(i); })) < 4);
}

TEST_CASE("an event of probability p happens with that frequency, at the ends for certain") {
    const random_stream stream{3, "random_source_test"};
    std::uint64_t rare = 0;
    for (std::uint64_t i = 0; i < draws; ++i) {
        rare += stream.chance(0.001, i);
        if (stream.chance(0, i) || !stream.chance(1, i))
            FAIL("an impossible event, or a certain one that did not happen");
    }
    CHECK(std::fabs(static_cast<double>(rare) - 1000) < 4 * std::sqrt(1000.0));
}
