#include "planner/exact/attempt_model.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::planner::exact;
using namespace std::chrono_literals;

namespace {

std::string first_reason(const pipeline::settings& scenario) {
    const auto found = model_of(scenario);
    CHECK(found.attempt.has_value() == found.reasons.empty());
    return found.reasons.empty() ? "" : found.reasons.front().substr(0, found.reasons.front().find(':'));
}

} // namespace

TEST_CASE("the default pipeline's attempts can be computed") {
    CHECK(first_reason({}).empty());
}

TEST_CASE("what makes sends wait, repeat or fail cannot be computed, and the reason names the key") {
    pipeline::settings s;
    SECTION("a send rate") {
        s.ses.account.rate = 14;
        CHECK(first_reason(s) == "ses.rate");
    }
    SECTION("errors that the SDK tries again") {
        s.ses.errors = 0.001;
        CHECK(first_reason(s) == "ses.errors");
    }
    SECTION("progress that is written down") {
        s.lambda.handler.model = pipeline::handler_model::checkpoint;
        CHECK(first_reason(s) == "lambda.handler.model");
    }
    SECTION("a fault inside of attempts, all run long") {
        s.faults.push_back({{.target = faults::operation::s3_get}, {}});
        CHECK(first_reason(s) == "faults[0]");
    }
    SECTION("sizes that differ and matter") {
        s.application.email_size = distribution::uniform(1'000, 2'000);
        CHECK(first_reason(s).empty());
        s.ses.send_latency = latency{distribution::constant(1e6), 1e3};
        CHECK(first_reason(s) == "application.email_size");
    }
    SECTION("connections that outlive an attempt") {
        s.lambda.handler.transport = pipeline::send_transport::smtp;
        CHECK(first_reason(s).empty());
        s.smtp.reuse_connections = true;
        CHECK(first_reason(s) == "smtp.reuse_connections");
    }
}

TEST_CASE("less memory stretches CPU, and sizes add to latencies that have a part per KB") {
    pipeline::settings s;
    s.lambda.function.timeout = 3s;
    s.lambda.function.memory_mb = 884; // about half a vCPU
    s.lambda.handler.cpu_per_file = 10ms;
    s.lambda.handler.cpu_per_email = 1ms;
    s.lambda.handler.cpu_start = 5ms;
    s.application.email_size = distribution::constant(2'000);
    s.ses.send_latency = latency{distribution::constant(50e6), 1e6};
    s.ses.accepted_at = 0.5;
    s.s3.get_latency = latency{distribution::constant(20e6), 1e6};
    const auto model = model_of(s).attempt.value();
    const double stretch = 1769.0 / 884;
    CHECK(model.limit == Approx(3e9 - stretch * 10e6 - 0.08e6));
    CHECK(model.start_work == Approx(stretch * 5e6));
    CHECK(model.cpu_per_email == Approx(stretch * 1e6));
    CHECK(model.fetch_per_email == Approx(2e6));
    CHECK(model.send.constant() == Approx(52e6));
    CHECK(model.accepted.constant() == Approx(26e6));
}

TEST_CASE("retries are a formula only where each attempt is like the first") {
    pipeline::settings s;
    CHECK(model_of(s).retries.has_value());
    SECTION("start-up work that only some attempts have") {
        s.lambda.handler.cpu_start = 1ms;
        CHECK_FALSE(model_of(s).retries);
    }
    SECTION("faults anywhere") {
        s.faults.push_back({{.target = faults::operation::notification}, {}});
        CHECK(model_of(s).attempt.has_value());
        CHECK_FALSE(model_of(s).retries);
    }
    SECTION("events that grow too old") {
        s.lambda.function.maximum_event_age = 90s;
        CHECK_FALSE(model_of(s).retries);
    }
}
