#include "faults/operation.hpp"

using namespace sendlab::faults;

TEST_CASE("an operation's name is read back as the operation") {
    for (const auto what :
         {operation::s3_put, operation::s3_get, operation::notification, operation::lambda_attempt,
          operation::ses_send, operation::smtp_send, operation::smtp_connect, operation::smtp_ehlo,
          operation::smtp_starttls, operation::smtp_auth, operation::smtp_mail, operation::smtp_rcpt,
          operation::smtp_data})
        CHECK(parse_operation(to_string(what)) == what);
    CHECK(to_string(operation::lambda_attempt) == "lambda");
}

TEST_CASE("a target may be called by its latency") {
    CHECK(parse_operation("ses.latency") == operation::ses_send);
    CHECK(parse_operation("s3.get.latency") == operation::s3_get);
}

TEST_CASE("other names are no operations") {
    for (const auto* name :
         {"", "S3.put", "s3", "ses ", ".latency", "latency", "ses.latency.latency", "ses.throughput"})
        CHECK_FALSE(parse_operation(name));
}

TEST_CASE("a set of operations is written as a sentence has it") {
    CHECK(to_string(operation_set{}).empty());
    CHECK(to_string(operation_set{operation::ses_send}) == "ses");
    CHECK(to_string(operation_set{operation::smtp_send, operation::ses_send}) == "ses or smtp");
    CHECK(to_string(effective_requests) == "s3.put, s3.get, ses or smtp");
}
