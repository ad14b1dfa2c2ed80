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

TEST_CASE("the etag of a body without bytes depends on everything that is known of it, and on nothing else") {
    const auto known = etag::of_unknown("async-emails", "1.json", 1000, 7);
    CHECK(known == etag::of_unknown("async-emails", "1.json", 1000, 7));
    CHECK_FALSE(known == etag::of_unknown("async-email", "1.json", 1000, 7));
    CHECK_FALSE(known == etag::of_unknown("async-emails", "2.json", 1000, 7));
    CHECK_FALSE(known == etag::of_unknown("async-emails", "1.json", 1001, 7));
    CHECK_FALSE(known == etag::of_unknown("async-emails", "1.json", 1000, 8));
    CHECK_FALSE(known == etag::of_unknown("async-emails1", ".json", 1000, 7));
    CHECK(known.hex().size() == 32);
}
