// Where mathematics knows the answer, the simulation has to agree: exactly, or within an interval that a wrong answer
// would leave.
#include <cmath>

#include "base/statistics.hpp"
#include "pipeline/world.hpp"
#include "support/closed_forms.hpp"
#include "support/scenarios.hpp"

using namespace sendlab;
using namespace sendlab::pipeline;
using namespace std::chrono_literals;
using test::erlang_tail;

namespace {

void check_share(std::uint64_t hits, std::uint64_t n, double truth) {
    const auto [low, high] = clopper_pearson(hits, n, 0.9999);
    INFO(hits << " of " << n << ", expected a share of " << truth);
    CHECK(low <= truth);
    CHECK(truth <= high);
}

} // namespace

TEST_CASE("exponential latencies give Erlang's tail") {
    for (const std::uint32_t emails : {5U, 10U, 20U}) {
        const auto mean = 100ms;
        auto s = test::many_files(4000, emails, latency{distribution::exponential(100e6)});
        s.lambda.function.timeout = emails * mean * 3 / 2;
        const auto r = run(s);
        CAPTURE(emails);
        check_share(r.first_attempt_timeouts, r.first_attempts, erlang_tail(emails, emails * 1.5));
    }
}

TEST_CASE("attempts of a file fail independently: what is given up is the cube of what times out") {
    auto s = test::many_files(20'000, 10, latency{distribution::exponential(100e6)});
    s.lambda.function.timeout = 1200ms;
    const auto r = run(s);
    const auto p = erlang_tail(10, 12);
    check_share(r.first_attempt_timeouts, r.first_attempts, p);
    check_share(r.dead_letters, r.files, p * p * p);
}

TEST_CASE("expected sends of a file follow from its time-out probabilities and two retries") {
    // sends = sum over positions of (1 - q_j) (1 + p + p^2), q_j = P(the first j latencies pass the limit)
    constexpr std::uint32_t emails = 10;
    auto s = test::many_files(20'000, emails, latency{distribution::exponential(100e6)});
    s.lambda.function.timeout = 1200ms;
    const auto r = run(s);
    const auto p = erlang_tail(emails, 12);
    double per_file = 0;
    for (std::uint32_t j = 1; j <= emails; ++j)
        per_file += (1 - erlang_tail(j, 12)) * (1 + p + p * p);
    CHECK(static_cast<double>(r.sends) / static_cast<double>(r.files) == Approx(per_file).epsilon(0.005));
}

TEST_CASE("parallel sends take as long as the slowest: the maximum of n latencies") {
    auto s = test::many_files(20'000, 25, latency{distribution::exponential(500e6)});
    s.lambda.handler.model = handler_model::parallel;
    s.lambda.handler.max_in_flight = 50;
    const auto r = run(s);
    check_share(r.first_attempt_timeouts, r.first_attempts, 1 - std::pow(1 - std::exp(-6.0), 25));
}

TEST_CASE("latencies that go together inside an invocation make time-outs frequent") {
    auto s = test::many_files(5000, 25, latency{distribution::lognormal(std::log(80e6), 0.5)});
    const auto apart = run(s).first_attempt_timeouts;
    s.ses.correlation = 0.1;
    const auto together = run(s);
    CHECK(together.first_attempt_timeouts > 5 * apart); // 0.4 % against some 5 %
    // Each latency by itself has the same distribution as before.
    CHECK(together.first_attempts == 5000);
}

TEST_CASE("Little's law: work in progress is arrival rate times time in the system") {
    auto s = test::many_files(1, 25, latency{100ms});
    s.application.requests = poisson_arrivals{4};
    s.application.emails_per_request = distribution::constant(25);
    s.length = 1h;
    const auto r = run(s);
    const auto busy = std::chrono::duration<double>(r.billed).count() / 3600; // mean attempts at once
    const auto arrivals = static_cast<double>(r.files) / 3600;
    CHECK(busy == Approx(arrivals * 2.5).epsilon(1e-3));
}
