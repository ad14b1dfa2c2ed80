#include "s3/byte_range.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::s3;

namespace {

std::optional<byte_range> range(std::string_view text, std::uint64_t total = 10) {
    const auto read = parse_range(text, total);
    REQUIRE(read.has_value());
    return *read;
}

} // namespace

TEST_CASE("a range is within the object") {
    CHECK(range("bytes=0-0") == byte_range{0, 1});
    CHECK(range("bytes=2-4") == byte_range{2, 3});
    CHECK(range("bytes=2-") == byte_range{2, 8});
    CHECK(range("bytes=8-99") == byte_range{8, 2});
    CHECK(range("bytes=0-18446744073709551615") == byte_range{0, 10});
    CHECK(range("bytes=-3") == byte_range{7, 3});
    CHECK(range("bytes=-30") == byte_range{0, 10});
}

TEST_CASE("what is no range is ignored") {
    for (const auto* text :
         {"", "bytes", "bytes=", "bytes=-", "bytes=x-1", "bytes=1-x", "bytes=4-2", "lines=1-2",
          "bytes=0-1,3-4", "bytes= 1-2", "bytes=1-2 ", "bytes=99999999999999999999-"}) {
        CAPTURE(text);
        CHECK_FALSE(range(text));
    }
}

TEST_CASE("a range without a byte of the object cannot be had") {
    for (const auto* text : {"bytes=10-", "bytes=10-12", "bytes=-0"}) {
        const auto read = parse_range(text, 10);
        REQUIRE(read.has_error());
        CHECK(read.error().code == errc::invalid_range);
        CHECK(read.error().details == error_details{{"RangeRequested", text}, {"ActualObjectSize", "10"}});
    }
    CHECK(parse_range("bytes=0-", 0).has_error());
    CHECK(parse_range("bytes=-1", 0).has_error());
}
