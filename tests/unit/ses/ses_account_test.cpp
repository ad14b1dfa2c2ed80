#include <catch2/catch.hpp>

#include "ses/ses_service.hpp"
#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using ses::errc;

TEST_CASE("an account that is paused refuses for good, until it is not") {
    virtual_scheduler clock;
    ses::ses_service service{clock, random_source{1}, {}};
    service.set_sending_enabled(false);
    const auto refused = service.send({});
    REQUIRE(refused.has_error());
    CHECK(refused.error() == errc::sending_paused);
    CHECK_FALSE(is_retryable(errc::sending_paused));
    CHECK(to_string(errc::sending_paused) == "AccountSendingPausedException");
    service.set_sending_enabled(true);
    CHECK(service.send({}).has_value());
}

TEST_CASE("a request may bring a limit of its own for its size") {
    virtual_scheduler clock;
    ses::ses_service service{clock, random_source{1}, {.maximum_message_bytes = 100}};
    CHECK(service.send({.bytes = 101}).has_error());
    CHECK(service.send({.bytes = 101, .maximum_bytes = 200}).has_value());
    CHECK(service.error_text(errc::invalid_parameter, {.bytes = 201, .maximum_bytes = 200}) ==
          "Message length is more than 200 bytes long");
}

TEST_CASE("a reset forgets everything but which ids were given") {
    virtual_scheduler clock;
    ses::ses_service service{clock, random_source{1}, {.rate = 1, .daily_quota = 1}};
    service.verify_identity("a@x.org");
    service.templates()["t"] = {"t", "s", "", "", {}};
    service.suppressed().put("b@x.org", ses::suppression_reason::bounce, clock.now());
    service.configuration_sets()["c"] = {.name = "c"};
    const auto first = service.send({});
    CHECK(service.send({}).has_error());
    service.reset();
    CHECK_FALSE(service.is_verified("a@x.org"));
    CHECK(service.templates().empty());
    CHECK(service.suppressed().empty());
    CHECK(service.configuration_sets().empty());
    CHECK(service.quota().sent_last_24_hours == 0);
    const auto second = service.send({});
    REQUIRE(second.has_value());
    CHECK(service.text(*second) != service.text(*first));
    CHECK(service.feedback_text(*first) != service.text(*first));
}
