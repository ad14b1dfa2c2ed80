// Whatever the scenario: what goes in comes out somewhere, with a name, and twice the same.
#include <numeric>

#include <catch2/catch.hpp>

#include "pipeline/world.hpp"
#include "report/json_report.hpp"
#include "support/property.hpp"
#include "support/scenarios.hpp"

using namespace sendlab;
using namespace sendlab::pipeline;
using namespace std::chrono_literals;

namespace {

template<class... Values>
auto one_of(Values... values) {
    return *rc::gen::element(values...);
}

int whole(int from, int to) { // both inclusive
    return *rc::gen::inRange(from, to + 1);
}

double share() {
    return whole(0, 30) / 100.0;
}

duration milliseconds(int from, int to) {
    return 1ms * whole(from, to);
}

latency any_latency() {
    const auto p50 = static_cast<double>(milliseconds(1, 400).count());
    switch (whole(0, 3)) {
    case 0:
        return latency{milliseconds(0, 400)};
    case 1:
        return latency{distribution::exponential(p50)};
    case 2:
        return latency{distribution::pareto(1.5, p50)};
    default:
        return latency{distribution::lognormal_by_percentiles(p50, 5 * p50), 1e4};
    }
}

faults::trigger any_moment(faults::operation target) {
    faults::trigger when{target};
    when.at = milliseconds(0, 5'000);
    when.for_ = milliseconds(1, 200'000);
    return when;
}

faults::fault_settings any_fault() {
    using faults::operation;
    const auto request =
        one_of(operation::s3_put, operation::s3_get, operation::ses_send, operation::smtp_send);
    const auto command = one_of(operation::smtp_connect, operation::smtp_ehlo, operation::smtp_auth,
                                operation::smtp_rcpt, operation::smtp_data);
    switch (whole(0, 11)) {
    case 0:
        return {any_moment(request), faults::outage{}};
    case 1:
        return {any_moment(operation::lambda_attempt), faults::outage{}};
    case 2:
        return {any_moment(operation::notification), faults::lose_notification{}};
    case 3:
        return {any_moment(operation::notification), faults::duplicate_notification{2}};
    case 4:
        return {any_moment(request), faults::lose_answer{}};
    case 5:
        return {any_moment(request), faults::drop_connection{}};
    case 6:
        return {any_moment(request), faults::throttle_to{5, 0}};
    case 7:
        return {any_moment(command), faults::drop_connection{}};
    case 8:
        return {any_moment(command), faults::outage{}};
    case 9:
        return {any_moment(operation::smtp_connect), faults::limit_to{3}};
    case 10:
        return {any_moment(operation::smtp_data), faults::reset_after{9'000}};
    default:
        return {any_moment(request), faults::multiply_latency{20}};
    }
}

void choose_handler(lambda_settings& l) {
    auto& h = l.handler;
    h.model = one_of(handler_model::sequential, handler_model::parallel, handler_model::checkpoint,
                     handler_model::deadline_aware);
    h.max_in_flight = h.model == handler_model::sequential ? 1 : static_cast<std::uint32_t>(whole(1, 60));
    h.transport = one_of(send_transport::ses, send_transport::ses, send_transport::smtp);
    h.errors = one_of(on_send_error::stop, on_send_error::finish);
    h.cpu_start = milliseconds(0, 50);
    h.cpu_per_email = milliseconds(0, 3);
    h.sdk_retries = static_cast<std::uint32_t>(whole(0, 3));
    h.checkpoint_every = static_cast<std::uint32_t>(whole(1, 10));
    h.deadline_margin = milliseconds(0, 400);
}

void choose_function(lambda_settings& l) {
    auto& f = l.function;
    f.timeout = milliseconds(500, 5'000);
    f.memory_mb = one_of(128U, 512U, 1769U);
    f.maximum_retry_attempts = static_cast<std::uint32_t>(whole(0, 2));
    f.maximum_event_age = 1min * one_of(1, 2, 360);
    f.duplicate_deliveries = share();
    f.on_throttle = one_of(lambda::throttle_policy::backoff, lambda::throttle_policy::queue);
    f.keep_warm = milliseconds(0, 60'000);
    l.account.concurrency = static_cast<std::uint32_t>(whole(1, 20));
    l.account.scaling_burst = static_cast<std::uint32_t>(whole(1, 5));
}

bool doubles_events(const faults::fault_settings& fault) {
    return std::holds_alternative<faults::duplicate_notification>(fault.what) ||
           (std::holds_alternative<faults::lose_answer>(fault.what) &&
            fault.when.target == faults::operation::s3_put);
}

/// Where each delivery may upload the rest of its file, doubled events breed: two make four, sixteen times over.
void make_events_single(settings& s) {
    s.s3.duplicate_events = 0;
    s.lambda.function.duplicate_deliveries = 0;
    std::erase_if(s.faults, doubles_events);
}

settings any_scenario() {
    settings s;
    s.seed = *rc::gen::arbitrary<std::uint64_t>();
    auto& a = s.application;
    a.requests = listed_arrivals{*rc::gen::container<std::vector<duration>>(
        rc::gen::map(rc::gen::inRange(0, 100'000), [](int ms) { return duration{1ms * ms}; }))};
    std::ranges::sort(std::get<listed_arrivals>(a.requests).at);
    a.emails_per_request = distribution::uniform(0, whole(1, 150));
    a.priority_emails = static_cast<std::uint32_t>(whole(0, 2));
    a.header_groups = static_cast<std::uint32_t>(whole(1, 3));
    a.emails_per_file = static_cast<std::uint32_t>(whole(1, 40));
    a.recipients_per_email = static_cast<std::uint32_t>(whole(1, 3));
    choose_handler(s.lambda);
    choose_function(s.lambda);
    a.mode = one_of(application_mode::async, application_mode::async, application_mode::sync);
    a.bodies = one_of(false, false, false, true);
    a.bounce_share = share();
    s.s3.put_latency = any_latency();
    s.s3.get_latency = any_latency();
    s.s3.duplicate_events = share();
    s.ses.send_latency = any_latency();
    s.ses.accepted_at = one_of(0.0, 0.5, 1.0);
    s.ses.correlation = one_of(0.0, 0.3);
    s.ses.errors = share();
    s.ses.account.rate = one_of(0.0, 14.0);
    s.ses.account.daily_quota = one_of(0UL, 200UL);
    s.smtp.reuse_connections = one_of(false, true);
    s.smtp.errors = share();
    s.smtp.patience = one_of<duration>(forever, forever, 80ms);
    for (int i = whole(0, 3); i > 0; --i)
        s.faults.push_back(any_fault());
    if (s.lambda.handler.model == handler_model::deadline_aware)
        make_events_single(s);
    return s;
}

std::string report_of(run_result result) {
    report::run_report report;
    report.result = std::move(result);
    return report::json_report(report, "test");
}

template<class Counts>
std::uint64_t sum(const Counts& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

} // namespace

TEST_CASE("nothing that was accepted is forgotten, whatever the scenario") {
    int with_losses = 0;
    int with_duplicates = 0;
    test::for_all(500, [&] {
        const auto result = run(any_scenario());
        with_losses += result.lost > 0;
        with_duplicates += result.duplicates > 0;
        for (const auto& law : result.laws)
            if (!law.holds)
                RC_FAIL(law.text);
        RC_ASSERT(result.pending == 0U);
        RC_ASSERT(result.emails == result.accepted + result.lost);
        RC_ASSERT(result.sends == result.accepted + result.duplicates);
        RC_ASSERT(sum(result.lost_by_cause) == result.lost);
        RC_ASSERT(sum(result.duplicates_by_cause) == result.duplicates);
    });
    CHECK(with_losses > 10); // the scenarios are hard enough to tell something
    CHECK(with_duplicates > 10);
}

TEST_CASE("the same scenario gives the same report, byte for byte") {
    test::for_all(200, [] {
        const auto scenario = any_scenario();
        RC_ASSERT(report_of(run(scenario)) == report_of(run(scenario)));
    });
}

TEST_CASE("what the bytes are changes no number, unless a latency asks how many they are") {
    test::for_all(100, [] {
        auto scenario = any_scenario();
        scenario.s3.put_latency =
            latency{scenario.s3.put_latency.base()}; // the JSON around the mail counts too
        scenario.s3.get_latency = latency{scenario.s3.get_latency.base()};
        scenario.application.bodies = false;
        const auto without = run(scenario);
        scenario.application.bodies = true;
        const auto with = run(scenario);
        RC_ASSERT(with.sends == without.sends);
        RC_ASSERT(with.timeouts == without.timeouts);
        RC_ASSERT(with.lost == without.lost);
    });
}
