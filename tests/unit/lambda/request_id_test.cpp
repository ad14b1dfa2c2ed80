#include <catch2/catch.hpp>

#include "lambda/request_id.hpp"

namespace sendlab::lambda {

TEST_CASE("a request id is written as a UUID in lower case") {
    const request_id id{0x0123456789abcdef, 0xfedcba9876543210};
    CHECK(id.text() == "01234567-89ab-cdef-fedc-ba9876543210");
    CHECK(request_id{}.text() == "00000000-0000-0000-0000-000000000000");
}

TEST_CASE("random bits make a UUID of version 4 and the variant of RFC 9562") {
    CHECK(request_id::from_bits(~std::uint64_t{0}, ~std::uint64_t{0}).text() ==
          "ffffffff-ffff-4fff-bfff-ffffffffffff");
    CHECK(request_id::from_bits(0, 0).text() == "00000000-0000-4000-8000-000000000000");
}

} // namespace sendlab::lambda
