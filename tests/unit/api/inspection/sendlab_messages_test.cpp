#include "unit/api/inspection/inspector.hpp"

using namespace sendlab;
using nlohmann::json;
using test::inspector;

namespace {

void deliver_attempt(inspector& i, std::uint32_t position, std::uint32_t attempt) {
    mailbox::message message;
    message.accepted = i.clock.now();
    message.recipients = {"a" + std::to_string(position) + "@x.org"};
    message.raw =
        std::make_shared<const std::string>("Subject: mail " + std::to_string(position) + "\r\n\r\nx");
    message.origin = mailbox::origin{
        .file_key = "1.json", .position = position, .attempt = attempt, .request_id = "request"};
    i.box.accept(std::move(message));
}

} // namespace

TEST_CASE("a retried file's mails are named with their attempts") {
    inspector i;
    for (std::uint32_t n = 0; n < 3; ++n)
        deliver_attempt(i, n, 1);
    for (std::uint32_t n = 0; n < 2; ++n)
        deliver_attempt(i, n, 2);
    const auto found = i.get("/_sendlab/duplicates");
    CHECK(found["messages"] == 5);
    CHECK(found["duplicates"] == 2);
    CHECK(found["recipients_hit_twice"] == 2);
    REQUIRE(found["emails"].size() == 2);
    const auto& first = found["emails"][0];
    CHECK(first["copies"] == 2);
    CHECK(first["subject"] == "mail 0");
    CHECK(first["recipients_hit_twice"] == json{"a0@x.org"});
    CHECK(first["sends"][0]["origin"] ==
          json{{"file", "1.json"}, {"position", 0}, {"attempt", 1}, {"request_id", "request"}});
    CHECK(first["sends"][1]["origin"]["attempt"] == 2);
    CHECK(i.get("/_sendlab/duplicates?limit=1")["emails"].size() == 1);
    CHECK(i.get("/_sendlab/duplicates?by=content")["duplicates"] == 0);
    CHECK(i.ask("GET", "/_sendlab/duplicates?by=magic")->status() == 400);
}

TEST_CASE("a client that sends again because the answer was lost is seen by the Message-ID") {
    inspector i;
    i.deliver("same");
    i.deliver("same");
    const auto found = i.get("/_sendlab/duplicates?by=identity");
    CHECK(found["duplicates"] == 1);
    CHECK(found["emails"][0]["sends"][0]["message_id"] == "same@x");
    CHECK(found["emails"][0]["sends"][0]["origin"].is_null());
}

TEST_CASE("messages are listed with what the mailbox knows of them") {
    inspector i;
    i.deliver("one");
    deliver_attempt(i, 7, 2);
    const auto list = i.get("/_sendlab/messages");
    CHECK(list["accepted"] == 2);
    CHECK(list["kept"] == 2);
    CHECK(list["matching"] == 2);
    CHECK(list["evicted"] == json{{"by_number", 0}, {"by_bytes", 0}, {"by_age", 0}});
    CHECK(list["messages"][0]["origin"]["position"] == 7);
    CHECK(list["messages"][1]["via"] == "smtp");
    CHECK(list["messages"][1]["subject"] == "one");
    CHECK(i.get("/_sendlab/messages?query=subject:one")["matching"] == 1);
    CHECK(i.get("/_sendlab/messages?start=1&limit=1")["messages"][0]["id"] == 1);
    CHECK(i.get("/_sendlab/messages/1")["from"] == "s@x.org");
    const auto raw = i.ask("GET", "/_sendlab/messages/1/raw");
    CHECK(raw->body() == *i.box.find(1)->raw);
    CHECK(raw->field("Content-Type") == "message/rfc822");
    CHECK(i.ask("GET", "/_sendlab/messages/3")->status() == 404);
    i.ask("DELETE", "/_sendlab/messages");
    CHECK(i.get("/_sendlab/messages")["kept"] == 0);
    CHECK(i.get("/_sendlab/messages")["accepted"] == 2);
}

TEST_CASE("where only envelopes are kept they are listed, and their bytes are told to be gone") {
    inspector i;
    i.box = mailbox::mailbox{mailbox::keeping::envelope_only};
    i.deliver("one");
    CHECK(i.get("/_sendlab/messages")["messages"][0]["recipients"] == json{"a@x.org"});
    CHECK(i.get("/_sendlab/messages")["messages"][0]["message_id"] == "one@x");
    CHECK(i.ask("GET", "/_sendlab/messages/1/raw")->status() == 404);
    CHECK(i.get("/api/v1/messages")["messages"][0]["Bcc"][0]["Address"] == "a@x.org");
    CHECK(i.ask("GET", "/api/v1/message/1/raw")->status() == 404);
}

TEST_CASE("events of SES are listed, all or of one message") {
    inspector i;
    ses::mail_facts mail;
    mail.accepted = i.clock.now();
    mail.source = "s@x.org";
    mail.message_id = "m1";
    mail.destination = {"bounce@simulator.amazonses.com"};
    for (auto& event : ses::events_of(mail, i.ses.suppressed()))
        i.ses.events().add(std::move(event));
    const auto all = i.get("/_sendlab/ses-events")["events"];
    REQUIRE(all.size() == 2);
    CHECK(all[1]["eventType"] == "Bounce");
    CHECK(i.get("/_sendlab/ses-events?message=m1")["events"].size() == 2);
    CHECK(i.get("/_sendlab/ses-events?message=m2")["events"].empty());
}
