#include "s3/request_id.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::s3;

TEST_CASE("requests have ids of S3's look, one each") {
    CHECK(request_id(1).size() == 16);
    CHECK(request_id(1).find_first_not_of("0123456789ABCDEF") == std::string::npos);
    CHECK(request_id(1) == request_id(1));
    CHECK(request_id(1) != request_id(2));
    CHECK(host_id(1).size() == 76);
    CHECK(host_id(1).back() == '=');
    CHECK(host_id(1) != host_id(2));
    CHECK(upper_hex(0x1aF) == "00000000000001AF");
}
