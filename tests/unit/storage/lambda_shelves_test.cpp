#include "storage/lambda_shelves.hpp"

#include <catch2/catch.hpp>

#include "api/live/put_event.hpp"
#include "storage/event_document.hpp"
#include "storage/s3_shelves.hpp"
#include "unit/lambda/lambda_world.hpp"
#include "unit/storage/kept.hpp"

#include <nlohmann/json.hpp>

namespace sendlab {
namespace {

using namespace lambda::testing;

struct archived_code final : lambda::function_code {
    blob_ptr zip;
    std::string path;

    archived_code(blob_ptr archive, std::string folder) : zip{std::move(archive)}, path{std::move(folder)} {}
    std::string sha256() const override { return "sum"; }
    std::uint64_t size() const override { return zip ? zip->size() : 0; }
    blob_ptr archive() const override { return zip; }
    std::string folder() const override { return path; }
};

/// Code whose environments do as the test's direction says.
struct scripted_host final : lambda::code_host {
    scheduler& clock;
    direction& told;
    std::set<std::string> missing{};
    int unpacked = 0;

    scripted_host(scheduler& on, direction& by) : clock{on}, told{by} {}
    code_result unpack(blob_ptr zip) override {
        ++unpacked;
        return std::make_shared<const archived_code>(std::move(zip), "");
    }
    code_result use_folder(const std::string& path) override {
        if (missing.contains(path))
            return lambda::error{lambda::errc::invalid_parameter_value, "no such folder"};
        return std::make_shared<const archived_code>(nullptr, path);
    }
    lambda::handler_factory run(lambda::program) override {
        return [this](std::uint64_t environment) {
            return std::make_unique<scripted_handler>(clock, told, environment);
        };
    }
};

/// One life of Lambda.
struct life {
    virtual_scheduler& clock;
    direction told{};
    scripted_host host{clock, told};
    recorder heard{clock};
    lambda::lambda_service service;
    lambda::function_registry registry;
    std::vector<std::string> complaints{};
    storage::lambda_parts parts{registry, service, host,
                                [this](std::string_view line) { complaints.emplace_back(line); }};
    kept_records kept{storage::shelves_of(parts)};

    life(virtual_scheduler& on, std::uint64_t seed)
        : clock{on},
          service{clock, random_source{seed}, {}, heard},
          registry{service, clock, random_source{seed}, host, {}} {
        storage::watch(parts, kept.marker());
    }

    lambda::function_description described(const std::string& name, const std::string& folder = "") {
        lambda::function_description wanted;
        wanted.config.name = name;
        wanted.role = "arn:aws:iam::000000000000:role/r";
        wanted.runtime = "provided.al2023";
        wanted.handler = "h";
        wanted.variables = {{"AB", "c"}};
        wanted.code = folder.empty() ? *host.unpack(std::make_shared<const memory_blob>("zip"))
                                     : *host.use_folder(folder);
        return wanted;
    }
    void invoke(const std::string& function, std::uint64_t entity) {
        REQUIRE(service.invoke_async(function, std::make_shared<text_event>("\"x\""), entity).has_value());
    }
};

TEST_CASE("A function comes back with its code, versions, aliases, queue, tags and policies") {
    virtual_scheduler clock;
    life first{clock, 1};
    REQUIRE(first.registry.create(first.described("f")).has_value());
    REQUIRE(first.registry.publish("f", "one").has_value());
    REQUIRE(first.registry.put_alias("f", {"live", "1", "d", ""}).has_value());
    lambda::queue_settings queue;
    queue.maximum_retry_attempts = 1;
    queue.on_failure = "arn:aws:sqs:us-east-1:000000000000:q";
    REQUIRE(first.registry.set_queue("f", "", &queue).has_value());
    REQUIRE(first.registry.set_concurrency("f", 5).has_value());
    auto& entry = *first.registry.find("f");
    entry.tags = {{"team", "mail"}};
    entry.policies["$LATEST"] = {{{"s3", "{}"}}, "r"};
    CHECK(first.kept.at("lambda.function", "f").bodies.size() == 1); // shared by $LATEST and version 1

    life second{clock, 2};
    first.kept.restore(storage::shelves_of(second.parts));
    REQUIRE(second.registry.find("f"));
    const auto& back = *second.registry.find("f");
    CHECK(second.host.unpacked == 1);
    CHECK(back.latest.variables == entry.latest.variables);
    CHECK(back.latest.revision_id == entry.latest.revision_id);
    CHECK(back.latest.arn == entry.latest.arn);
    CHECK(back.latest.config.maximum_retry_attempts == 1);
    CHECK(back.latest.config.reserved_concurrency == 5U);
    CHECK(back.versions.at(1).arn == entry.versions.at(1).arn);
    CHECK(back.aliases.at("live").version == "1");
    CHECK(back.queues.at("$LATEST").on_failure == queue.on_failure);
    CHECK(back.tags == entry.tags);
    CHECK(back.policies.at("$LATEST").statements.at(0).id == "s3");
    CHECK(back.last_version == 1);
    CHECK(second.service.resolve("f:live").has_value());
    CHECK(second.service.unreserved_concurrency() == first.service.unreserved_concurrency());
    CHECK((*second.registry.publish("f", ""))->config.version ==
          (*first.registry.publish("f", ""))->config.version);
}

TEST_CASE("A function that is deleted is not kept") {
    virtual_scheduler clock;
    life first{clock, 1};
    REQUIRE(first.registry.create(first.described("f")).has_value());
    CHECK(first.kept.count("lambda.function") == 1);
    REQUIRE(first.registry.remove("f", "").has_value());
    CHECK(first.kept.count("lambda.function") == 0);
}

TEST_CASE("A function whose folder is gone stays away with its events, and both are told") {
    virtual_scheduler clock;
    life first{clock, 1};
    REQUIRE(first.registry.create(first.described("f", "/code")).has_value());
    first.invoke("f", 1);
    life second{clock, 2};
    second.host.missing = {"/code"};
    first.kept.restore(storage::shelves_of(second.parts));
    CHECK_FALSE(second.registry.find("f"));
    REQUIRE(second.complaints.size() == 2);
    CHECK(second.complaints[0] == "function f is not there: its code in /code: no such folder");
    CHECK(second.service.events_pending() == 0);
    clock.run();
}

TEST_CASE("A retry that waits comes at its time in the next life, with the attempts that are left") {
    virtual_scheduler clock;
    life first{clock, 1};
    first.told.on_start = [](const lambda::invocation&) { return fails(1s); };
    REQUIRE(first.registry.create(first.described("f")).has_value());
    first.invoke("f", 1);
    clock.run(start_of_test + 10s); // attempt 1 is over, 2 is due at 1m1s
    life second{clock, 2};
    second.told.on_start = [](const lambda::invocation&) { return fails(1s); };
    first.kept.restore(storage::shelves_of(second.parts));
    REQUIRE(second.service.events_pending() == 1);
    clock.run();
    CHECK(second.heard.heard("started") ==
          lines{"61s attempt 2 started in 1, cold", "182s attempt 3 started in 1"});
    CHECK(second.heard.runs.at(0).id == first.heard.ids.at(0));
    CHECK(second.heard.heard("given up") == lines{"183s given up \"x\", retries exhausted, after 3"});
    CHECK(first.kept.count("lambda.event") == 0);
}

TEST_CASE("A retry that is overdue comes at once") {
    virtual_scheduler clock;
    life first{clock, 1};
    first.told.on_start = [](const lambda::invocation&) { return fails(1s); };
    REQUIRE(first.registry.create(first.described("f")).has_value());
    first.invoke("f", 1);
    clock.run(start_of_test + 10s);
    CHECK(first.kept.count("lambda.event") == 1);

    virtual_scheduler later{start_of_test + 1h};
    life second{later, 2};
    first.kept.restore(storage::shelves_of(second.parts));
    later.run();
    CHECK(second.heard.heard("started") == lines{"1h attempt 2 started in 1, cold"});
    clock.run();
}

TEST_CASE("An attempt that was running runs again under its number") {
    virtual_scheduler clock;
    life first{clock, 1};
    first.told.on_start = [](const lambda::invocation&) { return takes(2s); };
    REQUIRE(first.registry.create(first.described("f")).has_value());
    first.invoke("f", 1);
    clock.run(start_of_test + 1s);
    REQUIRE(first.heard.runs.size() == 1);
    life second{clock, 2};
    first.kept.restore(storage::shelves_of(second.parts));
    clock.run();
    REQUIRE(second.heard.runs.size() == 1);
    CHECK(second.heard.runs[0].attempt == 1);
    CHECK(second.heard.runs[0].id == first.heard.runs[0].id);
}

TEST_CASE("Calls that wait for their answer are not kept") {
    virtual_scheduler clock;
    life first{clock, 1};
    REQUIRE(first.registry.create(first.described("f")).has_value());
    REQUIRE(first.service.invoke("f", std::make_shared<text_event>("1"), 1, [](const lambda::call_result&) {})
                .has_value());
    CHECK(first.kept.count("lambda.event") == 0);
    clock.run();
    CHECK(first.kept.count("lambda.event") == 0);
}

TEST_CASE("Events keep their slots, others fill those between") {
    virtual_scheduler clock;
    life first{clock, 1};
    REQUIRE(first.registry.create(first.described("f")).has_value());
    first.told.on_start = [](const lambda::invocation& run) {
        return run.event->json() == "\"x\"" ? fails(1s) : takes(1s);
    };
    for (std::uint64_t i = 1; i <= 12; ++i)
        if (i % 3 == 0)
            first.invoke("f", i);
        else
            REQUIRE(first.service.invoke_async("f", std::make_shared<text_event>("\"y\""), i).has_value());
    clock.run(start_of_test + 10s);
    CHECK(first.kept.count("lambda.event") == 4);
    life second{clock, 2};
    first.kept.restore(storage::shelves_of(second.parts));
    CHECK(second.kept.count("lambda.event") == 4);
    for (std::uint64_t i = 1; i <= 12; ++i)
        second.invoke("f", i);
    CHECK(second.kept.count("lambda.event") == 16);
    clock.run();
    CHECK(second.kept.count("lambda.event") == 0);
    CHECK(second.heard.ends.size() == 16);
}

TEST_CASE("A put notification is the same event after a restart, its object's bytes gone or not") {
    auto record = std::make_shared<s3::event_record>();
    record->bucket = "mails";
    record->key = "a b.json";
    record->content = s3::body{"hello"};
    record->sequence = 77;
    record->version_id = "v";
    record->configuration_id = "EmailSender";
    record->tag = 3;
    const api::live::put_event event{"arn", record, 25};
    const auto back = storage::event_of(storage::document_of_event(event));
    CHECK(back->json() == event.json());
    CHECK(back->ancestors() == 3);
    REQUIRE(dynamic_cast<const api::live::put_event*>(back.get()));
    CHECK(dynamic_cast<const api::live::put_event&>(*back).emails() == 25);
}

TEST_CASE("A notification that was on its way arrives in the next life") {
    virtual_scheduler clock;
    s3::store_config config;
    config.notification_delay = latency{5s};
    s3::object_store store{clock, random_source{1}, config};
    kept_records kept{{storage::shelves_of(store)[0], storage::notification_shelf_of(store)}};
    storage::watch(store, [mark = kept.marker()](std::string_view kind, std::string key) {
        if (kind == "s3.bucket" || kind == "s3.notification")
            mark(kind, std::move(key));
    });
    std::vector<std::string> arrived;
    store.on_notification([&](const s3::notification& n) { arrived.push_back("first " + n.record->key); });
    REQUIRE(store.create_bucket("mails").has_value());
    s3::notification_configuration rules;
    rules.rules = {{"r", "arn:aws:lambda:us-east-1:000000000000:function:f", {"s3:ObjectCreated:*"}, {}}};
    REQUIRE(store.put_notification_configuration("mails", rules).has_value());
    REQUIRE(store.put_object({.bucket = "mails", .key = "a", .body = s3::body{"1"}}).has_value());
    clock.run(virtual_epoch + 2s);

    s3::object_store second{clock, random_source{2}, config};
    second.on_notification([&](const s3::notification& n) { arrived.push_back("second " + n.record->key); });
    storage::watch(second, [](std::string_view, const std::string&) {});
    kept.restore({storage::shelves_of(second)[0], storage::notification_shelf_of(second)});
    clock.run();
    CHECK(clock.now() == virtual_epoch + 5s);
    CHECK(arrived == std::vector<std::string>{"first a", "second a"});
    CHECK(kept.count("s3.notification") == 0);
}

} // namespace
} // namespace sendlab
