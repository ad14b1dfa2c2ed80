#include "faults/failure_codes.hpp"

using namespace sendlab::faults;

namespace {

failure kind(operation what, std::string_view code) {
    return parse_failure(what, code).kind;
}

constexpr auto everywhere = {operation::s3_put, operation::s3_get, operation::lambda_attempt,
                             operation::ses_send, operation::smtp_send};

} // namespace

TEST_CASE("a failure keeps the code that it was asked for with") {
    CHECK(parse_failure(operation::ses_send, "MessageRejected") ==
          injected_failure{failure::rejected, "MessageRejected"});
}

TEST_CASE("codes of throttles and of server errors mean the same for every target") {
    for (const auto what : everywhere) {
        for (const auto* code : {"Throttling", "ThrottlingException", "TooManyRequestsException", "SlowDown"})
            CHECK(kind(what, code) == failure::throttled);
        for (const auto* code : {"InternalFailure", "InternalError", "InternalServerError",
                                 "ServiceUnavailable", "ServiceException"})
            CHECK(kind(what, code) == failure::service_error);
    }
}

TEST_CASE("other codes refuse a request, but are a function's own error") {
    for (const auto* code :
         {"MessageRejected", "InvalidParameterValue", "AccessDenied", "throttling", "Whatever"}) {
        CHECK(kind(operation::ses_send, code) == failure::rejected);
        CHECK(kind(operation::s3_put, code) == failure::rejected);
        CHECK(kind(operation::lambda_attempt, code) == failure::function_error);
    }
}

TEST_CASE("an HTTP status says what kind of failure it is") {
    CHECK(kind(operation::ses_send, "429") == failure::throttled);
    CHECK(kind(operation::ses_send, "500") == failure::service_error);
    CHECK(kind(operation::s3_get, "599") == failure::service_error);
    CHECK(kind(operation::s3_get, "403") == failure::rejected);
    CHECK(kind(operation::lambda_attempt, "502") == failure::service_error);
    CHECK(kind(operation::ses_send, "5000") == failure::rejected); // a code like any other
    CHECK(kind(operation::ses_send, "50") == failure::rejected);
}

TEST_CASE("an SMTP reply is transient with 4yz, permanent with 5yz, and 454 is the throttle of SES") {
    CHECK(kind(operation::smtp_send, "454 Throttling failure: Maximum sending rate exceeded") ==
          failure::throttled);
    CHECK(kind(operation::smtp_send, "421") == failure::service_error);
    CHECK(kind(operation::smtp_send, "451 Temporary service failure") == failure::service_error);
    CHECK(kind(operation::smtp_send, "554 Message rejected") == failure::rejected);
    CHECK(kind(operation::smtp_send, "550") == failure::rejected);
    CHECK(kind(operation::smtp_send, "421x") == failure::rejected);
}

TEST_CASE("what a service itself says is understood as what it means") {
    for (const auto what : everywhere) {
        CHECK(throttled(what).kind == failure::throttled);
        CHECK(parse_failure(what, throttled(what).code) == throttled(what));
        CHECK(unavailable(what).kind == failure::service_error);
        CHECK(parse_failure(what, unavailable(what).code) == unavailable(what));
    }
    CHECK(throttled(operation::s3_put).code == "SlowDown");
    CHECK(throttled(operation::ses_send).code == "Throttling");
}
