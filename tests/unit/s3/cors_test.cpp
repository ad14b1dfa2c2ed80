#include "s3/cors.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::s3;

namespace {

const cors_rule any{.allowed_origins = {"*"}, .allowed_methods = {"GET"}};

std::string refusal(cors_rule rule) {
    const auto checked = validate(std::vector{std::move(rule)});
    return checked ? "" : checked.error().message;
}

} // namespace

TEST_CASE("a rule allows origins, methods and headers, with one star each") {
    const cors_rule rule{.allowed_origins = {"https://*.example.com", "http://a"},
                         .allowed_methods = {"PUT"},
                         .allowed_headers = {"x-amz-*", "Content-Type"}};
    CHECK(rule.allows("https://app.example.com", "PUT"));
    CHECK(rule.allows("http://a", "PUT"));
    CHECK_FALSE(rule.allows("https://app.example.com", "GET"));
    CHECK_FALSE(rule.allows("https://example.com", "PUT"));
    CHECK_FALSE(rule.allows("http://app.example.com", "PUT"));
    CHECK(rule.allows_header("X-AMZ-date"));
    CHECK(rule.allows_header("content-type"));
    CHECK_FALSE(rule.allows_header("range"));
    CHECK_FALSE(rule.for_everybody());
    CHECK(any.for_everybody());
}

TEST_CASE("the first rule that allows all of a request applies") {
    std::vector<cors_rule> rules{
        any, {.allowed_origins = {"http://a"}, .allowed_methods = {"GET", "PUT"}}, any};
    rules[2].allowed_headers = {"*"};
    CHECK(applying_rule(rules, "http://a", "GET") == &rules[0]);
    CHECK(applying_rule(rules, "http://a", "PUT") == &rules[1]);
    CHECK(applying_rule(rules, "http://a", "GET", {"x"}) == &rules[2]);
    CHECK(applying_rule(rules, "http://b", "PUT") == nullptr);
}

TEST_CASE("rules that S3 refuses") {
    CHECK(refusal(any).empty());
    CHECK(refusal({.allowed_origins = {"*"}, .allowed_methods = {"PATCH"}}) ==
          "Found unsupported HTTP method in CORS config. Unsupported method is PATCH");
    CHECK(refusal({.allowed_origins = {"*.*"}, .allowed_methods = {"GET"}}).find("AllowedOrigin") == 0);
    CHECK(refusal({.allowed_origins = {"*"}, .allowed_methods = {"GET"}, .allowed_headers = {"**"}})
              .find("AllowedHeader") == 0);
    CHECK(refusal({.allowed_origins = {"*"}, .allowed_methods = {"GET"}, .expose_headers = {"x-*"}})
              .find("ExposeHeader") == 0);
    CHECK(validate(std::vector{cors_rule{}}).error().code == errc::malformed_xml);
    CHECK(validate(std::vector<cors_rule>{}).error().code == errc::malformed_xml);
    CHECK(validate(std::vector<cors_rule>(100, any)).has_value());
    CHECK(validate(std::vector<cors_rule>(101, any)).error().code == errc::malformed_xml);
}
