#include "planner/plan_json.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "planner/advice_text.hpp"
#include "sample_plan.hpp"

using namespace sendlab;
using namespace sendlab::planner;
using nlohmann::json;

TEST_CASE("a plan's JSON holds the request, the recommendation and every value") {
    const auto planned = article_plan();
    const auto document = json::parse(plan_json(planned));
    CHECK(document["scenario"] == "followers-burst");
    CHECK(document["seed"] == 42);
    CHECK(document["emails_per_file"] == 25);
    CHECK(document["max_timeout_probability"] == 1e-4);
    CHECK(document["confidence"] == 0.95);
    CHECK(document["observation"] == "file");
    CHECK(document["coupled_by"].empty());
    CHECK(document["recommendation"]["outcome"] == "found");
    CHECK(document["recommendation"]["largest_safe"] == 20);
    CHECK(document["recommendation"]["nearest"].is_null());
    CHECK(document["recommendation"]["binding"] == json::array());
    CHECK(document["recommendation"]["text"] == advice_text(planned));
    REQUIRE(document["values"].size() == planned.values.size());
    const auto& twenty = document["values"][4];
    CHECK(twenty["emails_per_file"] == 20);
    CHECK(twenty["safe"] == true);
    CHECK(twenty["target"] == "kept");
    CHECK(twenty["timeout_probability"]["value"] == 3e-5);
    CHECK(twenty["timeout_probability"]["method"] == "clopper-pearson");
    CHECK(twenty["timeout_probability"]["k"] == 6);
    CHECK(twenty["timeout_probability"]["high"].get<double>() == clopper_pearson(6, 200'000).high);
    CHECK(twenty["duplicates_per_million"] == 15);
    CHECK(twenty["delivery_ms"]["p99"] == 3123);
    CHECK(twenty["attempt_duration_ms"]["p50"] == 1700);
}

TEST_CASE("what no number can say is null, and broken expectations carry their seed") {
    auto planned = plan_of({{1, 0, 1'000, {{"lost", "lost is 3, expected 0", 17, 2}}}});
    planned.values[0].counts.accepted = 0;
    const auto document = json::parse(plan_json(planned));
    CHECK(document["values"][0]["cost_per_million"].is_null());
    const auto& broken = document["values"][0]["broken_expectations"][0];
    CHECK(broken["metric"] == "lost");
    CHECK(broken["what"] == "lost is 3, expected 0");
    CHECK(broken["seed"] == 17);
    CHECK(broken["runs"] == 2);
    CHECK(broken["in_most_runs"] == false);
}

TEST_CASE("a name that is not UTF-8 still makes valid JSON") {
    auto planned = article_plan();
    planned.name = "caf\xE9";
    CHECK(json::accept(plan_json(planned)));
}

TEST_CASE("a plan without values is a document too") {
    CHECK(json::parse(plan_json(plan_of({})))["values"] == json::array());
}
