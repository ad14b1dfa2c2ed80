// An attempt at a time against a send at a time: the same seed, the same story of every file.
#include "pipeline/handlers/whole_attempt.hpp"

#include <catch2/catch.hpp>

#include <map>

#include "pipeline/world.hpp"

using namespace sendlab;
using namespace sendlab::pipeline;
using namespace std::chrono_literals;

namespace {

/// All that is written about requests, files and attempts.
class story final : public journal_sink {
public:
    void write(const journal_event& e) override {
        switch (e.kind) {
        case event_kind::send_started:
        case event_kind::send_accepted:
        case event_kind::send_answered:
        case event_kind::send_abandoned:
            ++sends;
            break;
        case event_kind::fetch_started:
        case event_kind::fetch_answered:
        case event_kind::fetch_failed:
            break;
        default:
            lines.emplace_back(e.at.time_since_epoch().count(), static_cast<int>(e.kind), e.subject, e.a,
                               e.b);
        }
    }

    std::vector<std::tuple<std::int64_t, int, std::uint64_t, std::uint64_t, std::uint64_t>> lines;
    std::uint64_t sends = 0;
};

struct played {
    run_result result;
    story told;
};

played play(const settings& scenario, bool whole_attempts) {
    played out;
    run_options options;
    options.journal = &out.told;
    options.whole_attempts = whole_attempts;
    options.stories = 1'000'000;
    out.result = run(scenario, options);
    return out;
}

class chooser {
public:
    explicit chooser(std::uint32_t scenario) : scenario_{scenario} {}

    double between(double low, double high) {
        return low + (high - low) * draws_.uniform(scenario_, 0, next_++);
    }
    std::uint32_t whole(std::uint32_t low, std::uint32_t high) {
        return static_cast<std::uint32_t>(between(low, high + 1));
    }
    bool heads() { return between(0, 1) < 0.5; }
    latency some_latency(double p50_ms, double p99_ms) {
        const double p50 = between(0.3, 2) * p50_ms * 1e6;
        return latency{distribution::lognormal_by_percentiles(p50, p50 * between(1.5, p99_ms / p50_ms)),
                       heads() ? 0 : between(0, 2e5)};
    }

private:
    random_stream draws_{2026, "scenarios"};
    std::uint32_t scenario_;
    std::uint32_t next_ = 0;
};

settings random_scenario(std::uint32_t number) {
    chooser c{number};
    settings s;
    s.seed = number;
    s.length = 20s;
    s.application.requests = poisson_arrivals{c.between(0.1, 2)};
    s.application.emails_per_request = distribution::uniform(1, c.between(5, 150));
    s.application.priority_emails = c.whole(0, 2);
    s.application.emails_per_file = c.whole(1, 60);
    s.application.header_groups = c.whole(1, 3);
    s.application.recipients_per_email = c.whole(1, 3);
    if (c.heads())
        s.application.email_size = distribution::lognormal_by_percentiles(8e3, 6e4);
    s.s3.put_latency = c.some_latency(40, 200);
    s.s3.get_latency = c.some_latency(25, 150);
    s.s3.notification_delay = c.some_latency(100, 600);
    auto& f = s.lambda.function;
    f.timeout = duration{static_cast<duration::rep>(c.between(0.3e9, 4e9))};
    f.memory_mb = c.whole(128, 2'000);
    f.retry_delays = {c.some_latency(2'000, 5'000), c.some_latency(4'000, 9'000)};
    f.maximum_retry_attempts = c.whole(0, 2);
    f.dispatch_delay = c.some_latency(30, 250);
    f.keep_warm = c.heads() ? 600s : 2s;
    f.environment_setup = c.some_latency(50, 300);
    s.lambda.account.concurrency = c.whole(1, 30);
    f.on_throttle = c.heads() ? lambda::throttle_policy::queue : lambda::throttle_policy::backoff;
    auto& h = s.lambda.handler;
    h.max_in_flight = c.heads() ? 1 : c.whole(2, 50);
    h.model = h.max_in_flight == 1 ? handler_model::sequential : handler_model::parallel;
    h.cold_start = c.some_latency(140, 400);
    h.cpu_start = duration{static_cast<duration::rep>(c.between(0, 60e6))};
    h.cpu_per_file = duration{static_cast<duration::rep>(c.between(0, 5e6))};
    h.cpu_per_email = c.heads() ? 0ns : duration{static_cast<duration::rep>(c.between(0, 4e6))};
    h.transport = c.heads() ? send_transport::ses : send_transport::smtp;
    s.ses.send_latency = c.some_latency(80, 400);
    s.ses.accepted_at = c.between(0, 1);
    s.ses.correlation = c.heads() ? 0 : c.between(0, 0.9);
    s.smtp.round_trip = c.some_latency(20, 60);
    s.smtp.server_time = c.some_latency(50, 300);
    s.smtp.correlation = c.heads() ? 0 : c.between(0, 0.9);
    return s;
}

void check_alike(const run_result& a, const run_result& b) {
    for (const auto& m : metrics()) {
        CAPTURE(m.name);
        CHECK((m.value(a) == m.value(b) || (m.value(a) != m.value(a) && m.value(b) != m.value(b))));
    }
    REQUIRE(a.stories.size() == b.stories.size());
    for (std::size_t i = 0; i < a.stories.size(); ++i) {
        CHECK(a.stories[i].key == b.stories[i].key);
        CHECK(a.stories[i].attempts_told == b.stories[i].attempts_told);
    }
    for (const auto& law : b.laws)
        CHECK(law.holds);
}

} // namespace

TEST_CASE("hundreds of random scenarios come to the same, an attempt at a time as a send at a time") {
    std::uint64_t timeouts = 0, attempts = 0;
    for (std::uint32_t number = 1; number <= 400; ++number) {
        CAPTURE(number);
        const auto scenario = random_scenario(number);
        REQUIRE(plays_whole_attempts(scenario));
        const auto one_by_one = play(scenario, false);
        const auto as_wholes = play(scenario, true);
        CHECK(as_wholes.told.sends == 0);
        REQUIRE(as_wholes.told.lines == one_by_one.told.lines);
        check_alike(one_by_one.result, as_wholes.result);
        timeouts += one_by_one.result.timeouts;
        attempts += one_by_one.result.attempts;
    }
    CHECK(timeouts > 1'000); // or nothing was tested
    CHECK(timeouts < attempts / 2);
}

TEST_CASE("where one send can change another file's, every send is played") {
    settings s;
    CHECK(plays_whole_attempts(s));
    SECTION("a send rate") {
        s.ses.account.rate = 14;
    }
    SECTION("a quota") {
        s.ses.account.daily_quota = 100;
    }
    SECTION("errors that the SDK tries again") {
        s.ses.errors = 0.1;
    }
    SECTION("a fault") {
        s.faults.push_back({{.target = faults::operation::s3_put}, {}});
    }
    SECTION("progress that is kept") {
        s.lambda.handler.model = handler_model::checkpoint;
    }
    SECTION("events that come twice") {
        s.s3.duplicate_events = 0.1;
    }
    SECTION("bodies that someone looks at") {
        s.application.bodies = true;
    }
    SECTION("reused connections") {
        s.lambda.handler.transport = send_transport::smtp;
        s.smtp.reuse_connections = true;
    }
    CHECK_FALSE(plays_whole_attempts(s));
}
