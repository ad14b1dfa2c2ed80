#include "planner/coupling.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::planner;
using namespace std::chrono_literals;

namespace {

pipeline::settings with_fault(faults::fault_settings fault) {
    pipeline::settings scenario;
    scenario.faults.push_back(std::move(fault));
    return scenario;
}

faults::trigger on(faults::operation target) {
    faults::trigger when;
    when.target = target;
    return when;
}

} // namespace

TEST_CASE("the files of the article's pipeline do not interact") {
    const auto found = couples({});
    CHECK(found.unit == observation::file);
    CHECK(found.reasons.empty());
}

TEST_CASE("a send rate couples the files that are in the pipeline together") {
    pipeline::settings scenario;
    scenario.ses.account.rate = 14;
    const auto found = couples(scenario);
    CHECK(found.unit == observation::busy_period);
    REQUIRE(found.reasons.size() == 1);
    CHECK(found.reasons[0] == "ses.rate: invocations share the send rate");
}

TEST_CASE("a daily quota couples all files of a run, whatever else there is") {
    pipeline::settings scenario;
    scenario.ses.account.daily_quota = 50'000;
    scenario.ses.account.rate = 14;
    CHECK(couples(scenario).unit == observation::run);
    CHECK(couples(scenario).reasons.size() == 2);
}

TEST_CASE("SES's limits do not matter to a handler that sends over SMTP, kept connections do") {
    pipeline::settings scenario;
    scenario.ses.account.rate = 14;
    scenario.ses.account.daily_quota = 1;
    scenario.lambda.handler.transport = pipeline::send_transport::smtp;
    CHECK(couples(scenario).unit == observation::file);
    scenario.smtp.reuse_connections = true;
    CHECK(couples(scenario).unit == observation::busy_period);
}

TEST_CASE("a fault that acts on every call alike couples nothing") {
    CHECK(couples(with_fault({on(faults::operation::ses_send), faults::multiply_latency{2}})).unit ==
          observation::file);
}

TEST_CASE("a fault with a window strikes files together") {
    auto late = on(faults::operation::ses_send);
    late.at = 2min;
    CHECK(couples(with_fault({late, faults::multiply_latency{5}})).unit == observation::busy_period);
    auto brief = on(faults::operation::lambda_attempt);
    brief.for_ = 30s;
    CHECK(couples(with_fault({brief, faults::multiply_latency{5}})).unit == observation::busy_period);
}

TEST_CASE("a throttle is shared, and a fault that acts so many times remembers") {
    CHECK(couples(with_fault({on(faults::operation::ses_send), faults::throttle_to{14, 14}})).unit ==
          observation::busy_period);
    auto once = on(faults::operation::s3_get);
    once.times = 3;
    CHECK(couples(with_fault({once, faults::outage{}})).unit == observation::run);
}

TEST_CASE("faults outside of an attempt, or on the provider that is not used, couple nothing") {
    const auto target =
        GENERATE(faults::operation::s3_put, faults::operation::notification, faults::operation::smtp_send);
    auto when = on(target);
    when.at = 2min;
    CHECK(couples(with_fault({when, faults::outage{}})).unit == observation::file);
}

TEST_CASE("while Lambda itself is away, attempts wait and are none the longer for it") {
    auto when = on(faults::operation::lambda_attempt);
    when.for_ = 30s;
    CHECK(couples(with_fault({when, faults::outage{}})).unit == observation::file);
}

TEST_CASE("cold starts that may pass the Init limit couple files") {
    pipeline::settings scenario;
    scenario.lambda.handler.cold_start = latency{9s};
    CHECK(couples(scenario).unit == observation::file);
    scenario.lambda.handler.cold_start = latency{11s};
    CHECK(couples(scenario).unit == observation::busy_period);
}

TEST_CASE("units of observation have names") {
    CHECK(to_string(observation::file) == "file");
    CHECK(to_string(observation::busy_period) == "busy period");
    CHECK(to_string(observation::run) == "run");
}
