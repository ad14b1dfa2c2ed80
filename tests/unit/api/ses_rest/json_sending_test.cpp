#include <nlohmann/json.hpp>

#include "mailbox/parsed_mail.hpp"
#include "unit/api/ses_rest/ses_client.hpp"

using namespace sendlab;
using nlohmann::json;
using test::ses_client;

namespace {

json simple_document() {
    return {{"FromEmailAddress", "Site <admin@example.com>"},
            {"Destination", {{"ToAddresses", {"a@example.org"}}, {"BccAddresses", {"b@example.org"}}}},
            {"Content",
             {{"Simple",
               {{"Subject", {{"Data", "Hello"}}},
                {"Body", {{"Text", {{"Data", "plain"}}}, {"Html", {{"Data", "<b>rich</b>"}}}}},
                {"Headers", {{{"Name", "X-Campaign"}, {"Value", "spring"}}}},
                {"Attachments",
                 {{{"FileName", "a.txt"}, {"ContentType", "text/plain"}, {"RawContent", "SGVsbG8="}}}}}}}}};
}

struct outcome {
    unsigned status;
    std::string type;
    std::string message;
};

outcome send(ses_client& client, const json& body) {
    const auto reply = client.rest("POST", "outbound-emails", body.dump());
    const auto answer = json::parse(reply.body);
    return {reply.status, reply.error_type, answer.value("message", answer.value("MessageId", ""))};
}

} // namespace

TEST_CASE("SendEmail makes a message of text, HTML, fields and attachments") {
    ses_client client;
    const auto sent = send(client, simple_document());
    CHECK(sent.status == 200);
    CHECK(client.latest().ses_id == sent.message);
    CHECK(client.latest().recipients == std::vector<std::string>{"a@example.org", "b@example.org"});
    const auto mail = mailbox::parse_mail(client.latest_text());
    CHECK(mail.text == "plain\r\n");
    CHECK(mail.html == "<b>rich</b>\r\n");
    CHECK(mail.header("X-Campaign") == "spring");
    REQUIRE(mail.attachments.size() == 1);
    CHECK(mail.attachments.front().bytes == "Hello");
    CHECK(mail.attachments.front().file_name == "a.txt");
}

TEST_CASE("SendEmail takes a raw message, and a template that the request carries") {
    ses_client client;
    const auto raw =
        send(client, {{"Content", {{"Raw", {{"Data", "RnJvbTogYUBiLmMKVG86IGRAZS5mCgpIaQo="}}}}}});
    CHECK(raw.status == 200);
    CHECK(client.latest().from == "a@b.c");
    CHECK(client.latest().recipients == std::vector<std::string>{"d@e.f"});
    const auto rendered = send(client, {{"FromEmailAddress", "a@b.c"},
                                        {"Destination", {{"ToAddresses", {"d@e.f"}}}},
                                        {"Content",
                                         {{"Template",
                                           {{"TemplateContent", {{"Subject", "Hi {{who}}"}, {"Text", "x"}}},
                                            {"TemplateData", R"({"who":"Ann"})"}}}}}});
    CHECK(rendered.status == 200);
    CHECK(mailbox::parse_mail(client.latest_text()).subject == "Hi Ann");
}

TEST_CASE("mistakes are told with the REST API's types and statuses") {
    ses_client client;
    CHECK(send(client, json::object()).type == "BadRequestException");
    CHECK(client.rest("POST", "outbound-emails", "{broken").error_type == "SerializationException");
    CHECK(client.rest("POST", "outbound-emails", "[]").error_type == "SerializationException");
    auto nowhere = simple_document();
    nowhere.erase("Destination");
    CHECK(send(client, nowhere).message == "Missing required header 'To'.");
    auto unknown = simple_document();
    unknown["ConfigurationSetName"] = "none";
    CHECK(send(client, unknown).status == 404);
    CHECK(send(client, unknown).type == "NotFoundException");
    auto odd = simple_document();
    odd["Destination"] = {{"ToAddresses", {1, nullptr, "a@example.org"}}};
    odd["ReplyToAddresses"] = "not a list";
    CHECK(send(client, odd).status == 200);
    CHECK(client.box.accepted() == 1);
}

TEST_CASE("rate, quota, sandbox and pause have a type each") {
    ses_client slow{{.rate = 1, .daily_quota = 3}};
    CHECK(send(slow, simple_document()).status == 200);
    const auto throttled = send(slow, {{"FromEmailAddress", "a@b.c"},
                                       {"Destination", {{"ToAddresses", {"d@e.f"}}}},
                                       {"Content", simple_document()["Content"]}});
    CHECK(throttled.status == 429);
    CHECK(throttled.type == "TooManyRequestsException");
    CHECK(throttled.message == "Maximum sending rate exceeded.");
    const auto over = send(slow, simple_document());
    CHECK(over.status == 400);
    CHECK(over.type == "LimitExceededException");
    CHECK(over.message == "Daily message quota exceeded.");
    ses_client sandbox{{.sandbox = true}};
    CHECK(send(sandbox, simple_document()).type == "MessageRejected");
    slow.rest("PUT", "account/sending", R"({"SendingEnabled":false})");
    CHECK(send(slow, simple_document()).type == "SendingPausedException");
}

TEST_CASE("a message of more than 10 MB passes here, one of more than 40 MB does not") {
    ses_client client;
    auto large = simple_document();
    large["Content"]["Simple"]["Body"] = {{"Text", {{"Data", std::string(11'000'000, 'x')}}}};
    CHECK(send(client, large).status == 200);
    large["Content"]["Simple"]["Body"] = {{"Text", {{"Data", std::string(42'000'000, 'x')}}}};
    CHECK(send(client, large).type == "BadRequestException");
}

TEST_CASE("a bulk request says of each entry what became of it") {
    ses_client client;
    client.rest("POST", "templates",
                R"({"TemplateName":"t","TemplateContent":{"Subject":"Hi {{n}}","Text":"{{n}}"}})");
    const json bulk{
        {"FromEmailAddress", "a@b.c"},
        {"DefaultContent", {{"Template", {{"TemplateName", "t"}, {"TemplateData", R"({"n":"all"})"}}}}},
        {"BulkEmailEntries",
         {{{"Destination", {{"ToAddresses", {"d@e.f"}}}},
           {"ReplacementEmailContent",
            {{"ReplacementTemplate", {{"ReplacementTemplateData", R"({"n":"one"})"}}}}}},
          {{"Destination", {{"ToAddresses", {"nobody"}}}}},
          {{"Destination", {{"ToAddresses", {"g@h.i"}}}}}}}};
    const auto reply = client.rest("POST", "outbound-bulk-emails", bulk.dump());
    REQUIRE(reply.status == 200);
    const auto results = json::parse(reply.body)["BulkEmailEntryResults"];
    CHECK(results[0]["Status"] == "SUCCESS");
    CHECK(results[1]["Status"] == "INVALID_PARAMETER");
    CHECK(results[1]["Error"] == "Missing final '@domain'");
    CHECK(results[2]["MessageId"] == client.latest().ses_id);
    CHECK(mailbox::parse_mail(*client.box.find(1)->raw).subject == "Hi one");
    CHECK(mailbox::parse_mail(*client.box.find(2)->raw).subject == "Hi all");
}

TEST_CASE("simulator addresses cause the events that AWS publishes") {
    ses_client client;
    auto mail = simple_document();
    mail["Destination"] = {{"ToAddresses",
                            {"bounce+x@simulator.amazonses.com", "complaint@simulator.amazonses.com",
                             "suppressionlist@simulator.amazonses.com", "success@simulator.amazonses.com"}}};
    const auto sent = send(client, mail);
    std::vector<std::string> types;
    for (const auto& event : client.ses.events().events()) {
        types.emplace_back(event.type);
        const auto document = json::parse(event.json);
        CHECK(document["eventType"] == event.type);
        CHECK(document["mail"]["messageId"] == sent.message);
    }
    CHECK(types == std::vector<std::string>{"Send", "Bounce", "Bounce", "Delivery", "Complaint"});
    const auto bounce = json::parse(client.ses.events().events()[1].json)["bounce"];
    CHECK(bounce["bounceType"] == "Permanent");
    CHECK(bounce["bounceSubType"] == "General");
    CHECK(bounce["bouncedRecipients"][0]["emailAddress"] == "bounce+x@simulator.amazonses.com");
    CHECK(json::parse(client.ses.events().events()[2].json)["bounce"]["bounceSubType"] == "Suppressed");
    send(client, simple_document());
    CHECK(client.ses.events().events().size() == 5); // of ordinary mail there is nothing to say
}
