#include "aws/canonical_request.hpp"

#include <catch2/catch.hpp>

#include "aws/hashing.hpp"

using namespace sendlab::aws;

TEST_CASE("headers are trimmed, joined and in the order of the signature") {
    const signed_request::pairs headers{{"X-B", "  a   b "}, {"x-a", "1"}, {"X-A", "2"}, {"Other", "x"}};
    CHECK(canonical_value(headers, "x-b") == "a b");
    CHECK(canonical_value(headers, "x-a") == "1,2");
    CHECK(canonical_value(headers, "none").empty());
    const std::string names[] = {"x-a", "x-b"};
    CHECK(canonical_request({"GET", "/a b", {{"z", "1"}, {"a", "x y"}, {"a", "b"}}, headers, "hash"},
                            names) == "GET\n/a%20b\na=b&a=x%20y&z=1\nx-a:1,2\nx-b:a b\n\nx-a;x-b\nhash");
}

TEST_CASE("S3 encodes the path once, others twice") {
    const std::string names[] = {"host"};
    const signed_request request{"GET", "/a b", {}, {{"Host", "h"}}, "-"};
    CHECK(canonical_request(request, names).starts_with("GET\n/a%20b\n"));
    CHECK(canonical_request(request, names, path_encoding::twice).starts_with("GET\n/a%2520b\n"));
    CHECK(canonical_request({"GET", "", {}, {}, "-"}, names).starts_with("GET\n/\n"));
}

TEST_CASE("the signature itself is not signed") {
    const std::string names[] = {"host"};
    CHECK(canonical_request({"GET", "/", {{"X-Amz-Signature", "x"}, {"uploads", ""}}, {}, "-"}, names) ==
          "GET\n/\nuploads=\nhost:\n\nhost\n-");
}
