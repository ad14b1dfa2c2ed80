#include "planner/measured/handler_fit.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace sendlab;
using namespace sendlab::planner;

namespace {

/// As a handler with these times would run; latencies differ from send to send.
timed_attempt made_attempt(std::uint32_t emails, double file, double email, std::uint32_t in_flight,
                           std::optional<double> start = {}) {
    timed_attempt out{.emails = emails};
    if (start)
        out.init = 300;
    out.fetch = {file + start.value_or(0), 12};
    double at = out.fetch.began + out.fetch.took;
    out.ran = at;
    std::vector<double> ends;
    for (std::uint32_t i = 0; i < emails; ++i) {
        if (ends.size() >= in_flight) {
            const auto first = std::ranges::min_element(ends);
            at = std::max(at, *first);
            ends.erase(first);
        }
        at += email;
        out.sends.push_back({at, 40.0 + 7 * (i % 5)});
        ends.push_back(at + out.sends.back().took);
        out.ran = std::max(out.ran, ends.back());
    }
    return out;
}

handler_measurement measurement_of(std::uint32_t in_flight) {
    handler_measurement out{.handler = "made up"};
    for (const std::uint32_t emails : {1U, 8U, 25U})
        for (int i = 0; i < 4; ++i)
            out.attempts.push_back(
                made_attempt(emails, 6, 3.5, in_flight, i == 0 ? std::optional{30.0} : std::nullopt));
    return out;
}

} // namespace

TEST_CASE("a sequential handler's times are found again") {
    const auto fit = fit_handler(measurement_of(1));
    REQUIRE(fit.has_value());
    CHECK(fit->sequential);
    CHECK(fit->cpu_per_email == Approx(3.5));
    CHECK(fit->cpu_per_file == Approx(6));
    CHECK(fit->cpu_start == Approx(30));
    REQUIRE(fit->check.size() == 3);
    CHECK(fit->check[2].modelled == Approx(fit->check[2].measured));
    CHECK(fit->check[0].cold == 1);
}

TEST_CASE("a handler with some sends at once is told by how many, and its times are found again") {
    const auto fit = fit_handler(measurement_of(6));
    REQUIRE(fit.has_value());
    CHECK_FALSE(fit->sequential);
    CHECK(fit->in_flight == 6);
    CHECK_FALSE(fit->in_flight_is_a_bound);
    CHECK(fit->cpu_per_email == Approx(3.5).epsilon(0.01));
}

TEST_CASE("where all e-mails of a file were on their way at once, the model keeps the larger limit") {
    handler_measurement measured;
    for (int i = 0; i < 3; ++i)
        measured.attempts.push_back(made_attempt(4, 6, 0.5, 50));
    const auto fit = fit_handler(measured);
    REQUIRE(fit.has_value());
    CHECK(fit->in_flight_is_a_bound);
    const auto settings = fit->settings({});
    CHECK(std::ranges::find(settings, "lambda.handler.max_in_flight=50") != settings.end());
    CHECK(std::ranges::find(settings, "lambda.handler.model=parallel") != settings.end());
}

TEST_CASE("what is set over a scenario is what was measured, and no more than it may say") {
    const auto fit = fit_handler(measurement_of(1));
    REQUIRE(fit.has_value());
    const auto settings = fit->settings({});
    CHECK(settings[0] == "lambda.handler.model=sequential");
    CHECK(settings[1] == "lambda.handler.cpu_start=30ms");
    CHECK(settings[2] == "lambda.handler.cpu_per_file=6ms");
    CHECK(settings[3] == "lambda.handler.cpu_per_email=3500us");
    CHECK(settings[4].starts_with("lambda.cold_start={"));
    pipeline::handler_settings checkpoints;
    checkpoints.model = pipeline::handler_model::checkpoint;
    CHECK(fit->settings(checkpoints)[0] == "lambda.handler.max_in_flight=1");
}

TEST_CASE("too little is said to be too little") {
    CHECK_FALSE(fit_handler({}).has_value());
    handler_measurement ones;
    ones.attempts = {made_attempt(1, 6, 3, 1), made_attempt(1, 6, 3, 1)};
    CHECK_FALSE(fit_handler(ones).has_value());
    handler_measurement cold;
    cold.attempts = {made_attempt(9, 6, 3, 1, 30)};
    CHECK_FALSE(fit_handler(cold).has_value());
}

TEST_CASE("measurements in a file are the same when they are read again") {
    auto measured = measurement_of(6);
    measured.left_out = 2;
    const auto again = read_measurement(measurement_json(measured));
    REQUIRE(again.has_value());
    CHECK(measurement_json(*again) == measurement_json(measured));
    CHECK(handler_text(*again, *fit_handler(*again)) == handler_text(measured, *fit_handler(measured)));
    for (const char* other : {"", "{}", R"({"sendlab_measurements": 2})", R"({"sendlab_measurements": 1})",
                              R"({"sendlab_measurements": 1, "handler": "h", "left_out": 0, "attempts":
                                 [{"emails": 1, "ran_ms": -1, "init_ms": null, "fetch_ms": [0, 1], "sends_ms": []}]})"})
        CHECK_FALSE(read_measurement(other).has_value());
}
