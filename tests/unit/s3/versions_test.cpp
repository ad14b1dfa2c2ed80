// Versioned buckets: what is current, what is kept, what a deletion hides.
#include <catch2/catch.hpp>

#include "s3/version_listing.hpp"
#include "unit/s3/store_fixture.hpp"

using namespace sendlab;
using namespace sendlab::s3;
using namespace sendlab::s3::test;
using namespace std::chrono_literals;

namespace {

const std::string bucket_name = "async-emails";

struct versions_fixture : store_fixture {
    bucket& in() { return **store.change_bucket(bucket_name); }

    std::string put_text(const std::string& key, std::string text) {
        return (*store.put_object({.bucket = bucket_name, .key = key, .body = body{std::move(text)}}))
            ->version_id();
    }

    removal remove(const std::string& key, std::optional<std::string> version = {}) {
        const auto done = store.delete_object(bucket_name, key, {.version_id = std::move(version)});
        REQUIRE(done.has_value());
        return *done;
    }

    std::string read(const std::string& key, std::optional<std::string_view> version = {}) {
        const auto found = store.get_object(bucket_name, key, version);
        return found ? to_string(*(*found)->body.bytes()) : std::string{to_string(found.error().code)};
    }

    /// "key=version" of all, "!" for markers, "*" for the latest.
    names listed(const version_query& query = {}) {
        names found;
        for (const auto& [key, version, latest] : list_versions(in(), query).versions)
            found.push_back(key + (version->delete_marker ? "!" : "=") + version->version_id().substr(0, 4) +
                            (latest ? "*" : ""));
        return found;
    }
};

} // namespace

TEST_CASE("a version has its own id, and no other's") {
    object one, other;
    one.versioned = other.versioned = true;
    one.sequence = 1;
    other.sequence = 2;
    CHECK(one.version_id().size() == 32);
    CHECK(one.has_id(one.version_id()));
    CHECK_FALSE(one.has_id(other.version_id()));
    CHECK_FALSE(one.has_id(one.version_id().substr(0, 31)));
    CHECK_FALSE(one.has_id("null"));
    one.versioned = false;
    CHECK(one.has_id("null"));
    CHECK_FALSE(one.has_id(""));
}

TEST_CASE_METHOD(versions_fixture, "without versioning a put replaces and a deletion deletes") {
    CHECK(put_text("a", "1") == "null");
    CHECK(put_text("a", "2") == "null");
    CHECK(listed() == names{"a=null*"});
    const auto done = remove("a");
    CHECK(done.removed);
    CHECK_FALSE(done.delete_marker);
    CHECK(done.version_id.empty());
    CHECK(in().empty());
}

TEST_CASE_METHOD(versions_fixture, "with versioning every write stays, and a deletion only hides") {
    put_text("a", "0");
    in().set_versioning(versioning::enabled);
    const auto first = put_text("a", "1");
    const auto second = put_text("a", "2");
    CHECK(first.size() == 32);
    CHECK(first != second);
    CHECK(read("a") == "2");
    CHECK(read("a", first) == "1");
    CHECK(read("a", "null") == "0");
    CHECK(in().bytes() == 3);

    const auto marker = remove("a");
    CHECK(marker.delete_marker);
    CHECK(read("a") == "NoSuchKey");
    CHECK(error_of(store.get_object(bucket_name, "a")).delete_marker == marker.version_id);
    CHECK(read("a", marker.version_id) == "MethodNotAllowed");
    CHECK(read("a", "none") == "NoSuchVersion");
    CHECK(store.list_objects(bucket_name)->objects.empty());
    CHECK(listed() == names{"a!" + marker.version_id.substr(0, 4) + "*", "a=" + second.substr(0, 4),
                            "a=" + first.substr(0, 4), "a=null"});

    remove("a", marker.version_id);
    CHECK(read("a") == "2");
    remove("a", second);
    CHECK(read("a") == "1");
    remove("a", "null");
    remove("a", first);
    CHECK(in().empty());
    CHECK(in().bytes() == 0);
}

TEST_CASE_METHOD(versions_fixture, "a suspended bucket has one null version, and keeps the others") {
    in().set_versioning(versioning::enabled);
    const auto kept = put_text("a", "1");
    in().set_versioning(versioning::suspended);
    CHECK(put_text("a", "2") == "null");
    CHECK(put_text("a", "3") == "null");
    CHECK(listed() == names{"a=null*", "a=" + kept.substr(0, 4)});
    CHECK(remove("a").version_id == "null");
    CHECK(listed() == names{"a!null*", "a=" + kept.substr(0, 4)});
    CHECK(put_text("a", "4") == "null");
    CHECK(listed() == names{"a=null*", "a=" + kept.substr(0, 4)});
    CHECK(read("a", kept) == "1");
}

TEST_CASE_METHOD(versions_fixture,
                 "deleting what is not there leaves a marker, deleting a version that is not there nothing") {
    in().set_versioning(versioning::enabled);
    CHECK_FALSE(remove("a", "none").removed);
    CHECK(in().empty());
    CHECK(remove("a").delete_marker);
    CHECK(listed().size() == 1);
}

TEST_CASE_METHOD(versions_fixture, "events say what happened to which version") {
    hear({"s3:ObjectCreated:*", "s3:ObjectRemoved:*"});
    in().set_versioning(versioning::enabled);
    const auto version = put_text("a", "1");
    const auto marker = remove("a").version_id;
    remove("a", version);
    remove("a", "none");
    CHECK(heard_names() ==
          names{"ObjectCreated:Put a", "ObjectRemoved:DeleteMarkerCreated a", "ObjectRemoved:Delete a"});
    CHECK(heard[0].record->version_id == version);
    CHECK(heard[1].record->version_id == marker);
    CHECK(heard[1].record->json().find("\"eTag\":\"d41d8cd98f00b204e9800998ecf8427e\"") != std::string::npos);
    CHECK(heard[2].record->version_id == version);
    CHECK(heard[2].record->json().find("\"size\"") == std::string::npos);
}

TEST_CASE_METHOD(versions_fixture,
                 "events name no version where the bucket never had one, though the call did") {
    hear({"s3:ObjectRemoved:*"});
    put_text("a", "1");
    CHECK(remove("a", "null").removed);
    CHECK(heard_names() == names{"ObjectRemoved:Delete a"});
    CHECK(heard[0].record->version_id.empty());
}

TEST_CASE_METHOD(versions_fixture, "expiry hides the object of a versioned bucket") {
    hear({"s3:LifecycleExpiration:*"});
    in().set_versioning(versioning::enabled);
    const auto version = put_text("a", "1");
    expire_after(1);
    wait_until(virtual_epoch + 24h * 3);
    CHECK(read("a") == "NoSuchKey");
    CHECK(read("a", version) == "1");
    CHECK(heard_names() == names{"LifecycleExpiration:DeleteMarkerCreated a"});
    wait_until(virtual_epoch + 24h * 30);
    CHECK(read("a", version) == "1");
    CHECK(listed().size() == 2);
}

TEST_CASE_METHOD(versions_fixture, "a versioned bucket is only empty without versions") {
    in().set_versioning(versioning::enabled);
    put_text("a", "1");
    remove("a");
    const auto refusal = error_of(store.delete_bucket(bucket_name));
    CHECK(refusal.message ==
          "The bucket you tried to delete is not empty. You must delete all versions in the bucket.");
}

TEST_CASE_METHOD(versions_fixture, "versions are listed page by page, without loss or repetition") {
    in().set_versioning(versioning::enabled);
    for (int round = 0; round < 3; ++round)
        for (const auto* key : {"a", "b/1", "b/2", "c"})
            put_text(key, std::to_string(round));
    remove("b/1");
    const auto all = listed();
    CHECK(all.size() == 13);
    for (std::size_t size = 1; size <= 14; ++size) {
        names found;
        std::string key;
        std::string version;
        for (;;) {
            const auto page =
                list_versions(in(), {.key_marker = key, .version_id_marker = version, .max_keys = size});
            for (const auto& [at, entry, latest] : page.versions)
                found.push_back(at + (entry->delete_marker ? "!" : "=") + entry->version_id().substr(0, 4) +
                                (latest ? "*" : ""));
            if (!page.truncated)
                break;
            REQUIRE_FALSE(page.versions.empty());
            key = page.next_key_marker;
            version = page.next_version_id_marker;
        }
        CAPTURE(size);
        CHECK(found == all);
    }
    const auto grouped = list_versions(in(), {.delimiter = "/"});
    CHECK(grouped.common_prefixes == names{"b/"});
    CHECK(grouped.versions.size() == 6);
    CHECK(list_versions(in(), {.prefix = "b/"}).versions.size() == 7);
    CHECK(list_versions(in(), {.max_keys = 0}).versions.empty());
    CHECK_FALSE(list_versions(in(), {.max_keys = 0}).truncated);
}

TEST_CASE_METHOD(versions_fixture, "attributes of a version change where it is, current or not") {
    in().set_versioning(versioning::enabled);
    const auto old = put_text("a", "1");
    const auto current = put_text("a", "2");
    const auto tagged = std::make_shared<const object_attributes>(object_attributes{.tags = {{"k", "v"}}});
    in().set_attributes("a", old, tagged);
    CHECK((*store.get_object(bucket_name, "a", old))->attributes == tagged);
    CHECK((*store.get_object(bucket_name, "a"))->attributes != tagged);
    in().set_attributes("a", current, tagged);
    CHECK((*store.get_object(bucket_name, "a"))->attributes == tagged);
}
