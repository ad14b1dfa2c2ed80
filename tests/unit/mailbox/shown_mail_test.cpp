#include "mailbox/shown_mail.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

TEST_CASE("recipients whom the header does not name are blind copies") {
    mailbox::message kept;
    kept.id = 7;
    kept.from = "s@x.org";
    kept.recipients = {"A@X.org", "b@x.org"};
    kept.raw = std::make_shared<const std::string>("To: a@x.org\r\n\r\nHello\r\n");
    const auto mail = shown(kept);
    CHECK(mail.bcc == std::vector<mailbox::mail_address>{{"", "b@x.org"}});
    CHECK(mail.from == std::vector<mailbox::mail_address>{{"", "s@x.org"}});
    CHECK(mail.message_id == "7@sendlab");
}

TEST_CASE("where the bytes are not kept there is the envelope") {
    mailbox::message kept;
    kept.from = "s@x.org";
    kept.recipients = {"a@x.org"};
    kept.message_id = "m@x";
    const auto mail = shown(kept);
    CHECK(mail.bcc.size() == 1);
    CHECK(mail.message_id == "m@x");
    CHECK(mail.text.empty());
}
