#include "scenario/measured_file.hpp"

#include "reading.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

constexpr std::string_view model =
    R"({"sendlab_model": 1, "measured": {
  "latency": {"n": 1000, "distribution": {"lognormal": {"mu": 4, "sigma": 0.5}}},
  "cold_start": {"n": 30, "distribution": {"empirical": {"quantiles": {"0.5": "120.5ms", "0.99": "300ms"}}}}}})";

constexpr double in_ms = 1e6;

struct model_folder : scratch_folder {
    model_folder() { write("model.json", model); }

    [[nodiscard]] pipeline::settings read(const std::string& text) const { return settings_of(text, path()); }
    /// The problem's text behind the path of the model.
    [[nodiscard]] std::string problem_in(const std::string& latency) const {
        const auto all = problems_of(R"({"ses": {"latency": {"measured": )" + latency + "}}}", path());
        return all.empty() ? "" : all.front();
    }
};

bool says(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

} // namespace

TEST_CASE("a latency may be what was measured") {
    const model_folder folder;
    const auto settings =
        folder.read(R"({"ses": {"latency": {"measured": "model.json", "per_kb": "0.1ms"}}})");
    CHECK(settings.ses.send_latency.base() == distribution::lognormal(4 + 13.815510557964274, 0.5));
    CHECK(settings.ses.send_latency.ns_per_kb() == 0.1 * in_ms);
}

TEST_CASE("a cold start takes the model's Init phases, unless the scenario says what") {
    const model_folder folder;
    CHECK(folder.read(R"({"lambda": {"cold_start": {"measured": "model.json"}}})")
              .lambda.handler.cold_start.base()
              .quantile(0.5) == 120.5 * in_ms);
    CHECK(folder.read(R"({"ses": {"latency": {"measured": {"file": "model.json", "what": "cold_start"}}}})")
              .ses.send_latency.base()
              .quantile(0.5) == 120.5 * in_ms);
}

TEST_CASE("measurements may be a part of a mixture") {
    const model_folder folder;
    const auto latency =
        folder
            .read(R"({"ses": {"latency": {"mixture": [{"weight": 9, "measured": "model.json"},
                                                       {"weight": 1, "constant": "5s"}]}}})")
            .ses.send_latency;
    CHECK(latency.base().quantile(0.95) == Approx(5'000 * in_ms));
}

TEST_CASE("what is no model of the quantity is a problem, and the quantities there are told") {
    const model_folder folder;
    folder.write("other.json", R"({"lambda": {}})");
    folder.write("broken.json", "{\n  nonsense");
    folder.write(
        "loop.json",
        R"({"sendlab_model": 1, "measured": {"latency": {"distribution": {"measured": "loop.json"}}}})");
    folder.write("wrong.json",
                 R"({"sendlab_model": 1, "measured": {"latency": {"distribution": {"gamma": 3}}}})");
    CHECK(says(folder.problem_in(R"({"file": "model.json", "what": "attempt"})"), "latency, cold_start"));
    CHECK(says(folder.problem_in(R"("other.json")"),
               "is no model, expected a file that sendlab calibrate wrote"));
    CHECK(says(folder.problem_in(R"("none.json")"), "expected a file"));
    CHECK(says(folder.problem_in(R"("broken.json")"), "broken.json:2:3: "));
    CHECK(says(folder.problem_in(R"("loop.json")"), "names another model"));
    CHECK(says(folder.problem_in(R"("wrong.json")"), "gamma"));
    CHECK(says(folder.problem_in("5"), "5 does not fit, expected \"model.json\""));
    CHECK(says(folder.problem_in(R"({"file": "model.json", "that": "x"})"), "does not fit"));
}

TEST_CASE("only latencies are measured") {
    const model_folder folder;
    CHECK(
        problems_of(R"({"application": {"email_size": {"measured": "model.json"}}})", folder.path()).size() ==
        1);
}
