#include "s3/object.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::s3;

TEST_CASE("canned ACLs are S3's words, and no others") {
    for (const auto* word : {"private", "public-read", "public-read-write", "authenticated-read",
                             "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control"}) {
        REQUIRE(parse_canned_acl(word));
        CHECK(to_string(*parse_canned_acl(word)) == word);
    }
    for (const auto* word : {"", "Private", "publik", "log-delivery-write"})
        CHECK_FALSE(parse_canned_acl(word));
}

TEST_CASE("a body has bytes, or only a size") {
    const body bytes{"hello"};
    CHECK(bytes.size() == 5);
    REQUIRE(bytes.bytes());
    CHECK(sendlab::to_string(*bytes.bytes()) == "hello");

    const auto sized = body::of_size(123'456'789'012);
    CHECK(sized.size() == 123'456'789'012);
    CHECK_FALSE(sized.bytes());

    CHECK(body{}.size() == 0);
    CHECK_FALSE(body{}.bytes());
}

TEST_CASE("the etag of bytes is their MD5") {
    CHECK(etag::of("").hex() == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(etag::of("hello").hex() == "5d41402abc4b2a76b9719d911017c592");
}

TEST_CASE("the etag of a body without bytes depends on its size, and on nothing else") {
    CHECK(body::of_size(1000).etag() == body::of_size(1000).etag());
    CHECK_FALSE(body::of_size(1000).etag() == body::of_size(1001).etag());
}

TEST_CASE("the etag of a body in parts is the one that it was given") {
    const etag parts[] = {etag::of("a"), etag::of("b")};
    const body joined{std::make_shared<const sendlab::memory_blob>("ab"), etag::of_parts(parts)};
    CHECK(joined.etag().parts == 2);
    CHECK(body{"ab"}.etag() == etag::of("ab"));
}
