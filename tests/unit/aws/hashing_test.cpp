#include "aws/hashing.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::aws;

TEST_CASE("digests are those of the standards") {
    CHECK(hex(hash_of(hash_kind::md5, "abc")) == "900150983cd24fb0d6963f7d28e17f72");
    CHECK(hex(hash_of(hash_kind::sha1, "abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
    CHECK(hex(hash_of(hash_kind::sha256, "abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex(hash_of(hash_kind::sha256, "")) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a digest of pieces is that of the whole") {
    hash pieces{hash_kind::sha256};
    for (const auto* piece : {"a", "", "b", "c"})
        pieces.add(piece);
    CHECK(pieces.value() == hash_of(hash_kind::sha256, "abc"));
}

TEST_CASE("authentication codes are those of RFC 4231 and RFC 2202") {
    CHECK(hex(hmac(hash_kind::sha256, "Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hex(hmac(hash_kind::sha1, "Jefe", "what do ya want for nothing?")) ==
          "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST_CASE("secrets are compared as a whole") {
    CHECK(same_secret("abc", "abc"));
    CHECK_FALSE(same_secret("abc", "abd"));
    CHECK_FALSE(same_secret("abc", "ab"));
    CHECK(same_secret("", ""));
}
