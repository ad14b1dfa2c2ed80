#include "s3/object_store.hpp"

#include <catch2/catch.hpp>

#include "unit/s3/store_fixture.hpp"

using namespace sendlab;
using namespace sendlab::s3;
using namespace sendlab::s3::test;
using namespace std::chrono_literals;

TEST_CASE_METHOD(store_fixture,
                 "an object is gone from the midnight of its expiry on, and no timer waits for that") {
    expire_after(3);
    wait_until(virtual_epoch + 10h + 30min);
    put("a");
    CHECK(clock.pending() == 0);
    CHECK(store.next_expiration() == virtual_epoch + 24h * 4);
    wait_until(virtual_epoch + 24h * 4 - 1ns);
    CHECK(has("a"));
    wait_until(virtual_epoch + 24h * 4);
    CHECK(store.object_count() == 1);
    CHECK_FALSE(has("a"));
    CHECK(store.object_count() == 0);
    CHECK_FALSE(store.next_expiration());
}

TEST_CASE_METHOD(store_fixture,
                 "a listing, a put and the deletion of a bucket see no expired objects either") {
    expire_after(1);
    put("a");
    wait_until(virtual_epoch + 48h);
    CHECK(store.list_objects("async-emails")->objects.empty());
    put("b");
    CHECK(store.object_count() == 1);
    wait_until(virtual_epoch + 96h);
    CHECK(store.delete_bucket("async-emails").has_value());
}

TEST_CASE_METHOD(store_fixture, "an expiry is no delete: it has an event of its own") {
    hear({"s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"});
    expire_after(1);
    put("b");
    put("a");
    wait_until(virtual_epoch + 48h);
    store.expire_due();
    CHECK(heard_names() == names{"LifecycleExpiration:Delete a", "LifecycleExpiration:Delete b"});
    CHECK(heard[0].record->event_time == virtual_epoch + 48h);
}

TEST_CASE_METHOD(store_fixture, "who wants to hear of expiries does") {
    names gone;
    store.on_expired([&](const std::string& bucket, const std::string& key) {
        CHECK(store.object_count() == 1);
        gone.push_back(bucket + "/" + key);
    });
    REQUIRE(store.put_lifecycle("async-emails", {{.prefix = "tmp/", .expire_after_days = 1}}).has_value());
    put("tmp/a");
    put("tmp/b");
    put("keep");
    store.expire_due();
    CHECK(gone.empty());
    wait_until(virtual_epoch + 48h);
    store.expire_due();
    CHECK(gone == names{"async-emails/tmp/a", "async-emails/tmp/b"});
    CHECK(has("keep"));
}

TEST_CASE_METHOD(store_fixture, "the next expiration is that of the earliest object of all buckets") {
    REQUIRE(store.create_bucket("other").has_value());
    CHECK_FALSE(store.next_expiration());
    expire_after(9);
    REQUIRE(store.put_lifecycle("other", {{.expire_after_days = 2}}).has_value());
    CHECK_FALSE(store.next_expiration());
    put("a");
    CHECK(store.next_expiration() == virtual_epoch + 24h * 10);
    REQUIRE(store.put_object({.bucket = "other", .key = "a", .body = {}}).has_value());
    CHECK(store.next_expiration() == virtual_epoch + 24h * 3);
}

TEST_CASE_METHOD(store_fixture, "lifecycle rules are given back with ids, or reported missing") {
    const auto missing = error_of(store.get_lifecycle("async-emails"));
    CHECK(missing.code == errc::no_such_lifecycle_configuration);
    CHECK(missing.message == "The lifecycle configuration does not exist");
    REQUIRE(store.put_lifecycle("async-emails", {{.prefix = "x"}, {.id = "tidy"}}).has_value());
    const auto rules = *store.get_lifecycle("async-emails");
    CHECK(rules[0].id.size() == 32);
    CHECK(rules[1].id == "tidy");
    CHECK(error_of(store.put_lifecycle("async-emails", {{.expire_after_days = 0}})).code ==
          errc::invalid_argument);
    CHECK(*store.get_lifecycle("async-emails") == rules);
    REQUIRE(store.put_lifecycle("async-emails", {}).has_value());
    CHECK(store.get_lifecycle("async-emails").has_error());
}

TEST_CASE_METHOD(store_fixture, "an answer to a put can say when the object will expire, and by which rule") {
    wait_until(virtual_epoch + 1h);
    put("a");
    const auto expiry = [this] {
        return (*store.open_bucket("async-emails"))->expiration("a", **store.get_object("async-emails", "a"));
    };
    CHECK_FALSE(expiry());
    expire_after(7);
    REQUIRE(expiry());
    CHECK(expiry()->when == virtual_epoch + 24h * 8);
    CHECK(expiry()->rule->id == "tidy");
}
