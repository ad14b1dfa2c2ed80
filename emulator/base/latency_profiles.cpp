#include "base/latency_profiles.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace sendlab {

namespace {

// Where the figures come from. None was measured by this project.
constexpr std::string_view pioank =
    "Pioank/load-testing-sample-amazon-ses: 40-60 ms a call in the same region";
constexpr std::string_view s3_benchmark =
    "dvassallo/s3-benchmark (2019): first byte in EC2, p50 9-12 ms, p99 55-90 ms";
constexpr std::string_view rtt_tables =
    "region-to-region round trips: acomputerscientistlearnsaws (2017), xkyle (2020)";
constexpr std::string_view composed_ses =
    "composed from round trips (3 new, 1 reused) + 50 ms SES server time";
constexpr std::string_view composed_s3 =
    "composed from round trips (3 new) and dvassallo/s3-benchmark (2019)";
constexpr std::string_view composed_smtp =
    "composed from round trips (11 new, 4 pooled: counted with nodemailer) + 50-60 ms server time";
constexpr std::string_view lambdaperf = "composed: with PUT and dispatch it gives the mean of 231 ms of "
                                        "lukehoban/lambdaperf (2018); the tail is AWS's "
                                        "\"can take a minute or longer\"";
constexpr std::string_view dispatch_source =
    "composed: what is left of the mean of 231 ms of lukehoban/lambdaperf (2018)";
constexpr std::string_view lambda_perf =
    "maxday/lambda-perf, Init Duration of hello world on x86, June to August 2026";

constexpr std::string_view same_region = "same-region";
constexpr std::string_view singapore_virginia = "cross-region-singapore-virginia";
constexpr std::string_view tokyo_singapore = "cross-region-tokyo-singapore";
constexpr std::string_view external = "external-smtp";

using enum profiled;

constexpr auto profiles = std::to_array<latency_profile>({
    {same_region, round_trip, 1, 3, rtt_tables},
    {same_region, ses_send_new, 60, 300, pioank},
    {same_region, ses_send_reused, 50, 250, pioank},
    {same_region, s3_get, 25, 150, composed_s3},
    {same_region, s3_get_warm, 10, 75, s3_benchmark},
    {same_region, s3_put, 40, 200, composed_s3},
    {same_region, smtp_send_new, 80, 350, composed_smtp},
    {same_region, smtp_send_pooled, 55, 260, composed_smtp},

    {singapore_virginia, round_trip, 217, 260, rtt_tables},
    {singapore_virginia, ses_send_new, 700, 1200, composed_ses},
    {singapore_virginia, ses_send_reused, 270, 550, composed_ses},
    {singapore_virginia, s3_get, 680, 1100, composed_s3},
    {singapore_virginia, smtp_send_new, 2450, 5000, composed_smtp},
    {singapore_virginia, smtp_send_pooled, 920, 2000, composed_smtp},

    {tokyo_singapore, round_trip, 74, 89, "median as above; its spread assumed as Singapore-Virginia's"},
    {tokyo_singapore, ses_send_new, 270, 650, composed_ses},
    {tokyo_singapore, ses_send_reused, 125, 350, composed_ses},
    {tokyo_singapore, smtp_send_new, 870, 2200, composed_smtp},
    {tokyo_singapore, smtp_send_pooled, 350, 1000, composed_smtp},

    {external, round_trip, 30, 36,
     "assumed: a provider on the same continent, spread as Singapore-Virginia's"},
    {external, smtp_send_new, 380, 1200, composed_smtp},
    {external, smtp_send_pooled, 170, 600, composed_smtp},

    {"calm", notification, 100, 600, lambdaperf, 0.0005, 10'000, 90'000},
    {"burst", notification, 200, 2000,
     "composed from the calm one and atlarge-research/trigger-perf (CCGrid 2025): the tail grows by an order "
     "of magnitude",
     0.0005, 10'000, 90'000},
    {"async", dispatch, 30, 250, dispatch_source},

    {"nodejs20", cold_start, 143, 205, lambda_perf},
    {"nodejs22", cold_start, 142, 203, lambda_perf},
    {"nodejs24", cold_start, 136, 210, lambda_perf},
    {"nodejs22-container", cold_start, 290, 800, lambda_perf},
    {"python3.12", cold_start, 85, 145, lambda_perf},
    {"python3.13", cold_start, 87, 200, lambda_perf},
    {"python3.14", cold_start, 112, 270, lambda_perf},
    {"java21", cold_start, 241, 620, lambda_perf},
    {"java25", cold_start, 192, 500, lambda_perf},
    {"dotnet8", cold_start, 254, 655, lambda_perf},
    {"dotnet10", cold_start, 256, 705, lambda_perf},
    {"ruby3.4", cold_start, 225, 389, lambda_perf},
    {"go", cold_start, 50, 70, lambda_perf},
    {"rust", cold_start, 16, 50, lambda_perf},
    {"c++", cold_start, 65, 135, lambda_perf},
});

constexpr std::pair<std::string_view, std::string_view> aliases[] = {
    {"singapore-to-virginia", singapore_virginia},
    {"tokyo-to-singapore", tokyo_singapore},
};

} // namespace

std::string_view to_string(profiled what) {
    switch (what) {
    case round_trip:
        return "round-trip";
    case ses_send_new:
        return "ses-send-new";
    case ses_send_reused:
        return "ses-send-reused";
    case s3_get:
        return "s3-get";
    case s3_get_warm:
        return "s3-get-warm";
    case s3_put:
        return "s3-put";
    case smtp_send_new:
        return "smtp-send-new";
    case smtp_send_pooled:
        return "smtp-send-pooled";
    case notification:
        return "notification";
    case dispatch:
        return "dispatch";
    case cold_start:
        return "cold-start";
    }
    assert(false);
    return {};
}

latency latency_profile::latency() const {
    constexpr double ns_per_ms = 1e6;
    auto usual = distribution::lognormal_by_percentiles(p50_ms * ns_per_ms, p99_ms * ns_per_ms);
    if (tail_share == 0)
        return sendlab::latency{std::move(usual)};
    auto tail = distribution::uniform(tail_low_ms * ns_per_ms, tail_high_ms * ns_per_ms);
    return sendlab::latency{
        distribution::mixture({{1 - tail_share, std::move(usual)}, {tail_share, std::move(tail)}})};
}

std::span<const latency_profile> latency_profiles() {
    return profiles;
}

const latency_profile* find_latency_profile(std::string_view name, profiled what) {
    for (const auto& [alias, meant] : aliases)
        if (name == alias)
            name = meant;
    const auto found = std::ranges::find_if(
        profiles, [&](const auto& profile) { return profile.name == name && profile.what == what; });
    return found == profiles.end() ? nullptr : &*found;
}

} // namespace sendlab
