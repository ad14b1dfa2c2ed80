#include "smtp/ses_replies.hpp"

#include <vector>

#include <catch2/catch.hpp>

#include "smtp/session_settings.hpp"
#include "support/smtp_dialogue.hpp"

using namespace sendlab::smtp;
using namespace sendlab::smtp::ses_replies;

TEST_CASE("identities that nobody has verified are named, with the region") {
    const std::vector<std::string> identities{"a@b.example", "c.example"};
    const auto said = not_verified(identities, "us-east-1");
    CHECK(said.code == 554);
    CHECK(said.text ==
          "Message rejected: Email address is not verified. The following identities failed the check "
          "in region US-EAST-1: a@b.example, c.example");
    CHECK(too_many_recipients(50).text == "Transaction failed: Recipient count exceeds 50.");
}

TEST_CASE("a session can be as Amazon SES's") {
    auto settings = ses_settings("eu-west-1");
    settings.tls_available = true;
    sendlab::support::smtp_dialogue talk{settings};
    CHECK(talk.say("EHLO x\r\n") ==
          "220 email-smtp.eu-west-1.amazonaws.com ESMTP SimpleEmailService\r\n"
          "250-email-smtp.eu-west-1.amazonaws.com\r\n250-8BITMIME\r\n250-SIZE 10485760\r\n"
          "250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n");
    CHECK(talk.codes("MAIL FROM:<a@b.example>\r\nSTARTTLS\r\n") == "530 220");
    CHECK(talk.say("EHLO x\r\nAUTH PLAIN AHVzZXIAc2VjcmV0\r\n")
              .ends_with("235 Authentication successful.\r\n"));
    CHECK(talk.say("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n.\r\n")
              .ends_with("250 Ok id\r\n"));
}
