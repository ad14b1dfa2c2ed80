#include "planner/sensitivity.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "planner/plan_json.hpp"
#include "planner/sensitivity_text.hpp"

#include "sample_plan.hpp"

using namespace sendlab;
using namespace sendlab::planner;
using namespace std::chrono_literals;

namespace {

/// Nothing but the sends takes time, but for the CPU that each takes.
pipeline::settings sends(duration cpu_per_email) {
    pipeline::settings s;
    s.application.emails_per_request = distribution::constant(720);
    s.s3.get_latency = latency{};
    s.lambda.function.timeout = 3s;
    s.lambda.function.memory_mb = 1769;
    s.lambda.handler.model = pipeline::handler_model::sequential;
    s.lambda.handler.max_in_flight = 1;
    s.lambda.handler.cpu_start = s.lambda.handler.cpu_per_file = 0s;
    s.lambda.handler.cold_start = latency{};
    s.lambda.handler.cpu_per_email = cpu_per_email;
    s.ses.send_latency = latency{distribution::lognormal(std::log(80e6), 0.5)};
    return s;
}

std::vector<drift> drifts_at(const pipeline::settings& scenario, std::uint32_t n) {
    value_result at;
    at.emails_per_file = n;
    return drifts_of(scenario, prediction{scenario, n, 1e-3, 1}, at, 1e-3, 1);
}

const drift& named(const std::vector<drift>& all, const std::string& key) {
    const auto found = std::ranges::find(all, key, &drift::key);
    REQUIRE(found != all.end());
    return *found;
}

} // namespace

TEST_CASE("sends alone: longer latencies and a shorter limit are the same thing") {
    const auto found = drifts_at(sends(0s), 20);
    const double slower = named(found, "ses.latency").limit.value();
    CHECK(named(found, "lambda.timeout").limit.value() == Approx(slower).epsilon(0.003));
    CHECK(slower > 1.05);

    auto scenario = sends(0s);
    scenario.ses.send_latency = latency{scenario.ses.send_latency.base().scaled(slower)};
    value_result at;
    at.emails_per_file = 20;
    CHECK(exact::forecast(scenario, 20, 1).timeout_probability(at, 0.95).value() ==
          Approx(1e-3).epsilon(0.05));
}

TEST_CASE("after a drift the largest safe value is the one of a plan with it") {
    const auto found = drifts_at(sends(0s), 22);
    auto scenario = sends(0s);
    scenario.ses.send_latency = latency{scenario.ses.send_latency.base().scaled(1.1)};
    const exact::forecast known{scenario, 22, 1};
    value_result at;
    std::uint32_t safe = 0;
    for (at.emails_per_file = 1; at.emails_per_file <= 22; ++at.emails_per_file) {
        if (known.timeout_probability(at, 0.95).value() <= 1e-3)
            safe = at.emails_per_file;
    }
    CHECK(named(found, "ses.latency").after_a_tenth == safe);
    CHECK(safe < 22);
}

TEST_CASE("what moves nothing is left out, and the most sensitive input comes first") {
    const auto found = drifts_at(sends(5ms), 19);
    CHECK(std::ranges::none_of(found, [](const drift& d) { return d.key == "smtp.rtt"; }));
    CHECK(std::ranges::none_of(found, [](const drift& d) { return d.key == "lambda.cold_start"; }));
    const auto latency_limit = named(found, "ses.latency").limit.value();
    const auto cpu_limit = named(found, "lambda.handler.cpu_per_email").limit.value();
    CHECK(cpu_limit > latency_limit);
    CHECK(found.front().limit.value() <= latency_limit);
    const auto together = named(found, "ses.correlation");
    CHECK(together.is_correlation);
    CHECK(together.limit.value() > 0);
    CHECK(together.limit.value() < 0.1);
    CHECK(together.after_a_tenth < 19);
}

TEST_CASE("drifts are a table of a hundred columns, and stand in the JSON") {
    auto planned = article_plan();
    planned.drifts = {{.key = "ses.latency", .limit = 1.041, .after_a_tenth = 18},
                      {.key = "lambda.timeout", .grows = false, .limit = 1.25, .after_a_tenth = 20},
                      {.key = "s3.get_latency", .limit = {}, .after_a_tenth = 20},
                      {.key = "ses.correlation", .limit = 0.02, .after_a_tenth = 0, .is_correlation = true}};
    const auto text = sensitivity_text(planned);
    CHECK(text.find("+4.1 %") != std::string::npos);
    CHECK(text.find("-20 %") != std::string::npos);
    CHECK(text.find("to ten times and more") != std::string::npos);
    CHECK(text.find("to 0.02") != std::string::npos);
    CHECK(text.find("none safe") != std::string::npos);
    CHECK(sensitivity_html(planned).find("<td>ses.latency</td><td>+4.1 %</td>") != std::string::npos);
    CHECK(plan_json(planned).find(R"("sensitivity")") != std::string::npos);
    planned.drifts.clear();
    CHECK(sensitivity_html(planned).empty());
}
