#include "unit/api/ses_rest/ses_client.hpp"

using namespace sendlab;
using namespace std::chrono_literals;
using test::ses_client;

namespace {

const std::vector<std::pair<std::string, std::string>> mail{
    {"Source", "s@example.com"},
    {"Destination.ToAddresses.member.1", "a@example.org"},
    {"Destination.ToAddresses.member.2", "bounce@simulator.amazonses.com"},
    {"Message.Subject.Data", "x"},
    {"Message.Body.Text.Data", "x"}};

} // namespace

TEST_CASE("GetSendQuota and GetSendStatistics count recipients") {
    ses_client client{{.rate = 14, .daily_quota = 200}};
    client.query("SendEmail", mail);
    const auto quota = client.query("GetSendQuota");
    CHECK(quota.element("Max24HourSend") == "200.0");
    CHECK(quota.element("MaxSendRate") == "14.0");
    CHECK(quota.element("SentLast24Hours") == "1.0"); // the simulator does not count
    const auto statistics = client.query("GetSendStatistics");
    CHECK(statistics.element("Timestamp") == "2026-01-01T00:00:00Z");
    CHECK(statistics.element("DeliveryAttempts") == "2");
    CHECK(statistics.element("Bounces") == "1");
}

TEST_CASE("an account without limits says -1") {
    ses_client client;
    CHECK(client.query("GetSendQuota").element("Max24HourSend") == "-1.0");
}

TEST_CASE("configuration sets keep what they are told, in both protocols") {
    ses_client client;
    CHECK(client.query("CreateConfigurationSet", {{"ConfigurationSet.Name", "news"}}).status == 200);
    CHECK(client.query("CreateConfigurationSet", {{"ConfigurationSet.Name", "news"}}).element("Code") ==
          "ConfigurationSetAlreadyExists");
    const std::vector<std::pair<std::string, std::string>> destination{
        {"ConfigurationSetName", "news"},
        {"EventDestination.Name", "topic"},
        {"EventDestination.Enabled", "true"},
        {"EventDestination.MatchingEventTypes.member.1", "renderingFailure"},
        {"EventDestination.SNSDestination.TopicARN", "arn:t"}};
    CHECK(client.query("CreateConfigurationSetEventDestination", destination).status == 200);
    CHECK(client.query("CreateConfigurationSetEventDestination", destination).element("Code") ==
          "EventDestinationAlreadyExists");
    const auto described = client.query(
        "DescribeConfigurationSet",
        {{"ConfigurationSetName", "news"}, {"ConfigurationSetAttributeNames.member.1", "eventDestinations"}});
    CHECK(described.says("<MatchingEventTypes><member>renderingFailure</member></MatchingEventTypes>"));
    CHECK(described.element("TopicARN") == "arn:t");
    const auto rest = client.rest("GET", "configuration-sets/news/event-destinations");
    CHECK(rest.says(R"("MatchingEventTypes":["RENDERING_FAILURE"])"));
    CHECK(rest.says(R"("TopicArn":"arn:t")"));
    CHECK(client
              .query("DeleteConfigurationSetEventDestination",
                     {{"ConfigurationSetName", "news"}, {"EventDestinationName", "none"}})
              .element("Code") == "EventDestinationDoesNotExist");
    CHECK(client.query("DeleteConfigurationSet", {{"ConfigurationSetName", "news"}}).status == 200);
    CHECK(client.query("DescribeConfigurationSet", {{"ConfigurationSetName", "news"}}).element("Code") ==
          "ConfigurationSetDoesNotExist");
}
