#include "sendlab/checks.hpp"

#include <catch2/catch.hpp>

#include "sendlab/catch.hpp"
#include "unit/sendlab/letters.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

world played(std::size_t emails, std::string_view latency) {
    world w{R"({"s3": {"put_latency": "0s", "get_latency": "0s", "notification_delay": "0s"},
                "lambda": {"timeout": "3s", "dispatch_delay": "0s", "cold_start": "0s"},
                "ses": {"accepted_at": 1, "latency": ")" +
            std::string{latency} + "\"}}"};
    w.deploy(send_all);
    w.upload(letters(emails));
    w.run_until_idle();
    return w;
}

} // namespace

TEST_CASE("matchers hold where all went well") {
    const auto w = played(10, "100ms");
    CHECK_THAT(w, delivered_once_to("reader7@example.com"));
    CHECK_THAT(w, delivered_once_to_everyone());
    CHECK_THAT(w, timed_out_attempts(0));
    CHECK_THAT(w, cost_below(0.01));
    CHECK_THAT(w, !cost_below(0.000001));
    CHECK_THAT(w, !delivered_once_to("stranger@example.com"));
}

TEST_CASE("checks say who got what, and when") {
    const auto w = played(25, "400ms");
    const auto first = delivered_once(w, "reader1@example.com");
    CHECK_FALSE(first);
    CHECK(first.found.starts_with("reader1@example.com got 3 mails: at 400 ms (attempt 1), at "));
    CHECK(delivered_once(w, "reader25@example.com").found == "reader25@example.com got 0 mails");
    CHECK_THAT(w, !delivered_once_to_everyone());
    CHECK_THAT(w, timed_out_attempts(3));
    CHECK(timed_out(w, 1).found == "3 of 3 attempts timed out");
    CHECK(everyone_once(w).found.starts_with(
        "25 e-mails uploaded, 7 delivered, 14 sent again, 18 lost; reader1@"));
}
