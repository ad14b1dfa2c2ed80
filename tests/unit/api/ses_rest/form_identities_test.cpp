#include "unit/api/ses_rest/ses_client.hpp"

using namespace sendlab;
using test::ses_client;

TEST_CASE("whoever asks for verification is verified, and listed in pages") {
    ses_client client{{.verify_senders = true}};
    CHECK(client.query("VerifyEmailIdentity", {{"EmailAddress", "a@example.com"}}).status == 200);
    CHECK(client.query("VerifyDomainIdentity", {{"Domain", "example.org"}})
              .element("VerificationToken")
              .size() == 44);
    CHECK(client.ses.is_verified("a@example.com"));
    CHECK(client.ses.is_verified("any@sub.example.org"));
    CHECK(client.query("ListIdentities").says("<member>example.org</member><member>a@example.com</member>"));
    CHECK(client.query("ListIdentities", {{"IdentityType", "EmailAddress"}}).element("Identities") ==
          "<member>a@example.com</member>");
    const auto first = client.query("ListIdentities", {{"MaxItems", "1"}});
    CHECK(first.element("Identities") == "<member>example.org</member>");
    const auto second = client.query("ListIdentities", {{"NextToken", first.element("NextToken")}});
    CHECK(second.element("Identities") == "<member>a@example.com</member>");
    CHECK(second.element("NextToken").empty());
}

TEST_CASE("attributes are told of identities that there are") {
    ses_client client;
    client.query("VerifyDomainDkim", {{"Domain", "example.org"}});
    const auto reply =
        client.query("GetIdentityVerificationAttributes",
                     {{"Identities.member.1", "example.org"}, {"Identities.member.2", "none.org"}});
    CHECK(reply.says("<entry><key>example.org</key><value><VerificationStatus>Success</VerificationStatus>"));
    CHECK_FALSE(reply.says("none.org"));
    CHECK(client.query("GetIdentityDkimAttributes", {{"Identities.member.1", "example.org"}})
              .element("DkimEnabled") == "true");
}

TEST_CASE("a setting of an identity is kept and answered") {
    ses_client client;
    client.query("VerifyEmailAddress", {{"EmailAddress", "a@example.com"}});
    client.query("SetIdentityNotificationTopic", {{"Identity", "a@example.com"},
                                                  {"NotificationType", "Bounce"},
                                                  {"SnsTopic", "arn:aws:sns:us-east-1:000000000000:t"}});
    CHECK(client.query("GetIdentityNotificationAttributes", {{"Identities.member.1", "a@example.com"}})
              .element("BounceTopic") == "arn:aws:sns:us-east-1:000000000000:t");
    CHECK(client.query("SetIdentityDkimEnabled", {{"Identity", "b@example.com"}, {"DkimEnabled", "true"}})
              .element("Code") == "InvalidParameterValue");
    client.query("PutIdentityPolicy", {{"Identity", "a@example.com"}, {"PolicyName", "p"}, {"Policy", "{}"}});
    CHECK(client.query("ListIdentityPolicies", {{"Identity", "a@example.com"}}).element("member") == "p");
}

TEST_CASE("a deleted identity is gone, and deleting it again is no mistake") {
    ses_client client;
    client.query("VerifyEmailIdentity", {{"EmailAddress", "a@example.com"}});
    CHECK(client.query("DeleteIdentity", {{"Identity", "a@example.com"}}).status == 200);
    CHECK(client.query("DeleteIdentity", {{"Identity", "a@example.com"}}).status == 200);
    CHECK_FALSE(client.ses.is_verified("a@example.com"));
}

TEST_CASE("what is no address or domain is not verified") {
    ses_client client;
    CHECK(client.query("VerifyEmailIdentity", {{"EmailAddress", "nobody"}}).element("Code") ==
          "InvalidParameterValue");
    CHECK(client.query("VerifyEmailIdentity").element("Code") == "ValidationError");
    CHECK(client.query("VerifyDomainIdentity", {{"Domain", "a@example.com"}}).element("Code") ==
          "InvalidParameterValue");
}
