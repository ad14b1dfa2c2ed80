#include <nlohmann/json.hpp>

#include "unit/api/ses_rest/ses_client.hpp"

using namespace sendlab;
using nlohmann::json;
using test::ses_client;

TEST_CASE("identities are created, read, listed on both paths and deleted") {
    ses_client client;
    const auto created = client.rest("POST", "identities", R"({"EmailIdentity":"example.org"})");
    CHECK(created.status == 200);
    CHECK(json::parse(created.body)["IdentityType"] == "DOMAIN");
    CHECK(client.rest("POST", "identities", R"({"EmailIdentity":"example.org"})").error_type ==
          "AlreadyExistsException");
    client.rest("POST", "identities", R"({"EmailIdentity":"a@example.com"})");
    const auto by_get = client.rest("GET", "identities?PageSize=1");
    const auto page = json::parse(by_get.body);
    CHECK(page["EmailIdentities"].size() == 1);
    const auto next = client.rest("GET", "identities?NextToken=" + page["NextToken"].get<std::string>());
    CHECK(json::parse(next.body)["EmailIdentities"][0]["IdentityName"] == "a@example.com");
    const auto by_post = client.rest("POST", "list-identities", "{}");
    CHECK(json::parse(by_post.body)["EmailIdentities"].size() == 2);
    const auto got = client.rest("GET", "identities/a%40example.com");
    CHECK(json::parse(got.body)["VerificationStatus"] == "SUCCESS");
    CHECK(client.rest("DELETE", "identities/a%40example.com").status == 200);
    CHECK(client.rest("GET", "identities/a%40example.com").status == 404);
}

TEST_CASE("settings of an identity are kept and answered") {
    ses_client client;
    client.rest("POST", "identities", R"({"EmailIdentity":"example.org"})");
    CHECK(client.rest("PUT", "identities/example.org/mail-from", R"({"MailFromDomain":"m.example.org"})")
              .status == 200);
    CHECK(
        client.rest("PUT", "identities/example.org/feedback", R"({"EmailForwardingEnabled":false})").status ==
        200);
    CHECK(client.rest("POST", "identities/example.org/policies/p", R"({"Policy":"{}"})").status == 200);
    const auto got = json::parse(client.rest("GET", "identities/example.org").body);
    CHECK(got["MailFromAttributes"]["MailFromDomain"] == "m.example.org");
    CHECK(got["FeedbackForwardingStatus"] == false);
    CHECK(got["Policies"]["p"] == "{}");
}

TEST_CASE("the suppression list: mail to an address on it bounces") {
    ses_client client;
    CHECK(
        client
            .rest("PUT", "suppression/addresses", R"({"EmailAddress":"A@Example.org","Reason":"COMPLAINT"})")
            .status == 200);
    const auto got = client.rest("GET", "suppression/addresses/a%40example.org");
    CHECK(json::parse(got.body)["SuppressedDestination"]["Reason"] == "COMPLAINT");
    CHECK(json::parse(client.rest("GET", "suppression/addresses").body)["SuppressedDestinationSummaries"]
              .size() == 1);
    CHECK(
        json::parse(
            client.rest("GET", "suppression/addresses?Reason=BOUNCE").body)["SuppressedDestinationSummaries"]
            .empty());
    client.rest("POST", "outbound-emails",
                R"({"FromEmailAddress":"s@x.org","Destination":{"ToAddresses":["a@example.org"]},
                    "Content":{"Simple":{"Subject":{"Data":"x"},"Body":{"Text":{"Data":"x"}}}}})");
    REQUIRE(client.ses.events().events().size() == 2);
    CHECK(json::parse(client.ses.events().events()[1].json)["bounce"]["bounceSubType"] ==
          "OnAccountSuppressionList");
    CHECK(client.ses.statistics().front().bounces == 1);
    CHECK(client.rest("DELETE", "suppression/addresses/a%40example.org").status == 200);
    CHECK(client.rest("DELETE", "suppression/addresses/a%40example.org").error_type == "NotFoundException");
    CHECK(client.rest("PUT", "suppression/addresses", R"({"EmailAddress":"a@b.c","Reason":"x"})").status ==
          400);
}

TEST_CASE("templates of the REST API are those of the Query API") {
    ses_client client;
    const auto* const content = R"({"TemplateName":"t","TemplateContent":{"Subject":"{{a}}","Text":"x"}})";
    CHECK(client.rest("POST", "templates", content).status == 200);
    CHECK(client.rest("POST", "templates", content).error_type == "AlreadyExistsException");
    CHECK(client.query("GetTemplate", {{"TemplateName", "t"}}).element("SubjectPart") == "{{a}}");
    CHECK(
        client.rest("POST", "templates/t/render", R"({"TemplateData":"{\"a\":\"b\"}"})").says("Subject: b"));
    CHECK(client.rest("POST", "templates/t/render", R"({"TemplateData":"{}"})")
              .says("Attribute 'a' is not present in the rendering data."));
    CHECK(client.rest("PUT", "templates/t", R"({"TemplateContent":{"Subject":"new"}})").status == 200);
    CHECK(json::parse(client.rest("GET", "templates/t").body)["TemplateContent"]["Subject"] == "new");
    CHECK(json::parse(client.rest("GET", "templates").body)["TemplatesMetadata"][0]["TemplateName"] == "t");
    CHECK(client.rest("DELETE", "templates/t").status == 200);
    CHECK(client.rest("GET", "templates/t").status == 404);
}

TEST_CASE("the account tells its quota and whether it is in the sandbox") {
    ses_client client{{.rate = 14, .daily_quota = 50'000}};
    const auto account = json::parse(client.rest("GET", "account").body);
    CHECK(account["SendQuota"]["MaxSendRate"] == 14.0);
    CHECK(account["SendQuota"]["Max24HourSend"] == 50'000.0);
    CHECK(account["ProductionAccessEnabled"] == true);
    CHECK(account["SendingEnabled"] == true);
}

TEST_CASE("configuration sets and their destinations") {
    ses_client client;
    CHECK(client
              .rest("POST", "configuration-sets",
                    R"({"ConfigurationSetName":"s","SendingOptions":{"SendingEnabled":false}})")
              .status == 200);
    CHECK(json::parse(client.rest("GET", "configuration-sets/s").body)["SendingOptions"]["SendingEnabled"] ==
          false);
    CHECK(client.rest("PUT", "configuration-sets/s/tracking-options", R"({"CustomRedirectDomain":"d"})")
              .status == 200);
    CHECK(client.rest("GET", "configuration-sets/s").says(R"("CustomRedirectDomain":"d")"));
    CHECK(client
              .rest("POST", "configuration-sets/s/event-destinations",
                    R"({"EventDestinationName":"e","EventDestination":{"Enabled":"odd"}})")
              .status == 200);
    // A flag of the wrong type is kept as it came, and read as absent by the other protocol.
    CHECK(client
              .query("DescribeConfigurationSet",
                     {{"ConfigurationSetName", "s"},
                      {"ConfigurationSetAttributeNames.member.1", "eventDestinations"}})
              .element("Enabled") == "false");
    CHECK(client.rest("DELETE", "configuration-sets/s/event-destinations/e").status == 200);
    CHECK(client.rest("PUT", "configuration-sets/s/event-destinations/e", R"({"EventDestination":{}})")
              .status == 404);
    CHECK(client.rest("DELETE", "configuration-sets/s").status == 200);
    CHECK(client.rest("GET", "configuration-sets/s").error_type == "NotFoundException");
}

TEST_CASE("an operation that is not there says so") {
    ses_client client;
    CHECK(client.rest("GET", "contact-lists").status == 501);
    CHECK(client.rest("PATCH", "identities").status == 501);
}
