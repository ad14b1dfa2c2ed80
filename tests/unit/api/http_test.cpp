#include "api/http.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::api;

TEST_CASE("names of fields are compared without case, and the first counts") {
    http_fields fields;
    fields.add("Content-Type", "text/plain");
    fields.add("content-type", "text/html");
    CHECK(fields.get("CONTENT-TYPE") == "text/plain");
    CHECK(fields.get("Content-Typ").empty());
    CHECK(fields.find("Accept") == nullptr);

    fields.set("Content-type", "a/b");
    CHECK(fields.get("content-type") == "a/b");
    CHECK(std::distance(fields.begin(), fields.end()) == 1);
}

TEST_CASE("a target is a path and a query") {
    http_request request;
    request.target = "/bucket/a%20b?uploads&x=1?2";
    CHECK(request.path() == "/bucket/a%20b");
    CHECK(request.query() == "uploads&x=1?2");
    request.target = "/";
    CHECK(request.query().empty());
}

TEST_CASE("the host is the Host field without its port") {
    http_request request;
    const auto host = [&](const char* field) {
        request.fields.set("Host", field);
        return request.host();
    };
    CHECK(host("Bucket.S3.amazonaws.com") == "bucket.s3.amazonaws.com");
    CHECK(host("localhost:4566") == "localhost");
    CHECK(host("[::1]:4566") == "[::1]");
    CHECK(host("[::1]") == "[::1]");
}

TEST_CASE("parameters are decoded") {
    using pairs = std::vector<std::pair<std::string, std::string>>;
    CHECK(parse_query("a=1&b=%C3%A4+%2B&c&d=&&e=x=y") ==
          pairs{{"a", "1"}, {"b", "ä +"}, {"c", ""}, {"d", ""}, {"e", "x=y"}});
    CHECK(parse_query("").empty());
}

TEST_CASE("a percent sign without two digits stays") {
    CHECK(percent_decoded("100%") == "100%");
    CHECK(percent_decoded("%4") == "%4");
    CHECK(percent_decoded("%zz%41") == "%zzA");
    CHECK(percent_decoded("a+b") == "a+b");
}
