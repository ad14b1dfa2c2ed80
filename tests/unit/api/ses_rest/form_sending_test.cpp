#include <algorithm>

#include "mailbox/parsed_mail.hpp"
#include "unit/api/ses_rest/ses_client.hpp"

using namespace sendlab;
using test::ses_client;
using fields = std::vector<std::pair<std::string, std::string>>;

namespace {

fields simple_mail() {
    return {{"Source", "Site <admin@example.com>"},
            {"Destination.ToAddresses.member.1", "a@example.org"},
            {"Message.Subject.Data", "Gr\u00fc\u00dfe"},
            {"Message.Body.Html.Data", "<b>Hello</b>"}};
}

fields with(fields base, const std::string& name, std::string value) {
    std::erase_if(base, [&](const auto& p) { return p.first == name; });
    base.emplace_back(name, std::move(value));
    return base;
}

fields without(fields base, const std::string& name) {
    std::erase_if(base, [&](const auto& p) { return p.first == name; });
    return base;
}

/// base64 of a text whose length is a multiple of three.
const std::string raw_mail = // From, To, Bcc, own Message-ID and Date, body "Hello"
    "RnJvbTogYUBleGFtcGxlLmNvbQ0KVG86IGJAZXhhbXBsZS5vcmcNCkJjYzogY0BleGFtcGxlLm9yZw0KTWVzc2FnZS1JRDogPG93bkBj"
    "bGllbnQ+DQpEYXRlOiBNb24sIDEgSmFuIDIwMDEgMDA6MDA6MDAgKzAwMDANClN1YmplY3Q6IFJhdw0KDQpIZWxsbw0K";

} // namespace

TEST_CASE("SendEmail answers with the id of a message that is in the mailbox") {
    ses_client client;
    const auto reply = client.query("SendEmail", simple_mail());
    CHECK(reply.status == 200);
    CHECK(reply.says("<SendEmailResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\">"));
    CHECK(reply.element("RequestId").size() == 36);
    const auto id = reply.element("MessageId");
    const auto& kept = client.latest();
    CHECK(kept.ses_id == id);
    CHECK(kept.from == "admin@example.com");
    CHECK(kept.recipients == std::vector<std::string>{"a@example.org"});
    CHECK(kept.message_id == id + "@email.amazonses.com");
    const auto mail = mailbox::parse_mail(*kept.raw);
    CHECK(mail.subject == "Gr\u00fc\u00dfe");
    CHECK(mail.html == "<b>Hello</b>\r\n");
    CHECK(mail.text.empty());
    CHECK(mail.from == std::vector<mailbox::mail_address>{{"Site", "admin@example.com"}});
}

TEST_CASE("a mail with text and HTML has both forms, all recipients, and no Bcc field") {
    ses_client client;
    auto mail = simple_mail();
    mail.insert(mail.end(), {{"Message.Body.Text.Data", "Hello"},
                             {"Destination.CcAddresses.member.1", "c@example.org"},
                             {"Destination.BccAddresses.member.1", "Dora <d@example.org>"},
                             {"ReplyToAddresses.member.1", "r@example.com"},
                             {"ReturnPath", "bounces@example.com"}});
    CHECK(client.query("SendEmail", mail).status == 200);
    CHECK(client.latest().recipients ==
          std::vector<std::string>{"a@example.org", "c@example.org", "d@example.org"});
    CHECK(client.latest().from == "bounces@example.com");
    const auto sent = mailbox::parse_mail(client.latest_text());
    CHECK(sent.text == "Hello\r\n");
    CHECK(sent.html == "<b>Hello</b>\r\n");
    CHECK(sent.cc.front().address == "c@example.org");
    CHECK(sent.reply_to.front().address == "r@example.com");
    CHECK(sent.bcc.empty());
    CHECK(client.latest_text().find("d@example.org") == std::string::npos);
}

TEST_CASE("each mistake in SendEmail gets AWS's code and words, and leaves nothing behind") {
    ses_client client;
    const auto refusal = [&](const fields& mail) {
        const auto reply = client.query("SendEmail", mail);
        CHECK(reply.status == 400);
        CHECK(reply.element("Type") == "Sender");
        return reply.element("Code") + ": " + reply.element("Message");
    };
    CHECK(
        refusal(without(simple_mail(), "Source")) ==
        "ValidationError: 1 validation error detected: Value null at 'source' failed to satisfy constraint: "
        "Member must not be null");
    CHECK(refusal(without(simple_mail(), "Message.Subject.Data")).find("'message.subject'") !=
          std::string::npos);
    CHECK(refusal(without(simple_mail(), "Destination.ToAddresses.member.1")) ==
          "InvalidParameterValue: Missing required header 'To'.");
    CHECK(refusal(with(simple_mail(), "Destination.ToAddresses.member.1", "nobody")) ==
          "InvalidParameterValue: Missing final '@domain'");
    CHECK(refusal(with(simple_mail(), "ConfigurationSetName", "none")) ==
          "ConfigurationSetDoesNotExist: Configuration set &lt;none&gt; does not exist.");
    auto tagged = simple_mail();
    tagged.emplace_back("Tags.member.1.Name", "a b");
    tagged.emplace_back("Tags.member.1.Value", "x");
    CHECK(refusal(tagged) == "InvalidParameterValue: Invalid tag name &lt;a b&gt;: only alphanumeric ASCII "
                             "characters, '_',  '-' are allowed.");
    auto many = simple_mail();
    for (int i = 2; i <= 51; ++i)
        many.emplace_back("Destination.ToAddresses.member." + std::to_string(i), "a@example.org");
    CHECK(refusal(many) == "InvalidParameterValue: Recipient count exceeds 50.");
    CHECK(refusal(with(simple_mail(), "Message.Body.Html.Data", std::string(10'485'760, 'x'))) ==
          "InvalidParameterValue: Message length is more than 10485760 bytes long");
    CHECK(client.box.accepted() == 0);
}

TEST_CASE("rate, quota and sandbox are told in the words of the Query API") {
    ses_client slow{{.rate = 1, .daily_quota = 2}};
    CHECK(slow.query("SendEmail", simple_mail()).status == 200);
    const auto throttled = slow.query("SendEmail", simple_mail());
    CHECK(throttled.status == 400);
    CHECK(throttled.element("Code") == "Throttling");
    CHECK(throttled.element("Message") == "Maximum sending rate exceeded.");
    auto two = simple_mail();
    two.emplace_back("Destination.ToAddresses.member.2", "b@example.org");
    CHECK(slow.query("SendEmail", two).element("Message") == "Daily message quota exceeded.");

    ses_client sandbox{{.sandbox = true}};
    const auto rejected = sandbox.query("SendEmail", simple_mail());
    CHECK(rejected.element("Code") == "MessageRejected");
    CHECK(rejected.element("Message") ==
          "Email address is not verified. The following identities failed the check in region US-EAST-1: "
          "Site &lt;admin@example.com&gt;, a@example.org");
}

TEST_CASE("SendRawEmail takes recipients from the header, removes Bcc, and sets Message-ID and Date") {
    ses_client client;
    const auto reply = client.query("SendRawEmail", {{"RawMessage.Data", raw_mail}});
    REQUIRE(reply.status == 200);
    CHECK(client.latest().recipients == std::vector<std::string>{"b@example.org", "c@example.org"});
    CHECK(client.latest().from == "a@example.com");
    CHECK(client.latest_text() == "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\nMessage-ID: <" +
                                      reply.element("MessageId") +
                                      "@email.amazonses.com>\r\nFrom: a@example.com\r\nTo: b@example.org\r\n"
                                      "Subject: Raw\r\n\r\nHello\r\n");
}

TEST_CASE("SendRawEmail obeys the destinations and the source of the request") {
    ses_client client;
    CHECK(client
              .query("SendRawEmail", {{"RawMessage.Data", raw_mail},
                                      {"Source", "s@example.com"},
                                      {"Destinations.member.1", "x@example.org"}})
              .status == 200);
    CHECK(client.latest().recipients == std::vector<std::string>{"x@example.org"});
    CHECK(client.latest().from == "s@example.com");
}

TEST_CASE("the same raw message sent twice is one e-mail, by the Message-ID of its client") {
    ses_client client;
    client.query("SendRawEmail", {{"RawMessage.Data", raw_mail}});
    client.query("SendRawEmail", {{"RawMessage.Data", raw_mail}});
    const auto both = client.box.list(0, 2);
    CHECK(both[0]->message_id != both[1]->message_id);
    CHECK(both[0]->identity_key == both[1]->identity_key);
}

TEST_CASE("a raw message that is no base64 is refused") {
    ses_client client;
    CHECK(client.query("SendRawEmail", {{"RawMessage.Data", "!!!"}}).status == 400);
    CHECK(client.query("SendRawEmail").element("Code") == "ValidationError");
    CHECK(client.box.accepted() == 0);
}

TEST_CASE("where a request tells its invocation the message carries it") {
    ses_client client;
    auto request = ses_client::request(
        "POST", "/", "Action=SendRawEmail&RawMessage.Data=" + ses_client::encoded(raw_mail));
    request.fields.add("X-Sendlab-File", "1.json");
    request.fields.add("X-Sendlab-Position", "7");
    request.fields.add("X-Sendlab-Attempt", "2");
    request.fields.add("X-Sendlab-Request-Id", "uuid");
    client.send(std::move(request));
    REQUIRE(client.latest().origin);
    CHECK(*client.latest().origin ==
          mailbox::origin{.file_key = "1.json", .position = 7, .attempt = 2, .request_id = "uuid"});
}

TEST_CASE("a request without an operation, with an unknown one and with one that is not there is told so") {
    ses_client client;
    CHECK(client.send(ses_client::request("POST", "/", "Version=2010-12-01")).element("Code") ==
          "MissingAction");
    CHECK(client.query("SendFax").element("Code") == "InvalidAction");
    const auto reply = client.query("CreateReceiptRule");
    CHECK(reply.status == 501);
    CHECK(reply.element("Code") == "NotImplemented");
}

TEST_CASE("the router learns the operation, and makes the service's own error of a fault") {
    ses_client client;
    const auto query = ses_client::request("POST", "/", "Version=2010-12-01&Action=SendEmail&Source=a");
    const auto rest = ses_client::request("POST", "/v2/email/outbound-emails", "{}");
    CHECK(client.service.action_of(query) == "SendEmail");
    CHECK(client.service.action_of(rest) == "SendEmail");
    CHECK(client.service.action_of(ses_client::request("POST", "/v2/email/nothing", "")).empty());
    const auto xml = client.service.failure(query, 400, "Throttling", "Maximum sending rate exceeded.");
    CHECK(xml.status == 400);
    CHECK(to_string(*xml.body).find("<Code>Throttling</Code>") != std::string::npos);
    const auto json = client.service.failure(rest, 400, "Throttling", "Maximum sending rate exceeded.");
    CHECK(json.status == 429);
    CHECK(json.fields.get("x-amzn-ErrorType") == "TooManyRequestsException");
    CHECK(to_string(*json.body) == R"({"message":"Maximum sending rate exceeded."})");
}

TEST_CASE("an account that is paused, and a configuration set that is, send nothing") {
    ses_client client;
    client.query("CreateConfigurationSet", {{"ConfigurationSet.Name", "news"}});
    client.query("UpdateConfigurationSetSendingEnabled",
                 {{"ConfigurationSetName", "news"}, {"Enabled", "false"}});
    CHECK(client.query("SendEmail", with(simple_mail(), "ConfigurationSetName", "news")).element("Code") ==
          "ConfigurationSetSendingPausedException");
    client.query("UpdateAccountSendingEnabled", {{"Enabled", "false"}});
    CHECK(client.query("SendEmail", simple_mail()).element("Code") == "AccountSendingPausedException");
    CHECK(client.query("GetAccountSendingEnabled").element("Enabled") == "false");
    CHECK(client.box.accepted() == 0);
}
