#include "faults/fault_settings.hpp"

#include <cmath>
#include <limits>

using namespace sendlab;
using namespace sendlab::faults;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

using settings_variant = decltype(fault_settings::what);

std::string problem(operation target, settings_variant what) {
    return problem_with({{target}, std::move(what)}).value_or("none");
}

std::string problem_of_trigger(void (*change)(trigger&), operation target = operation::ses_send) {
    fault_settings settings{{target}, outage{}};
    change(settings.when);
    return problem_with(settings).value_or("none");
}

} // namespace

TEST_CASE("each fault is asked for by a key of its own, and calls itself by it") {
    const std::vector<std::pair<settings_variant, std::string_view>> all{
        {multiply_latency{2}, "multiply"},
        {add_latency{latency{1s}}, "add"},
        {fail_with{{failure::throttled, "Throttling"}}, "fail"},
        {throttle_to{14}, "throttle"},
        {outage{}, "outage"},
        {drop_connection{}, "drop"},
        {lose_answer{}, "lose_answer"},
        {lose_notification{}, "lose"},
        {duplicate_notification{}, "duplicate"},
        {limit_to{}, "limit"},
        {narrow_link{}, "bandwidth"},
        {reset_after{}, "reset_after"}};
    CHECK(all.size() == std::variant_size_v<settings_variant>);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const fault_settings settings{{operation::ses_send}, all[i].first};
        CHECK(settings.what.index() == i);
        CHECK(key_of(settings) == all[i].second);
        CHECK(make_fault(settings, random_source{1}, 0)->name() == all[i].second);
    }
}

TEST_CASE("settings are values that can be compared") {
    const fault_settings settings{{operation::ses_send}, multiply_latency{2}};
    auto other = settings;
    CHECK(other == settings);
    other.when.times = 1;
    CHECK_FALSE(other == settings);
    other = settings;
    other.what = multiply_latency{3};
    CHECK_FALSE(other == settings);
}

TEST_CASE("a fault applies where it has a meaning") {
    CHECK(problem(operation::ses_send, multiply_latency{5}) == "none");
    CHECK(problem(operation::lambda_attempt, multiply_latency{5}) == "none");
    CHECK(problem(operation::notification, add_latency{latency{1s}}) == "none");
    CHECK(problem(operation::lambda_attempt, fail_with{{failure::function_error, "Error"}}) == "none");
    CHECK(problem(operation::lambda_attempt, outage{}) == "none");
    CHECK(problem(operation::notification, lose_notification{}) == "none");
    CHECK(problem(operation::s3_put, lose_answer{}) == "none");
}

TEST_CASE("elsewhere the problem says where it applies") {
    CHECK(problem(operation::notification, fail_with{{failure::rejected, "AccessDenied"}}) ==
          "\"fail\" does not apply to notification, only to s3.put, s3.get, lambda, ses, smtp, smtp.connect, "
          "smtp.ehlo, smtp.starttls, smtp.auth, smtp.mail, smtp.rcpt or smtp.data");
    CHECK(problem(operation::ses_send, lose_notification{}) ==
          "\"lose\" does not apply to ses, only to notification");
    CHECK(
        problem(operation::lambda_attempt, throttle_to{14}) ==
        "\"throttle\" does not apply to lambda, only to s3.put, s3.get, ses, smtp, smtp.connect, smtp.ehlo, "
        "smtp.starttls, smtp.auth, smtp.mail, smtp.rcpt or smtp.data");
    CHECK(problem(operation::lambda_attempt, fail_with{{failure::throttled, "Throttling"}}) ==
          "\"Throttling\" is no error of a function, expected one such as \"Error\" (Lambda itself fails "
          "with \"outage\")");
    CHECK(problem(operation::lambda_attempt, lose_answer{}) != "none");
    CHECK(problem(operation::smtp_rcpt, lose_answer{}) ==
          "\"lose_answer\" does not apply to smtp.rcpt, only to s3.put, s3.get, ses or smtp");
    CHECK(problem(operation::smtp_send, limit_to{}) ==
          "\"limit\" does not apply to smtp, only to smtp.connect or smtp.mail");
    CHECK(problem(operation::ses_send, narrow_link{}) ==
          "\"bandwidth\" does not apply to ses, only to smtp.data");
    CHECK(problem(operation::smtp_rcpt, reset_after{}) != "none");
    CHECK(problem(operation::notification, drop_connection{}) != "none");
    CHECK(problem(operation::notification, outage{}) != "none");
    CHECK(problem(operation::s3_get, duplicate_notification{}) != "none");
}

TEST_CASE("numbers that mean nothing are refused") {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const double factor : {0.0, -1.0, nan, infinity})
        CHECK_THAT(problem(operation::ses_send, multiply_latency{factor}), Contains("factor"));
    CHECK(problem(operation::ses_send, multiply_latency{0.5}) == "none");

    for (const double rate : {-1.0, nan, infinity})
        CHECK_THAT(problem(operation::ses_send, throttle_to{rate}), Contains("rate"));
    CHECK_THAT(problem(operation::ses_send, throttle_to{14, 0.5}), Contains("burst"));
    CHECK_THAT(problem(operation::ses_send, throttle_to{14, nan}), Contains("burst"));
    CHECK(problem(operation::ses_send, throttle_to{0}) == "none");
    CHECK(problem(operation::ses_send, throttle_to{14, 1}) == "none");

    CHECK_THAT(problem(operation::notification, duplicate_notification{0}), Contains("1 to 1,000"));
    CHECK_THAT(problem(operation::notification, duplicate_notification{1001}), Contains("1 to 1,000"));
    CHECK_THAT(problem(operation::ses_send, fail_with{}), Contains("code"));
    CHECK_THAT(problem(operation::smtp_mail, limit_to{0}), Contains("limit"));
    CHECK_THAT(problem(operation::smtp_data, narrow_link{0}), Contains("bandwidth"));
    CHECK_THAT(problem(operation::smtp_data, narrow_link{1'000'000'001}), Contains("bandwidth"));
    CHECK_THAT(problem(operation::smtp_data, reset_after{0}), Contains("octet"));
}

TEST_CASE("a trigger that can never act, or means nothing, is refused") {
    CHECK_THAT(problem_of_trigger([](trigger& t) { t.at = -1ns; }), Contains("\"at\""));
    CHECK_THAT(problem_of_trigger([](trigger& t) { t.for_ = 0s; }), Contains("\"for\""));
    CHECK_THAT(problem_of_trigger([](trigger& t) { t.probability = 1.5; }), Contains("\"probability\""));
    CHECK_THAT(problem_of_trigger([](trigger& t) { t.probability = std::nan(""); }),
               Contains("\"probability\""));
    CHECK_THAT(problem_of_trigger([](trigger& t) { t.attempt = 0; }), Contains("\"attempt\""));
    CHECK_THAT(problem_of_trigger([](trigger& t) { t.attempt = 2; }, operation::notification),
               Contains("attempt"));
    CHECK(problem_of_trigger([](trigger& t) {
              t.at = 2min;
              t.for_ = 1ns;
              t.probability = 0;
              t.attempt = 3;
              t.times = 0;
          }) == "none");
}

TEST_CASE("an outage of lambda knows only its window") {
    const auto lambda = operation::lambda_attempt;
    CHECK(problem_of_trigger([](trigger& t) { t.at = 1min; }, lambda) == "none");
    CHECK_THAT(problem_of_trigger([](trigger& t) { t.probability = 0.5; }, lambda), Contains("do not apply"));
    CHECK_THAT(problem_of_trigger([](trigger& t) { t.attempt = 1; }, lambda), Contains("do not apply"));
    CHECK_THAT(problem_of_trigger([](trigger& t) { t.times = 1; }, lambda), Contains("do not apply"));
}
