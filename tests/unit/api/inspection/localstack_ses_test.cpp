#include "unit/api/inspection/inspector.hpp"

using namespace sendlab;
using nlohmann::json;
using test::inspector;

namespace {

void deliver_by_ses(inspector& i, const std::string& ses_id, const std::string& from) {
    mailbox::message message;
    message.accepted = i.clock.now();
    message.from = from;
    message.recipients = {"a@x.org"};
    message.ses_id = ses_id;
    message.raw = std::make_shared<const std::string>("To: a@x.org\r\nSubject: Hi\r\n\r\nHello\r\n");
    i.box.accept(std::move(message));
}

} // namespace

TEST_CASE("what SES sent is listed oldest first, by id or by sender") {
    inspector i;
    deliver_by_ses(i, "id-1", "s@x.org");
    i.deliver("by SMTP");
    deliver_by_ses(i, "id-2", "t@x.org");
    const auto all = i.get("/_aws/ses")["messages"];
    REQUIRE(all.size() == 2);
    CHECK(all[0]["Id"] == "id-1");
    CHECK(all[0]["Region"] == "us-east-1");
    CHECK(all[0]["Source"] == "s@x.org");
    CHECK(all[0]["Destination"]["ToAddresses"] == json{"a@x.org"});
    CHECK(all[0]["Subject"] == "Hi");
    CHECK(all[0]["Body"] == json{{"text_part", "Hello\r\n"}, {"html_part", nullptr}});
    CHECK(all[0]["Timestamp"] == "2026-01-01T00:00:00Z");
    CHECK(i.get("/_aws/ses?email=t%40x.org")["messages"].size() == 1);
    CHECK(i.get("/_aws/ses?id=id-2")["messages"][0]["Id"] == "id-2");
    CHECK(i.ask("DELETE", "/_aws/ses?id=id-1")->status() == 204);
    CHECK(i.get("/_aws/ses")["messages"].size() == 1);
    i.ask("DELETE", "/_aws/ses");
    CHECK(i.get("/_aws/ses")["messages"].empty());
    CHECK(i.box.count() == 1); // that of SMTP stays
}
