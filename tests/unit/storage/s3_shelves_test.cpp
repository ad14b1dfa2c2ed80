#include "storage/s3_shelves.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "storage/document.hpp"
#include "time/virtual_scheduler.hpp"
#include "unit/storage/kept.hpp"

namespace sendlab {
namespace {

using namespace std::chrono_literals;

struct kept_store {
    virtual_scheduler clock{};
    s3::object_store store{clock, random_source{1}, {}};
    kept_records kept{storage::shelves_of(store)};

    kept_store() { storage::watch(store, kept.marker()); }

    void put(const std::string& key, std::string text, s3::object_attributes attributes = {}) {
        s3::object_store::put_request request;
        request.bucket = "mails";
        request.key = key;
        request.body = s3::body{std::move(text)};
        request.attributes = std::make_shared<const s3::object_attributes>(std::move(attributes));
        REQUIRE(store.put_object(std::move(request)).has_value());
    }

    /// Another store, with what is kept.
    void restart(s3::object_store& into) { kept.restore(storage::shelves_of(into)); }
};

s3::object_store fresh(kept_store& at) {
    return s3::object_store{at.clock, random_source{2}, {}};
}

std::string text_of(const s3::object& of) {
    return to_string(*of.body.bytes());
}

TEST_CASE("Buckets and objects come back with all that is known of them") {
    kept_store at;
    REQUIRE(at.store.create_bucket("mails").has_value());
    s3::object_attributes attributes;
    attributes.metadata = {{"who", "J\xf6rg"}}; // Latin-1: no UTF-8
    attributes.tags = {{"b", "1"}, {"a", "2"}};
    attributes.acl = s3::canned_acl::public_read;
    attributes.checksum = {{"CRC32", "AAAAAA==", false}};
    at.put("a b/c", "hello", attributes);
    const auto written = *(*at.store.get_object("mails", "a b/c"));

    auto store = fresh(at);
    at.restart(store);
    const auto found = store.get_object("mails", "a b/c");
    REQUIRE(found.has_value());
    CHECK(text_of(**found) == "hello");
    CHECK((*found)->body.etag() == written.body.etag());
    CHECK((*found)->last_modified == written.last_modified);
    CHECK((*found)->sequence == written.sequence);
    CHECK((*found)->attributes->metadata == attributes.metadata);
    CHECK((*found)->attributes->tags == attributes.tags);
    CHECK((*found)->attributes->acl == attributes.acl);
    CHECK((*found)->attributes->checksum == attributes.checksum);
    CHECK(store.bytes_stored() == 5);
}

TEST_CASE("What is configured of a bucket comes back") {
    kept_store at;
    REQUIRE(at.store.create_bucket("mails").has_value());
    auto& in = **at.store.change_bucket("mails");
    in.settings.tags = {{"team", "mail"}};
    in.settings.documents = {{"policy", "{}"}};
    in.settings.cors = {
        {.id = "one", .allowed_origins = {"*"}, .allowed_methods = {"GET"}, .max_age_seconds = 60}};
    s3::notification_configuration rules;
    rules.rules = {{"EmailSender",
                    "arn:aws:lambda:us-east-1:000000000000:function:f",
                    {"s3:ObjectCreated:*"},
                    {{"Suffix", ".json"}}}};
    REQUIRE(at.store.put_notification_configuration("mails", rules).has_value());
    std::vector<s3::lifecycle_rule> expiry{{.id = "week", .expire_after_days = 7, .larger_than = 5}};
    REQUIRE(at.store.put_lifecycle("mails", expiry).has_value());

    auto store = fresh(at);
    at.restart(store);
    const auto& back = **store.open_bucket("mails");
    CHECK(back.created == in.created);
    CHECK(back.settings.tags == in.settings.tags);
    CHECK(back.settings.documents == in.settings.documents);
    REQUIRE(back.settings.cors.size() == 1);
    CHECK(back.settings.cors[0].max_age_seconds == 60U);
    CHECK(back.notifications == rules);
    CHECK(back.lifecycle() == expiry);
}

TEST_CASE("Versions come back in their order, below delete markers too") {
    kept_store at;
    REQUIRE(at.store.create_bucket("mails").has_value());
    (*at.store.change_bucket("mails"))->set_versioning(s3::versioning::enabled);
    at.put("gone", "1");
    at.put("gone", "2");
    REQUIRE(at.store.delete_object("mails", "gone").has_value());
    at.put("there", "old");
    at.put("there", "new");
    const auto& before = **at.store.open_bucket("mails");

    auto store = fresh(at);
    at.restart(store);
    auto& in = **store.change_bucket("mails");
    CHECK(in.find("gone") == nullptr);
    REQUIRE(in.history().keys().at("gone").size() == 3);
    CHECK(in.history().keys().at("gone")[0].delete_marker);
    CHECK(text_of(in.history().keys().at("gone")[1]) == "2");
    CHECK(text_of(*in.find("there")) == "new");
    CHECK(in.find("there")->version_id() == before.find("there")->version_id());
    CHECK(in.bytes() == before.bytes());
    in.remove_version("gone", in.history().keys().at("gone")[0].version_id());
    CHECK(text_of(*in.find("gone")) == "2");
}

TEST_CASE("What was packed before is packed as if it were the first time") {
    kept_store at;
    REQUIRE(at.store.create_bucket("mails").has_value());
    auto& in = **at.store.change_bucket("mails");
    in.set_versioning(s3::versioning::enabled);
    const auto versions = [&] { return in.history().keys().find("k")->second; };
    const auto step = [&](int n) {
        if (n % 7 == 3)
            REQUIRE(at.store.delete_object("mails", "k").has_value());
        else if (n % 7 == 5)
            REQUIRE(at.store
                        .delete_object("mails", "k",
                                       {.version_id = versions().at(versions().size() / 2).version_id()})
                        .has_value());
        else if (n % 7 == 6)
            at.store.set_attributes("mails", "k", versions().front().version_id(),
                                    std::make_shared<const s3::object_attributes>());
        else
            at.put("k", std::to_string(n));
        in.set_versioning(n == 30 ? s3::versioning::suspended : s3::versioning::enabled);
    };
    for (int n = 0; n < 60; ++n) {
        step(n);
        const auto& kept = at.kept.at("s3.key", "mails/k");
        const auto anew = storage::shelves_of(at.store).at(1).find("mails/k");
        REQUIRE(anew.has_value());
        CHECK(kept.value == anew->value);
        CHECK(kept.bodies == anew->bodies);
    }
    auto store = fresh(at);
    at.restart(store);
    REQUIRE((*store.open_bucket("mails"))->history().keys().at("k").size() >
            23); // a longer head of the array
    const auto& back = (*store.open_bucket("mails"))->history().keys().at("k");
    CHECK(back.size() == versions().size());
    CHECK(back.back().version_id() == versions().back().version_id());
}

TEST_CASE("An upload in parts goes on after a restart") {
    kept_store at;
    REQUIRE(at.store.create_bucket("mails").has_value());
    const std::string first(5 * 1024 * 1024, 'x');
    const auto id = *at.store.create_upload("mails", {.key = "big"});
    const auto part = *at.store.upload_part("mails", "big", id, 1, {s3::body{first}});
    const auto tag = part->body.etag().hex();

    auto store = fresh(at);
    at.restart(store);
    const auto second = *store.upload_part("mails", "big", id, 2, {s3::body{"end"}});
    const std::vector<s3::named_part> parts{{1, tag}, {2, second->body.etag().hex()}};
    s3::object_store::put_request request;
    request.bucket = "mails";
    request.key = "big";
    const auto whole = store.complete_upload(id, parts, request);
    REQUIRE(whole.has_value());
    CHECK(text_of(**whole) == first + "end");
}

TEST_CASE("An object made of parts keeps them and its ETag") {
    kept_store at;
    REQUIRE(at.store.create_bucket("mails").has_value());
    const auto id = *at.store.create_upload("mails", {.key = "big"});
    const std::string first(5 * 1024 * 1024, 'x');
    std::vector<s3::named_part> parts;
    for (const auto& text : {first, std::string{"end"}}) {
        const auto number = static_cast<std::uint32_t>(parts.size() + 1);
        parts.push_back(
            {number,
             (*at.store.upload_part("mails", "big", id, number, {s3::body{text}}))->body.etag().hex()});
    }
    s3::object_store::put_request request;
    request.bucket = "mails";
    request.key = "big";
    const auto tag = (*at.store.complete_upload(id, parts, request))->body.etag();
    CHECK(at.kept.count("s3.upload") == 0);
    CHECK(at.kept.count("s3.upload_part") == 0);
    CHECK(at.kept.at("s3.key", "mails/big").bodies.size() == 2);

    auto store = fresh(at);
    at.restart(store);
    const auto found = store.get_object("mails", "big");
    REQUIRE(found.has_value());
    CHECK(text_of(**found) == first + "end");
    CHECK((*found)->body.etag() == tag);
}

TEST_CASE("What is deleted or has expired is not kept") {
    kept_store at;
    REQUIRE(at.store.create_bucket("mails").has_value());
    REQUIRE(at.store.put_lifecycle("mails", {{.id = "day", .expire_after_days = 1}}).has_value());
    at.put("a", "1");
    at.put("b", "2");
    CHECK(at.kept.count("s3.key") == 2);
    REQUIRE(at.store.delete_object("mails", "a").has_value());
    CHECK(at.kept.count("s3.key") == 1);
    at.clock.run_at(at.clock.now() + 72h, [&] { at.store.expire_due(); });
    at.clock.run();
    CHECK(at.kept.count("s3.key") == 0);
    REQUIRE(at.store.create_upload("mails", {.key = "big"}).has_value());
    REQUIRE(at.store.delete_bucket("mails").has_value());
    CHECK(at.kept.count("s3.bucket") == 0);
    CHECK(at.kept.count("s3.upload") == 0);
}

TEST_CASE("New attributes of an object are kept, its bytes are the same") {
    kept_store at;
    REQUIRE(at.store.create_bucket("mails").has_value());
    at.put("a", "1");
    const auto bytes = at.kept.at("s3.key", "mails/a").bodies.at(0);
    s3::object_attributes tagged;
    tagged.tags = {{"k", "v"}};
    at.store.set_attributes("mails", "a", "null", std::make_shared<const s3::object_attributes>(tagged));
    CHECK(at.kept.at("s3.key", "mails/a").bodies.at(0) == bytes);
    auto store = fresh(at);
    at.restart(store);
    CHECK((*store.get_object("mails", "a"))->attributes->tags == tagged.tags);
}

TEST_CASE("A record of format 1 is read, whatever is missing in it") {
    virtual_scheduler clock;
    s3::object_store store{clock, random_source{1}, {}};
    const auto shelves = storage::shelves_of(store);
    using nlohmann::json;
    const json bucket{{"created", 1'000'000'000},   {"versioning", 1},
                      {"settings", {{"acl", 1}}},   {"notifications", json::object()},
                      {"lifecycle", json::array()}, {"later", "unknown"}};
    shelves[0].restore("mails", {storage::packed(bucket)});
    const json version{
        {"modified", 5},
        {"sequence", 9},
        {"versioned", true},
        {"marker", false},
        {"attributes", {{"content_type", "text/plain"}}},
        {"body", {{"pieces", {{0, 1, 3}}}, {"etag", {{"digest", std::vector<int>(16, 7)}, {"parts", 0}}}}}};
    const auto bytes = std::make_shared<const memory_blob>("hello");
    shelves[1].restore("mails/a", {storage::packed(json::array({version})), {bytes}});
    const auto found = store.get_object("mails", "a");
    REQUIRE(found.has_value());
    CHECK(text_of(**found) == "ell");
    CHECK((*found)->attributes->content_type == "text/plain");
    CHECK((*found)->body.etag().digest[15] == 7);
    CHECK((*store.open_bucket("mails"))->settings.acl == s3::canned_acl::public_read);
}

TEST_CASE("A damaged record is refused") {
    virtual_scheduler clock;
    s3::object_store store{clock, random_source{1}, {}};
    const auto shelves = storage::shelves_of(store);
    CHECK_THROWS(shelves[0].restore("mails", {"\xff nothing"}));
    CHECK_THROWS(shelves[1].restore("nowhere/a", {storage::packed(nlohmann::json::array())}));
    CHECK_THROWS(shelves[1].restore("no-slash", {"\x80"}));
}

} // namespace
} // namespace sendlab
