// The model of bench/pipe.json in the planner's kernel: the pipeline an attempt at a time (run_options::whole_attempts).
//
// Usage: pipe_kernel [FILES [SEED]]

#include <chrono>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "pipeline/world.hpp"

using namespace sendlab;
using namespace std::chrono_literals;

namespace {

pipeline::settings pipe(double files, std::uint64_t seed) {
    constexpr double files_per_second = 3.0887;
    pipeline::settings s;
    s.seed = seed;
    s.length = duration{static_cast<duration::rep>(files / files_per_second * 1e9)};
    s.application.requests = pipeline::poisson_arrivals{files_per_second};
    s.application.emails_per_request = distribution::constant(25);
    s.application.priority_emails = 0;
    s.application.emails_per_file = 25;
    s.s3.expire_after_days = 0;
    s.lambda.function.timeout = 3s;
    s.lambda.function.memory_mb = 1769;
    s.lambda.function.on_throttle = lambda::throttle_policy::queue;
    s.lambda.account.concurrency = 10;
    s.lambda.handler.model = pipeline::handler_model::sequential;
    s.lambda.handler.max_in_flight = 1;
    s.ses.accepted_at = 1;
    s.ses.send_latency = latency{distribution::lognormal(std::log(80e6), 0.5)};
    return s;
}

} // namespace

int main(int count, char** values) {
    const double files = count > 1 ? std::strtod(values[1], nullptr) : 40'000;
    const auto seed = count > 2 ? std::strtoull(values[2], nullptr, 10) : 1;
    pipeline::run_options options;
    options.whole_attempts = true;
    options.stories = 0;
    const auto start = std::chrono::steady_clock::now();
    const auto result = pipeline::run(pipe(files, seed), options);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("{\"emails\": %" PRIu64 ", \"sends\": %" PRIu64 ", \"attempts\": %" PRIu64
                ", \"timeouts\": %" PRIu64 ", \"seconds\": %.6f}\n",
                result.emails, result.sends, result.attempts, result.timeouts, took.count());
}
