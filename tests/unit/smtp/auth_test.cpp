#include "smtp/auth.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::smtp;
using outcome = auth_exchange::outcome;

TEST_CASE("PLAIN takes user and password in one response, at once or when asked") {
    auth_exchange at_once;
    CHECK(at_once.start("PLAIN AHVzZXIAc2VjcmV0") == outcome::complete);
    CHECK(at_once.credentials().user == "user");
    CHECK(at_once.credentials().password == "secret");

    auth_exchange asked;
    CHECK(asked.start("plain") == outcome::challenge);
    CHECK(asked.challenge().empty());
    CHECK(asked.respond("b3RoZXIAdXNlcgA=") == outcome::complete); // "other", user, no password
    CHECK(asked.credentials().user == "user");
    CHECK(asked.credentials().password.empty());
}

TEST_CASE("LOGIN asks for user and password") {
    auth_exchange exchange;
    CHECK(exchange.start("LOGIN") == outcome::challenge);
    CHECK(exchange.challenge() == "VXNlcm5hbWU6");
    CHECK(exchange.respond("dXNlcg==") == outcome::challenge);
    CHECK(exchange.challenge() == "UGFzc3dvcmQ6");
    CHECK(exchange.respond("c2VjcmV0") == outcome::complete);
    CHECK(exchange.credentials().user == "user");
    CHECK(exchange.credentials().password == "secret");

    auth_exchange with_user;
    CHECK(with_user.start("LOGIN dXNlcg==") == outcome::challenge);
    CHECK(with_user.challenge() == "UGFzc3dvcmQ6");
}

TEST_CASE("what the mechanism does not expect is refused") {
    auth_exchange exchange;
    CHECK(exchange.start("CRAM-MD5") == outcome::unknown_mechanism);
    CHECK(exchange.start("PLAIN !!!!") == outcome::not_base64);
    CHECK(exchange.start("PLAIN dXNlcg==") == outcome::malformed); // no NUL
    CHECK(exchange.start("PLAIN AABhAGI=") == outcome::malformed); // no user
    CHECK(exchange.start("PLAIN AGEAYgBj") == outcome::malformed); // three
    CHECK(exchange.start("PLAIN =") == outcome::malformed);        // an empty response
    CHECK(exchange.start("LOGIN") == outcome::challenge);
    CHECK(exchange.respond("*") == outcome::cancelled);
    CHECK(exchange.start("LOGIN") == outcome::challenge);
    CHECK(exchange.respond("") == outcome::malformed);
}

TEST_CASE("a secret access key gives the SMTP password of its region") {
    // What the algorithm of the SES developer guide, written down in Python, gives for AWS's own example key.
    CHECK(ses_smtp_password("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1") ==
          "BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9");
    CHECK(ses_smtp_password("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "eu-west-1") ==
          "BMW5RDrXmmVs0lV7GpI4oLkHXpZ4stDsk6q91z1g38Pk");
}
