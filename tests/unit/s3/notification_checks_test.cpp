#include "s3/notification_configuration.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::s3;

namespace {

const std::string sender_arn = "arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender";
const std::string overlap_text =
    "Configurations overlap. Configurations on the same bucket cannot share a common event type.";
const std::string ambiguous_text =
    "Configuration is ambiguously defined. Cannot have overlapping suffixes in two "
    "rules if the prefixes are overlapping for the same event type.";

notification_rule rule(std::string event, std::vector<filter_rule> filters = {},
                       std::string target = sender_arn) {
    return {.id = "",
            .function_arn = std::move(target),
            .events = {std::move(event)},
            .filters = std::move(filters)};
}

bool accepted(std::vector<notification_rule> rules) {
    return validate({std::move(rules)}).has_value();
}

error refusal(std::vector<notification_rule> rules) {
    const auto checked = validate({std::move(rules)});
    REQUIRE(checked.has_error());
    CHECK((checked.error().code == errc::invalid_argument || checked.error().code == errc::malformed_xml));
    return checked.error();
}

} // namespace

TEST_CASE("the article's configuration is valid, and so is none at all") {
    CHECK(accepted({rule("s3:ObjectCreated:Put", {{"Prefix", "mails/"}, {"Suffix", ".json"}})}));
    CHECK(accepted({}));
    CHECK(accepted({rule("s3:ObjectCreated:*", {}, sender_arn + ":live")}));
    CHECK(accepted({rule("s3:ObjectRestore:Completed")}));
}

TEST_CASE("what does not read as the ARN of a function is refused") {
    for (const auto* text :
         {"", "LambdaEmailSender", "arn:aws:lambda", "arn:aws:lambda:us-east-1:1:function:f",
          "arn:aws:lambda:us-east-1:000000000000:f", "arn:aws:lambda:us-east-1:000000000000:function:",
          "arn:aws:lambda::000000000000:function:f", "urn:aws:lambda:us-east-1:000000000000:function:f"}) {
        const auto e = refusal({rule("s3:ObjectCreated:Put", {}, text)});
        CHECK(e.message == "The ARN could not be parsed");
        CHECK(e.details == error_details{{"ArgumentName", "CloudFunction"}, {"ArgumentValue", text}});
    }
}

TEST_CASE("targets other than functions are refused in clear words") {
    for (const auto* text :
         {"arn:aws:sqs:us-east-1:000000000000:queue", "arn:aws:sns:us-east-1:000000000000:topic"})
        CHECK(refusal({rule("s3:ObjectCreated:Put", {}, text)}).message ==
              "Only Lambda functions can be notified: queues, topics and event buses are not emulated");
}

TEST_CASE("events must be S3's, and there must be one") {
    for (const auto* name : {"", "ObjectCreated:Put", "s3:ObjectCreated", "s3:objectcreated:put", "s3:*",
                             "s3:ObjectCreated:Put*"}) {
        const auto e = refusal({rule(name)});
        CHECK(e.message == "The event is not supported for notifications");
        CHECK(e.details == error_details{{"ArgumentName", "Event"}, {"ArgumentValue", name}});
    }
    auto without = rule("s3:ObjectCreated:Put");
    without.events.clear();
    CHECK(refusal({without}).code == errc::malformed_xml);
}

TEST_CASE("filters are one prefix and one suffix") {
    const auto named = refusal({rule("s3:ObjectCreated:Put", {{"infix", "x"}})});
    CHECK(named.message == "filter rule name must be either prefix or suffix");
    CHECK(named.details == error_details{{"ArgumentName", "FilterRule.Name"}, {"ArgumentValue", "infix"}});

    CHECK(refusal({rule("s3:ObjectCreated:Put", {{"", "x"}})}).code == errc::malformed_xml);
    CHECK(refusal({rule("s3:ObjectCreated:Put", {{"prefix", "a"}, {"Prefix", "b"}})}).message ==
          "Cannot specify more than one prefix rule in a filter.");
    CHECK(refusal({rule("s3:ObjectCreated:Put", {{"suffix", "a"}, {"suffix", "b"}})}).message ==
          "Cannot specify more than one suffix rule in a filter.");
    CHECK(accepted({rule("s3:ObjectCreated:Put", {{"pReFiX", ""}, {"suffix", std::string(1024, 'x')}})}));
    CHECK(refusal({rule("s3:ObjectCreated:Put", {{"suffix", std::string(1025, 'x')}})}).message ==
          "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation");
}

TEST_CASE("two rules for one event overlap unless their filters keep them apart") {
    CHECK(refusal({rule("s3:ObjectCreated:Put"), rule("s3:ObjectCreated:*")}).message == overlap_text);
    CHECK(refusal({rule("s3:ObjectCreated:*"), rule("s3:ObjectCreated:Copy")}).message == overlap_text);
    CHECK(
        accepted({rule("s3:ObjectCreated:Put"), rule("s3:ObjectCreated:Copy"), rule("s3:ObjectRemoved:*")}));

    const std::string put = "s3:ObjectCreated:Put";
    CHECK(accepted({rule(put, {{"prefix", "a/"}}), rule(put, {{"prefix", "b/"}})}));
    CHECK(accepted({rule(put, {{"suffix", ".json"}}), rule(put, {{"suffix", ".txt"}})}));
    CHECK(accepted({rule(put, {{"prefix", "a/"}, {"suffix", ".json"}}),
                    rule(put, {{"prefix", "a/"}, {"suffix", ".txt"}})}));
    CHECK(refusal({rule(put, {{"prefix", "a/"}}), rule(put, {{"prefix", "a/b/"}})}).message ==
          ambiguous_text);
    CHECK(refusal({rule(put, {{"prefix", "a/"}}), rule(put, {{"suffix", ".json"}})}).message ==
          ambiguous_text);
    CHECK(refusal({rule(put, {{"suffix", "x.json"}}), rule(put, {{"suffix", ".json"}})}).message ==
          ambiguous_text);
    CHECK(refusal({rule(put, {{"prefix", "a/"}}), rule(put)}).message == ambiguous_text);
}

TEST_CASE("ids of rules differ") {
    auto a = rule("s3:ObjectCreated:Put");
    auto b = rule("s3:ObjectRemoved:*");
    CHECK(accepted({a, b}));
    a.id = b.id = "EmailSender";
    CHECK(refusal({a, b}).message == "Same ID used for multiple configurations. IDs must be unique");
}

TEST_CASE("the second rule is checked as the first is") {
    CHECK(refusal({rule("s3:ObjectCreated:Put"), rule("s3:ObjectRemoved:*", {}, "x")}).message ==
          "The ARN could not be parsed");
}
