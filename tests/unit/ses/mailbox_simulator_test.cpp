#include "ses/ses_service.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::ses;

TEST_CASE("the mailbox simulator's addresses say what becomes of their mail") {
    CHECK(disposition_of("success@simulator.amazonses.com") == disposition::delivered);
    CHECK(disposition_of("bounce@simulator.amazonses.com") == disposition::bounced);
    CHECK(disposition_of("complaint@simulator.amazonses.com") == disposition::complained);
    CHECK(disposition_of("suppressionlist@simulator.amazonses.com") == disposition::suppressed);
    CHECK(disposition_of("ooto@simulator.amazonses.com") == disposition::out_of_office);
}

TEST_CASE("labels, case and display names do not change an address of the simulator") {
    CHECK(disposition_of("bounce+user-17@simulator.amazonses.com") == disposition::bounced);
    CHECK(disposition_of("Bounce@Simulator.AmazonSES.com") == disposition::bounced);
    CHECK(disposition_of("A user <complaint@simulator.amazonses.com>") == disposition::complained);
    CHECK(disposition_of("bouncer@simulator.amazonses.com") == disposition::delivered);
}

TEST_CASE("mail to all other addresses is delivered") {
    CHECK(disposition_of("bounce@example.com") == disposition::delivered);
    CHECK(disposition_of("bounce@x.simulator.amazonses.com") == disposition::delivered);
    CHECK(disposition_of("bounce") == disposition::delivered);
    CHECK_FALSE(is_simulator("bounce@example.com"));
    CHECK(is_simulator("anything@simulator.amazonses.com"));
}
