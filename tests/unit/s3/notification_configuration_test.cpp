#include "s3/notification_configuration.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::s3;

namespace {

notification_rule on(std::vector<std::string> events, std::vector<filter_rule> filters = {}) {
    return {.id = "EmailSender",
            .function_arn = "arn:aws:lambda:us-east-1:000000000000:function:f",
            .events = std::move(events),
            .filters = std::move(filters)};
}

} // namespace

TEST_CASE("a rule for Put hears of puts and of nothing else") {
    const auto rule = on({"s3:ObjectCreated:Put"});
    CHECK(rule.matches(event_type::object_created_put, "a"));
    CHECK_FALSE(rule.matches(event_type::object_created_copy, "a"));
    CHECK_FALSE(rule.matches(event_type::object_created_complete_multipart_upload, "a"));
    CHECK_FALSE(rule.matches(event_type::object_removed_delete, "a"));
}

TEST_CASE("a star stands for all events of its family") {
    const auto created = on({"s3:ObjectCreated:*"});
    for (const auto type :
         {event_type::object_created_put, event_type::object_created_post, event_type::object_created_copy,
          event_type::object_created_complete_multipart_upload})
        CHECK(created.matches(type, "a"));
    CHECK_FALSE(created.matches(event_type::object_removed_delete, "a"));

    const auto removed = on({"s3:ObjectRemoved:*"});
    CHECK(removed.matches(event_type::object_removed_delete, "a"));
    CHECK(removed.matches(event_type::object_removed_delete_marker_created, "a"));
    CHECK_FALSE(removed.matches(event_type::lifecycle_expiration_delete, "a"));
}

TEST_CASE("one of several events is enough") {
    const auto rule = on({"s3:ObjectCreated:Copy", "s3:LifecycleExpiration:*"});
    CHECK(rule.matches(event_type::object_created_copy, "a"));
    CHECK(rule.matches(event_type::lifecycle_expiration_delete, "a"));
    CHECK_FALSE(rule.matches(event_type::object_created_put, "a"));
}

TEST_CASE("prefix and suffix must both fit; their names may be in any case") {
    const auto rule = on({"s3:ObjectCreated:*"}, {{"Prefix", "mails/"}, {"SUFFIX", ".json"}});
    CHECK(rule.matches(event_type::object_created_put, "mails/1.json"));
    CHECK(rule.matches(event_type::object_created_put, "mails/.json"));
    CHECK_FALSE(rule.matches(event_type::object_created_put, "mails/1.txt"));
    CHECK_FALSE(rule.matches(event_type::object_created_put, "mail/1.json"));
    CHECK_FALSE(rule.matches(event_type::object_created_put, "Mails/1.json"));
}

TEST_CASE("filters have no wildcards, and empty ones fit every key") {
    CHECK_FALSE(on({"s3:ObjectCreated:*"}, {{"prefix", "*"}}).matches(event_type::object_created_put, "a"));
    CHECK(on({"s3:ObjectCreated:*"}, {{"prefix", ""}, {"suffix", ""}})
              .matches(event_type::object_created_put, "a"));
}
