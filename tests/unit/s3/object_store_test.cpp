#include "s3/object_store.hpp"

#include <catch2/catch.hpp>

#include "unit/s3/store_fixture.hpp"

using namespace sendlab;
using namespace sendlab::s3;
using namespace sendlab::s3::test;
using namespace std::chrono_literals;

TEST_CASE_METHOD(store_fixture, "what is put can be read at once, with all that was given") {
    const auto attributes = std::make_shared<const object_attributes>(object_attributes{
        .content_type = "application/json", .metadata = {{"n", "25"}}, .acl = canned_acl::public_read});
    wait_until(virtual_epoch + 90s);
    const auto tag = store.put_object(
        {.bucket = "async-emails", .key = "1.json", .body = body{"hello"}, .attributes = attributes});
    REQUIRE(tag.has_value());
    CHECK((*tag)->body.etag().hex() == "5d41402abc4b2a76b9719d911017c592");

    const auto found = store.get_object("async-emails", "1.json");
    REQUIRE(found.has_value());
    CHECK(to_string(*(*found)->body.bytes()) == "hello");
    CHECK(*found == *tag);
    CHECK((*found)->last_modified == virtual_epoch + 90s);
    CHECK((*found)->attributes == attributes);
}

TEST_CASE_METHOD(store_fixture, "an object without attributes has S3's defaults") {
    put("a");
    const auto& object = **store.get_object("async-emails", "a");
    REQUIRE(object.attributes);
    CHECK(object.attributes->content_type == "binary/octet-stream");
    CHECK(object.attributes->acl == canned_acl::private_acl);
}

TEST_CASE_METHOD(store_fixture, "a second put of a key replaces the object, and its sequence is higher") {
    put("a", body::of_size(100));
    const auto before = (*store.get_object("async-emails", "a"))->sequence;
    put("a", body::of_size(7));
    CHECK((*store.get_object("async-emails", "a"))->sequence > before);
    CHECK(store.object_count() == 1);
    CHECK(store.bytes_stored() == 7);
}

TEST_CASE_METHOD(store_fixture, "objects and bytes are counted over all buckets") {
    REQUIRE(store.create_bucket("other").has_value());
    put("a", body::of_size(100));
    REQUIRE(store.put_object({.bucket = "other", .key = "a", .body = body{"12345"}}).has_value());
    CHECK(store.object_count() == 2);
    CHECK(store.bytes_stored() == 105);
    CHECK(store.delete_object("async-emails", "a").has_value());
    CHECK(store.object_count() == 1);
    CHECK(store.bytes_stored() == 5);
}

TEST_CASE_METHOD(store_fixture, "calls on a bucket that is not there are refused") {
    const auto expect = [](const error& e) {
        CHECK(e.code == errc::no_such_bucket);
        CHECK(e.message == "The specified bucket does not exist");
        CHECK(e.details == error_details{{"BucketName", "nowhere"}});
    };
    expect(error_of(store.put_object({.bucket = "nowhere", .key = "a", .body = {}})));
    expect(error_of(store.get_object("nowhere", "a")));
    expect(error_of(store.delete_object("nowhere", "a")));
    expect(error_of(store.list_objects("nowhere")));
    expect(error_of(store.delete_bucket("nowhere")));
    expect(error_of(store.put_notification_configuration("nowhere", {})));
    expect(error_of(store.get_notification_configuration("nowhere")));
    expect(error_of(store.put_lifecycle("nowhere", {})));
    expect(error_of(store.get_lifecycle("nowhere")));
    expect(error_of(store.open_bucket("nowhere")));
    expect(error_of(store.change_bucket("nowhere")));
    CHECK_FALSE(store.has_bucket("nowhere"));
}

TEST_CASE_METHOD(store_fixture, "who only looks into a bucket has not changed it") {
    int changes = 0;
    store.on_change([&](const store_change&) { ++changes; });
    REQUIRE(store.open_bucket("async-emails").has_value());
    REQUIRE(store.list_objects("async-emails").has_value());
    CHECK(changes == 0);
    REQUIRE(store.change_bucket("async-emails").has_value());
    CHECK(changes == 1);
}

TEST_CASE_METHOD(store_fixture, "a key that is not there is named in the error; deleting it succeeds") {
    const auto e = error_of(store.get_object("async-emails", "x"));
    CHECK(e.code == errc::no_such_key);
    CHECK(e.message == "The specified key does not exist.");
    CHECK(e.details == error_details{{"Key", "x"}});
    CHECK(store.delete_object("async-emails", "x").has_value());
}

TEST_CASE_METHOD(store_fixture, "a bad put changes nothing and tells nobody") {
    hear({"s3:ObjectCreated:*"});
    object_attributes heavy;
    heavy.metadata["k"] = std::string(2048, 'x');
    const auto attributes = std::make_shared<const object_attributes>(heavy);
    const std::string bucket = "async-emails";
    constexpr std::uint64_t limit = 5'368'709'120;

    const auto metadata =
        error_of(store.put_object({.bucket = bucket, .key = "a", .body = {}, .attributes = attributes}));
    CHECK(metadata.code == errc::metadata_too_large);
    CHECK(metadata.details == error_details{{"Size", "2049"}, {"MaxSizeAllowed", "2048"}});
    const auto size =
        error_of(store.put_object({.bucket = bucket, .key = "a", .body = body::of_size(limit + 1)}));
    CHECK(size.code == errc::entity_too_large);
    CHECK(size.details == error_details{{"ProposedSize", "5368709121"}, {"MaxSizeAllowed", "5368709120"}});
    CHECK(error_of(store.put_object({.bucket = bucket, .key = std::string(1025, 'x'), .body = {}})).code ==
          errc::key_too_long);
    CHECK(store.object_count() == 0);
    CHECK(heard_names().empty());

    CHECK(store.put_object({.bucket = bucket, .key = "a", .body = body::of_size(limit)}).has_value());
    CHECK(store
              .put_object({.bucket = bucket,
                           .key = "b",
                           .body = body::of_size(limit + 1),
                           .attributes = nullptr,
                           .event = event_type::object_created_complete_multipart_upload})
              .has_value());
}

TEST_CASE("re-creating one's own bucket is an error everywhere but in us-east-1") {
    store_fixture home;
    home.put("a");
    CHECK(home.store.create_bucket("async-emails").has_value());
    CHECK(home.has("a"));

    store_fixture abroad{{.region = "eu-west-1"}};
    CHECK(error_of(abroad.store.create_bucket("async-emails")).code == errc::bucket_already_owned_by_you);
    const auto name = error_of(abroad.store.create_bucket("Async"));
    CHECK(name.code == errc::invalid_bucket_name);
    CHECK(name.message == "The specified bucket is not valid.");
}

TEST_CASE_METHOD(store_fixture, "only an empty bucket can be deleted") {
    put("a");
    const auto e = error_of(store.delete_bucket("async-emails"));
    CHECK(e.code == errc::bucket_not_empty);
    CHECK(e.message == "The bucket you tried to delete is not empty");
    CHECK(e.details == error_details{{"BucketName", "async-emails"}});
    REQUIRE(store.delete_object("async-emails", "a").has_value());
    CHECK(store.delete_bucket("async-emails").has_value());
    CHECK_FALSE(store.has_bucket("async-emails"));
}

TEST_CASE_METHOD(store_fixture, "a listing is of one bucket") {
    REQUIRE(store.create_bucket("other").has_value());
    put("a/1");
    put("b");
    const auto found = store.list_objects("async-emails", "", "/");
    REQUIRE(found.has_value());
    CHECK(found->common_prefixes == names{"a/"});
    REQUIRE(found->objects.size() == 1);
    CHECK(found->objects[0].first == "b");
    CHECK(found->objects[0].second->body.size() == 100);
    CHECK(store.list_objects("other")->objects.empty());
}

TEST_CASE("a put is told after the notification delay, with all that the record needs") {
    store_fixture f{{.region = "eu-west-1", .notification_delay = latency{250ms}}};
    f.hear({"s3:ObjectCreated:Put"});
    REQUIRE(f.store
                .put_object({.bucket = "async-emails",
                             .key = "1.json",
                             .body = body{"hello"},
                             .attributes = nullptr,
                             .event = event_type::object_created_put,
                             .source_ip = "203.0.113.7",
                             .tag = 9,
                             .entity = 42})
                .has_value());
    CHECK(f.heard.empty());
    f.clock.run(virtual_epoch + 249ms);
    CHECK(f.heard.empty());
    f.clock.run(virtual_epoch + 250ms);
    REQUIRE(f.heard.size() == 1);
    CHECK(f.heard[0].function_arn == arn);
    CHECK(f.heard[0].entity == 42);
    const auto& record = *f.heard[0].record;
    CHECK(record.tag == 9);
    CHECK(record.type == event_type::object_created_put);
    CHECK(record.bucket == "async-emails");
    CHECK(record.key == "1.json");
    CHECK(record.content.size() == 5);
    CHECK(record.content.etag() == etag::of("hello"));
    CHECK(record.event_time == virtual_epoch);
    CHECK(record.sequence == (*f.store.get_object("async-emails", "1.json"))->sequence);
    CHECK(record.configuration_id == "EmailSender");
    CHECK(record.region == "eu-west-1");
    CHECK(record.source_ip == "203.0.113.7");
}

TEST_CASE_METHOD(store_fixture,
                 "a bucket wired to Put only is silent for copies, multipart uploads and deletes") {
    hear({"s3:ObjectCreated:Put"});
    const auto put_as = [&](std::string key, event_type event) {
        CHECK(store
                  .put_object({.bucket = "async-emails",
                               .key = std::move(key),
                               .body = {},
                               .attributes = nullptr,
                               .event = event})
                  .has_value());
    };
    put_as("copy", event_type::object_created_copy);
    put_as("parts", event_type::object_created_complete_multipart_upload);
    put_as("put", event_type::object_created_put);
    CHECK(store.delete_object("async-emails", "put").has_value());
    CHECK(heard_names() == names{"ObjectCreated:Put put"});
}

TEST_CASE_METHOD(store_fixture, "a delete is an event, the delete of a missing key is none") {
    hear({"s3:ObjectCreated:*", "s3:ObjectRemoved:*"});
    put("a");
    CHECK(store.delete_object("async-emails", "a").has_value());
    CHECK(store.delete_object("async-emails", "a").has_value());
    CHECK(heard_names() == names{"ObjectCreated:Put a", "ObjectRemoved:Delete a"});
    CHECK(heard[0].record->sequence < heard[1].record->sequence);
}

TEST_CASE("a duplicate notification is the same event once more") {
    store_fixture f{{.duplicate_notifications = 1}};
    f.hear({"s3:ObjectCreated:*"});
    f.put("a");
    CHECK(f.heard_names().size() == 2);
    CHECK(f.heard[0].record->json() == f.heard[1].record->json());
    CHECK(f.heard[0].copy == 0);
    CHECK(f.heard[1].copy == 1);
}

TEST_CASE_METHOD(store_fixture,
                 "a configuration is replaced as a whole, and an empty one turns notifications off") {
    put("before");
    hear({"s3:ObjectCreated:*"});
    put("a");
    hear({"s3:ObjectRemoved:*"});
    put("b");
    CHECK(store.put_notification_configuration("async-emails", {}).has_value());
    CHECK(store.delete_object("async-emails", "a").has_value());
    CHECK(heard_names() == names{"ObjectCreated:Put a"});
    CHECK(store.get_notification_configuration("async-emails")->rules.empty());
}

TEST_CASE_METHOD(store_fixture, "a configuration is given back with ids and in S3's spelling") {
    const auto rule = [](const char* event) {
        return notification_rule{.id = "",
                                 .function_arn = arn,
                                 .events = {event},
                                 .filters = {{"prefix", "a/"}, {"SUFFIX", ".json"}}};
    };
    REQUIRE(store
                .put_notification_configuration("async-emails",
                                                {{rule("s3:ObjectCreated:*"), rule("s3:ObjectRemoved:*")}})
                .has_value());
    const auto given = *store.get_notification_configuration("async-emails");
    REQUIRE(given.rules.size() == 2);
    CHECK(given.rules[0].filters == std::vector<filter_rule>{{"Prefix", "a/"}, {"Suffix", ".json"}});
    CHECK(given.rules[0].id.size() == 32);
    CHECK(given.rules[0].id != given.rules[1].id);
}

TEST_CASE_METHOD(store_fixture, "a bad configuration leaves the good one in place") {
    hear({"s3:ObjectCreated:*"});
    CHECK(error_of(store.put_notification_configuration("async-emails", hearing({"s3:Nothing"}))).code ==
          errc::invalid_argument);
    CHECK(*store.get_notification_configuration("async-emails") == hearing({"s3:ObjectCreated:*"}));
}

TEST_CASE("a put can be told of once more, to whom the rules say now") {
    store_fixture f;
    f.put("1.json");
    CHECK_FALSE(*f.store.notify_again("async-emails", "1.json"));
    f.hear({"s3:ObjectCreated:Put"});
    CHECK(*f.store.notify_again("async-emails", "1.json"));
    CHECK(f.heard_names() == std::vector<std::string>{"ObjectCreated:Put 1.json"});
    CHECK_FALSE(f.store.notify_again("async-emails", "none").has_value());
    CHECK_FALSE(f.store.notify_again("nowhere", "1.json").has_value());
}
