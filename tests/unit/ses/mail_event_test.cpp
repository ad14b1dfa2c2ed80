#include "ses/mail_event.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace sendlab;
using nlohmann::json;

namespace {

ses::mail_facts mail_to(std::vector<std::string> recipients) {
    ses::mail_facts mail;
    mail.accepted = virtual_epoch;
    mail.message_id = "0100-id";
    mail.feedback_id = "0100-feedback";
    mail.source = "Shop <shop@x.org>";
    mail.operation = "SendEmail";
    mail.subject = "Hello";
    mail.destination = std::move(recipients);
    return mail;
}

} // namespace

TEST_CASE("the mail object of an event is AWS's") {
    auto mail = mail_to({"a@x.org"});
    mail.configuration_set = "news";
    mail.tags = {{"campaign", "spring"}};
    const auto events = ses::events_of(mail, {});
    REQUIRE(events.size() == 2);
    const auto send = json::parse(events[0].json);
    CHECK(send["eventType"] == "Send");
    CHECK(send["send"] == json::object());
    CHECK(send["mail"]["timestamp"] == "2026-01-01T00:00:00.000Z");
    CHECK(send["mail"]["sourceArn"] == "arn:aws:ses:us-east-1:000000000000:identity/shop@x.org");
    CHECK(send["mail"]["destination"] == json{"a@x.org"});
    CHECK(send["mail"]["tags"]["campaign"] == json{"spring"});
    CHECK(send["mail"]["tags"]["ses:configuration-set"] == json{"news"});
    CHECK(send["mail"]["tags"]["ses:from-domain"] == json{"x.org"});
    const auto delivery = json::parse(events[1].json);
    CHECK(delivery["delivery"]["recipients"] == json{"a@x.org"});
}

TEST_CASE("a complaint comes after a delivery, a bounce instead of one") {
    const auto events = ses::events_of(mail_to({"complaint@simulator.amazonses.com"}), {});
    REQUIRE(events.size() == 3);
    CHECK(events[1].type == "Delivery");
    CHECK(json::parse(events[2].json)["complaint"]["complainedRecipients"][0]["emailAddress"] ==
          "complaint@simulator.amazonses.com");
    const auto bounce = ses::events_of(mail_to({"bounce@simulator.amazonses.com"}), {});
    REQUIRE(bounce.size() == 2);
    const auto detail = json::parse(bounce[1].json)["bounce"];
    CHECK(detail["feedbackId"] == "0100-feedback");
    CHECK(detail["bouncedRecipients"][0]["status"] == "5.1.1");
}

TEST_CASE("ordinary mail has nothing to tell") {
    ses::suppression_list list;
    CHECK_FALSE(has_noteworthy_events(mail_to({"a@x.org"}), list));
    CHECK(has_noteworthy_events(mail_to({"a@x.org", "success@simulator.amazonses.com"}), list));
    list.put("a@x.org", ses::suppression_reason::bounce, virtual_epoch);
    CHECK(has_noteworthy_events(mail_to({"A@x.org"}), list));
    auto watched = mail_to({"b@x.org"});
    watched.configuration_set = "news";
    CHECK(has_noteworthy_events(watched, {}));
}

TEST_CASE("text that is no UTF-8 does not stop an event") {
    auto mail = mail_to({"success@simulator.amazonses.com"});
    mail.subject = "\xff";
    const auto failure = ses::rendering_failure_event(mail, "t", "Attribute 'a' is not present.");
    CHECK(json::parse(failure.json)["failure"]["templateName"] == "t");
}
