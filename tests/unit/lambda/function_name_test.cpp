#include <catch2/catch.hpp>

#include "lambda/function_name.hpp"
#include "unit/lambda/result_text.hpp"

namespace sendlab::lambda {

namespace {

const account_config account{};

std::string refusal(std::string_view name) {
    const auto resolved = resolve_function_name(account, name);
    REQUIRE_FALSE(resolved);
    CHECK(resolved.error().code == errc::resource_not_found);
    return resolved.error().message;
}

} // namespace

TEST_CASE("an ARN names region, account and function") {
    CHECK(function_arn(account, "f") == "arn:aws:lambda:us-east-1:000000000000:function:f");
    CHECK(function_arn({.region = "eu-west-1", .account_id = "123456789012"}, "g_1") ==
          "arn:aws:lambda:eu-west-1:123456789012:function:g_1");
}

TEST_CASE("a function is known by its name, its ARN, or a part of that, with or without a qualifier") {
    for (const std::string qualifier : {"", "$LATEST", "7", "live"}) {
        for (const std::string start :
             {"f-1", "000000000000:function:f-1", "arn:aws:lambda:us-east-1:000000000000:function:f-1"}) {
            const auto text = qualifier.empty() ? start : start + ':' + qualifier;
            INFO(text);
            const auto meant = resolve_function_name(account, text);
            REQUIRE(meant);
            CHECK(meant->name == "f-1");
            CHECK(meant->qualifier == qualifier);
        }
    }
}

TEST_CASE("a function of another region is out of reach") {
    CHECK(refusal("arn:aws:lambda:eu-west-1:000000000000:function:f") ==
          "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')");
}

TEST_CASE("a version, account or text that cannot be one of ours is not found") {
    CHECK(refusal("f:a.b") == "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:a.b");
    for (const auto* text :
         {"", ":", "f g", "f/g", "f:$LATEST:x", "arn:aws:lambda:us-east-1:000000000000:layer:f",
          "arn:aws:lambda:us-east-1:111111111111:function:f", "arn:aws:lambda:us-east-1",
          "111111111111:function:f", "000000000000:function:", "arn:aws:s3:::f"}) {
        INFO(text);
        CHECK(refusal(text).starts_with("Function not found: "));
    }
}

TEST_CASE("a name has 1 to 64 letters, digits, hyphens and underscores") {
    CHECK(is_function_name("Lambda-Email_Sender9"));
    CHECK(is_function_name(std::string(64, 'x')));
    CHECK_FALSE(is_function_name(std::string(65, 'x')));
    CHECK_FALSE(is_function_name(""));
    CHECK_FALSE(is_function_name("f.g"));
    CHECK_FALSE(is_function_name("\xc3\xa4"));
}

} // namespace sendlab::lambda
