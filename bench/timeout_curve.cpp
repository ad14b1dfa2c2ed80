// P(time-out) for files of 1 to 200 e-mails, computed: sequential lognormal sends (p50 80 ms, sigma 0.5) and a limit of 3 s.
//
// Usage: timeout_curve [CORRELATION]

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "planner/exact/timeout_curve.hpp"

using namespace sendlab;
using namespace sendlab::planner::exact;

int main(int count, char** values) {
    attempt_model model;
    model.limit = 3e9;
    model.send = model.accepted = send_law{0, {distribution::lognormal(std::log(80e6), 0.5)}};
    model.correlation = count > 1 ? std::strtod(values[1], nullptr) : 0;
    const auto start = std::chrono::steady_clock::now();
    const timeout_curve curve{model, 200, 1};
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    const auto p = curve.times_out(15, environment::ready);
    std::printf("{\"emails\": 200, \"p15\": %.9g, \"stated_error\": %.2g, \"seconds\": %.6f}\n", p.value,
                p.error, took.count());
}
