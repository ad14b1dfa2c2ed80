#include "mailbox/parsed_mail.hpp"
#include "unit/api/ses_rest/ses_client.hpp"

using namespace sendlab;
using test::ses_client;
using fields = std::vector<std::pair<std::string, std::string>>;

namespace {

fields welcome() {
    return {{"Template.TemplateName", "welcome"},
            {"Template.SubjectPart", "Hello {{name}}"},
            {"Template.TextPart", "Dear {{name}}, you are no. {{n}}."},
            {"Template.HtmlPart", "<p>{{name}}</p>"}};
}

} // namespace

TEST_CASE("a template is created once, read, changed, listed and deleted") {
    ses_client client;
    CHECK(client.query("CreateTemplate", welcome()).status == 200);
    CHECK(client.query("CreateTemplate", welcome()).element("Code") == "AlreadyExists");
    CHECK(client.query("GetTemplate", {{"TemplateName", "welcome"}}).element("SubjectPart") ==
          "Hello {{name}}");
    auto changed = welcome();
    changed[1].second = "Hi";
    CHECK(client.query("UpdateTemplate", changed).status == 200);
    CHECK(client.query("GetTemplate", {{"TemplateName", "welcome"}}).element("SubjectPart") == "Hi");
    CHECK(client.query("ListTemplates").element("Name") == "welcome");
    CHECK(client.query("DeleteTemplate", {{"TemplateName", "welcome"}}).status == 200);
    CHECK(client.query("GetTemplate", {{"TemplateName", "welcome"}}).element("Code") ==
          "TemplateDoesNotExist");
    CHECK(client.query("UpdateTemplate", changed).element("Code") == "TemplateDoesNotExist");
}

TEST_CASE("a template that is none is refused") {
    ses_client client;
    auto broken = welcome();
    broken[3].second = "{{#if name}}";
    CHECK(client.query("CreateTemplate", broken).element("Code") == "InvalidTemplate");
    auto nameless = welcome();
    nameless[0].second = "with blanks";
    CHECK(client.query("CreateTemplate", nameless).element("Code") == "InvalidTemplate");
}

TEST_CASE("SendTemplatedEmail sends what the template makes of the data") {
    ses_client client;
    client.query("CreateTemplate", welcome());
    const auto reply =
        client.query("SendTemplatedEmail", {{"Source", "s@example.com"},
                                            {"Destination.ToAddresses.member.1", "a@example.org"},
                                            {"Template", "welcome"},
                                            {"TemplateData", R"({"name":"<Ann>","n":3})"}});
    REQUIRE(reply.status == 200);
    const auto mail = mailbox::parse_mail(client.latest_text());
    CHECK(mail.subject == "Hello <Ann>");
    CHECK(mail.text == "Dear <Ann>, you are no. 3.\r\n");
    CHECK(mail.html == "<p><Ann></p>\r\n");
}

TEST_CASE("a value that is missing fails the rendering: accepted, not sent, told by an event") {
    ses_client client;
    client.query("CreateTemplate", welcome());
    const auto reply =
        client.query("SendTemplatedEmail", {{"Source", "s@example.com"},
                                            {"Destination.ToAddresses.member.1", "a@example.org"},
                                            {"Template", "welcome"},
                                            {"TemplateData", R"({"name":"Ann"})"}});
    CHECK(reply.status == 200);
    CHECK(client.box.accepted() == 0);
    REQUIRE(client.ses.events().events().size() == 1);
    const auto& event = client.ses.events().events().front();
    CHECK(event.type == "Rendering Failure");
    CHECK(event.message_id == reply.element("MessageId"));
    CHECK(event.json.find("Attribute 'n' is not present in the rendering data.") != std::string::npos);
}

TEST_CASE("TestRenderTemplate shows the message, or says what is missing") {
    ses_client client;
    client.query("CreateTemplate", welcome());
    const auto render = [&](std::string data) {
        return client.query("TestRenderTemplate",
                            {{"TemplateName", "welcome"}, {"TemplateData", std::move(data)}});
    };
    CHECK(render(R"({"name":"Ann","n":1})").element("RenderedTemplate").find("Subject: Hello Ann") !=
          std::string::npos);
    CHECK(render(R"({"name":"Ann"})").element("Code") == "MissingRenderingAttribute");
    CHECK(render("[1").element("Code") == "InvalidRenderingParameter");
    CHECK(client.query("TestRenderTemplate", {{"TemplateName", "none"}, {"TemplateData", "{}"}})
              .element("Code") == "TemplateDoesNotExist");
}

TEST_CASE("a bulk request says of each destination what became of it") {
    ses_client client;
    client.query("CreateTemplate", welcome());
    const auto reply =
        client.query("SendBulkTemplatedEmail",
                     {{"Source", "s@example.com"},
                      {"Template", "welcome"},
                      {"DefaultTemplateData", R"({"name":"you","n":0})"},
                      {"Destinations.member.1.Destination.ToAddresses.member.1", "a@example.org"},
                      {"Destinations.member.1.ReplacementTemplateData", R"({"name":"Ann"})"},
                      {"Destinations.member.2.Destination.ToAddresses.member.1", "nobody"},
                      {"Destinations.member.3.Destination.ToAddresses.member.1", "c@example.org"}});
    REQUIRE(reply.status == 200);
    CHECK(reply.says("<member><Status>Success</Status><MessageId>"));
    CHECK(reply.says("<member><Status>InvalidParameterValue</Status><Error>Missing final '@domain'</Error>"));
    REQUIRE(client.box.count() == 2);
    CHECK(mailbox::parse_mail(client.latest_text()).subject == "Hello you");
    CHECK(mailbox::parse_mail(*client.box.find(1)->raw).subject == "Hello Ann");
}
