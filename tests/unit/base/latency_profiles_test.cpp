#include "base/latency_profiles.hpp"

#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;

namespace {

latency found(std::string_view name, profiled what) {
    const auto* profile = find_latency_profile(name, what);
    REQUIRE(profile);
    return profile->latency();
}

} // namespace

TEST_CASE("a profile gives the percentiles that it states") {
    for (const auto& profile : latency_profiles()) {
        CAPTURE(profile.name, to_string(profile.what));
        const auto l = profile.latency();
        CHECK(l.base().quantile(0.5) == Approx(profile.p50_ms * 1e6).epsilon(1e-3));
        if (profile.tail_share == 0)
            CHECK(l.base().quantile(0.99) == Approx(profile.p99_ms * 1e6).epsilon(1e-12));
        else // the tail pushes it up a little
            CHECK(l.base().quantile(0.99) == Approx(profile.p99_ms * 1e6).epsilon(0.05));
        CHECK_FALSE(profile.source.empty());
        CHECK_FALSE(to_string(profile.what).empty());
    }
}

TEST_CASE("no profile is listed twice") {
    std::set<std::pair<std::string_view, profiled>> seen;
    for (const auto& profile : latency_profiles())
        CHECK(seen.emplace(profile.name, profile.what).second);
}

TEST_CASE("profiles are found by name and by alias") {
    CHECK(found("same-region", profiled::ses_send_new).at(0.5) == 60ms);
    CHECK(found("cross-region-singapore-virginia", profiled::smtp_send_new).at(0.5) == 2450ms);
    CHECK(find_latency_profile("singapore-to-virginia", profiled::round_trip) ==
          find_latency_profile("cross-region-singapore-virginia", profiled::round_trip));
    CHECK(found("nodejs22", profiled::cold_start).at(0.99) == 203ms);
    CHECK(find_latency_profile("nowhere", profiled::round_trip) == nullptr);
    CHECK(find_latency_profile("external-smtp", profiled::ses_send_new) == nullptr);
}

TEST_CASE("one notification in two thousand takes 10 s to 90 s") {
    const auto notification = found("calm", profiled::notification);
    CHECK(notification.base().cdf(10e9) == Approx(1 - 0.0005).margin(1e-9));
    CHECK(notification.base().cdf(90e9) == 1);
    CHECK(notification.at(1 - 0.00025) > 49s);
    CHECK(notification.at(1 - 0.00025) < 51s);
}

TEST_CASE("upload, notification and dispatch together take the published mean of the hop") {
    const double hop_ms =
        (found("same-region", profiled::s3_put).mean_ns() + found("calm", profiled::notification).mean_ns() +
         found("async", profiled::dispatch).mean_ns()) /
        1e6;
    CHECK(hop_ms == Approx(231).margin(30)); // 25 ms of it are the rare tail of the notification
}
