#include <functional>
#include <limits>

#include <catch2/catch.hpp>

#include "lambda/function_validation.hpp"

namespace sendlab::lambda {

using namespace std::chrono_literals;

namespace {

const std::string own_arn = "arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender";

std::string refusal(const std::function<void(function_config&)>& change) {
    function_config config;
    change(config);
    const auto valid = validate(config, own_arn);
    if (valid)
        return "";
    CHECK((valid.error().code == errc::invalid_parameter_value || valid.error().code == errc::validation));
    return valid.error().message;
}

const std::string failed = "1 validation error detected: Value ";

} // namespace

TEST_CASE("the defaults are valid") {
    CHECK(refusal([](function_config&) {}).empty());
}

TEST_CASE("a time limit is above 0 and at most 15 minutes") {
    CHECK(refusal([](auto& c) { c.timeout = 900s; }).empty());
    CHECK(refusal([](auto& c) { c.timeout = 1ms; }).empty());
    CHECK(refusal([](auto& c) { c.timeout = 901s; }) ==
          failed + "'901' at 'timeout' failed to satisfy constraint: Member must have value less than or "
                   "equal to 900");
    CHECK(refusal([](auto& c) { c.timeout = 900s + 500ms; }).starts_with(failed + "'900500ms' at 'timeout'"));
    CHECK(refusal([](auto& c) { c.timeout = 0s; }).starts_with(failed + "'0' at 'timeout'"));
}

TEST_CASE("memory is from 128 to 10,240 MB") {
    CHECK(refusal([](auto& c) { c.memory_mb = 10'240; }).empty());
    CHECK(refusal([](auto& c) { c.memory_mb = 127; }) ==
          failed + "'127' at 'memorySize' failed to satisfy constraint: Member must have value greater than "
                   "or equal to 128");
    CHECK(refusal([](auto& c) { c.memory_mb = 10'241; }).ends_with("less than or equal to 10240"));
}

TEST_CASE("there are 0 to 2 retries, and an event lives from a minute to six hours") {
    CHECK(
        refusal([](auto& c) { c.maximum_retry_attempts = 3; }) ==
        failed +
            "'3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or "
            "equal to 2");
    CHECK(
        refusal([](auto& c) { c.maximum_event_age = 59s; }) ==
        failed +
            "'59' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater "
            "than or equal to 60");
    CHECK(refusal([](auto& c) { c.maximum_event_age = 21'601s; }).ends_with("less than or equal to 21600"));
    CHECK(refusal([](auto& c) { c.maximum_event_age = 60s; }).empty());
}

TEST_CASE("a name that AWS would not take is refused") {
    CHECK(refusal([](auto& c) { c.name = "a b"; }).starts_with(failed + "'a b' at 'functionName'"));
    CHECK_FALSE(refusal([](auto& c) { c.name = ""; }).empty());
}

TEST_CASE("what AWS has no setting for must make sense as well") {
    CHECK_FALSE(refusal([](auto& c) { c.retry_delays.clear(); }).empty());
    CHECK(refusal([](auto& c) { c.retry_delays.clear(), c.maximum_retry_attempts = 0; }).empty());
    CHECK_FALSE(refusal([](auto& c) { c.duplicate_deliveries = -0.1; }).empty());
    CHECK_FALSE(refusal([](auto& c) { c.duplicate_deliveries = 1.1; }).empty());
    CHECK_FALSE(
        refusal([](auto& c) { c.duplicate_deliveries = std::numeric_limits<double>::quiet_NaN(); }).empty());
    CHECK_FALSE(refusal([](auto& c) { c.backoff_initial = 0s; }).empty());
    CHECK_FALSE(refusal([](auto& c) { c.backoff_limit = 500ms; }).empty());
    CHECK_FALSE(refusal([](auto& c) { c.init_limit = 0s; }).empty());
    CHECK_FALSE(refusal([](auto& c) { c.keep_warm = -1s; }).empty());
    CHECK(refusal([](auto& c) { c.keep_warm = 0s; }).empty());
    CHECK_FALSE(refusal([](auto& c) { c.billing_step = 0s; }).empty());
}

TEST_CASE("a destination is an ARN, and not the function itself") {
    CHECK(refusal([](auto& c) { c.on_success = "arn:aws:sqs:us-east-1:000000000000:q"; }).empty());
    CHECK(refusal([](auto& c) { c.on_failure = "queue"; }) == "The destination ARN queue is invalid.");
    CHECK(refusal([](auto& c) { c.on_success = own_arn; }) ==
          "You can't specify the function as a destination for itself.");
    CHECK(refusal([](auto& c) { c.dead_letter_target = "q"; }) == "The destination ARN q is invalid.");
}

} // namespace sendlab::lambda
