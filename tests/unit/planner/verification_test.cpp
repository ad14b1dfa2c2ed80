#include "planner/verification.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "pipeline/world.hpp"
#include "planner/plan_choice.hpp"
#include "planner/plan_json.hpp"
#include "sample_plan.hpp"

using namespace sendlab;
using namespace sendlab::planner;
using namespace std::chrono_literals;

namespace {

pipeline::settings small_scenario() {
    pipeline::settings scenario;
    scenario.seed = 5;
    scenario.length = 10min;
    scenario.application.requests = pipeline::poisson_arrivals{2};
    scenario.application.emails_per_request = distribution::constant(20);
    scenario.application.emails_per_file = 10;
    scenario.lambda.handler.model = pipeline::handler_model::sequential;
    scenario.lambda.handler.max_in_flight = 1;
    scenario.ses.send_latency = latency{distribution::exponential(80e6)};
    return scenario;
}

std::vector<pipeline::run_result> predictions(const pipeline::settings& scenario) {
    const std::atomic<bool> interrupt = false;
    return predict(scenario, fewest_runs_of_a_prediction, 2, interrupt);
}

const held_figure& figure_of(const verification& held, std::string_view name) {
    return *std::ranges::find(held.figures, name, &held_figure::name);
}

} // namespace

TEST_CASE("arrivals are cut after the request that makes up so many files") {
    const auto cut = first_files_of(small_scenario(), 25);
    CHECK(pipeline::run(cut).files == 26); // two files a request
    auto listed = small_scenario();
    listed.application.requests = pipeline::listed_arrivals{{1s, 2s, 3s, 4s}};
    CHECK(pipeline::run(first_files_of(listed, 3)).files == 4);
    CHECK(pipeline::run(first_files_of(listed, 100)).files == 8); // it has no more
}

TEST_CASE("a handler that is as its model is, agrees with it") {
    const auto scenario = first_files_of(small_scenario(), 60);
    const auto predicted = predictions(scenario);
    int differs = 0;
    for (std::uint64_t seed = 1000; seed < 1050; ++seed) { // none of the prediction's
        auto other = scenario;
        other.seed = seed;
        differs += hold(pipeline::run(other), predicted, 0).outcome() != verification_outcome::agrees;
    }
    CHECK(differs <= 2);
}

TEST_CASE("a handler that is a quarter slower differs, and by how much is told") {
    const auto scenario = first_files_of(small_scenario(), 60);
    auto slower = scenario;
    slower.ses.send_latency = latency{distribution::exponential(100e6)};
    const auto held = hold(pipeline::run(slower), predictions(scenario), 0.1);
    CHECK(held.outcome() == verification_outcome::differs);
    CHECK(figure_of(held, "duration.mean").how == agreement::differs);
    CHECK(figure_of(held, "duration.mean").z > 4);
    CHECK(verification_text(held).find("is slower than the model") != std::string::npos);
}

TEST_CASE("a difference of durations within the tolerance is close, and time-outs have none") {
    const auto scenario = first_files_of(small_scenario(), 60);
    const auto predicted = predictions(scenario);
    auto slower = scenario;
    slower.ses.send_latency = latency{distribution::exponential(100e6)};
    CHECK(figure_of(hold(pipeline::run(slower), predicted, 0.5), "duration.mean").how == agreement::close);
    auto cut = scenario;
    cut.lambda.function.timeout = 700ms;
    const auto held = hold(pipeline::run(cut), predicted, 0.5);
    CHECK(figure_of(held, "timeouts.share").how == agreement::differs);
    CHECK(figure_of(held, "duplicates.share").how == agreement::differs);
}

TEST_CASE("errors that the model does not have come first in what is told, and nothing is called safe") {
    const auto scenario = first_files_of(small_scenario(), 60);
    auto failing = scenario;
    failing.ses.send_latency = latency{distribution::constant(1e6)};
    failing.ses.errors = 1;
    const auto held = hold(pipeline::run(failing), predictions(scenario), 0.1);
    CHECK(figure_of(held, "errors.share").observed == 1);
    CHECK(verification_text(held).find("Attempts of the real handler end") != std::string::npos);
    CHECK(verification_text(held).find("safe") == std::string::npos);
}

TEST_CASE("few files decide nothing, unless they differ") {
    const auto scenario = first_files_of(small_scenario(), 10);
    CHECK(hold(pipeline::run(scenario), predictions(scenario), 0.1).outcome() ==
          verification_outcome::undecided);
}

TEST_CASE("what never varies agrees with itself at a score of 0") {
    const auto scenario = first_files_of(small_scenario(), 30);
    const auto held = hold(pipeline::run(scenario), predictions(scenario), 0.1);
    CHECK(figure_of(held, "errors.share").z == 0);
}

TEST_CASE("live, a handler has a processor of its own, and its latencies nothing in common") {
    auto scenario = small_scenario();
    scenario.lambda.function.memory_mb = 128;
    scenario.ses.correlation = 0.2;
    CHECK(as_it_is_live(scenario).lambda.function.memory_mb == 1769);
    CHECK(as_it_is_live(scenario).ses.correlation == 0);
    scenario.lambda.function.memory_mb = 3008;
    CHECK(as_it_is_live(scenario).lambda.function.memory_mb == 3008);
}

TEST_CASE("the JSON has every figure, durations in milliseconds") {
    const auto scenario = first_files_of(small_scenario(), 30);
    const auto held = hold(pipeline::run(scenario), predictions(scenario), 0.1);
    const auto document = nlohmann::json::parse(verification_json(held));
    CHECK(document["outcome"] == "agrees");
    CHECK(document["figures"].size() == held.figures.size());
    CHECK(document["figures"][0]["name"] == "duration.mean_ms");
    CHECK(document["figures"][0]["n"] == held.attempts);
    CHECK(document["figures"][0]["observed"].get<double>() == Approx(800).epsilon(0.2));
}

TEST_CASE("a plan's JSON says what to try") {
    auto planned = article_plan();
    planned.source = "scenarios/x.json";
    planned.settings = {"lambda.timeout=5s"};
    const auto choice = read_choice(plan_json(planned));
    REQUIRE(choice.has_value());
    CHECK(choice->source == "scenarios/x.json");
    CHECK(choice->settings == std::vector<std::string>{"lambda.timeout=5s"});
    CHECK(choice->seed == 42U);
    CHECK(choice->emails_per_file == 20U);
    for (const char* other : {"", "{}", "[1]", R"({"name": "a scenario"})", R"({"source": 1, "set": []})"})
        CHECK_FALSE(read_choice(other).has_value());
}
