// Results made by hand, for the tests of reports.
#pragma once

#include "report/run_report.hpp"

namespace sendlab::report {

/// A run in which nothing was to be done.
inline run_report idle_run() {
    run_report run;
    run.result.name = "nothing";
    run.result.seed = 1;
    run.result.emails_per_file = 25;
    run.source = "nothing.json";
    run.command = "sendlab run nothing.json";
    return run;
}

/// The article's case: one file of 25, a time-out, everything sent again.
inline run_report timed_out_run() {
    using namespace std::chrono_literals;
    run_report run;
    auto& r = run.result;
    r.name = "article";
    r.seed = 42;
    r.digest = 0x0123456789abcdef;
    r.emails_per_file = 25;
    r.span = 63'456'789'012ns;
    r.requests = 1;
    r.emails = 25;
    r.priority_emails = 1;
    r.sends = 40;
    r.accepted = 25;
    r.duplicates = 15;
    r.recipients_hit_twice = 15;
    r.most_copies = 2;
    r.duplicates_by_cause = {12, 0, 3, 0};
    r.files = r.notifications = r.invocations = r.first_attempts = 1;
    r.attempts = 2;
    r.timeouts = r.first_attempt_timeouts = 1;
    r.sdk_retries = 3;
    r.cold_starts = 1;
    r.peak_concurrency = 1;
    r.delivery = {25, 1'500ms, 62s, 63'250ms, 63'250ms, 63'250ms, 24.25e9};
    r.user_wait = {1, 310ms, 310ms, 310ms, 310ms, 310ms, 310e6};
    r.attempt_duration = {2, 2'345'678us, 3s, 3s, 3s, 3s, 2.672839e9};
    r.billed = 5'346ms;
    r.billed_100ms = 5'400ms;
    r.gb_seconds = 0.66825;
    r.cost = {0.0000004, 0.0000111375, 0.00001125, 0.0000054, 0.004};
    r.stories = {{0,
                  "17672256008f3a-1.json",
                  25,
                  2,
                  1,
                  15,
                  0,
                  {"attempt 1 at 320 ms: timed out after 3 s, 15 of 25 accepted",
                   "attempt 2 at 1 min 3 s: succeeded after 2.35 s, 25 of 25 accepted"}}};
    r.laws = {{"emails = accepted + lost + pending: 25 = 25 + 0 + 0", true},
              {"sends = accepted + duplicates: 40 = 25 + 15", true}};
    run.expectations = {{"lost", "0", "0", true}, {"duplicates", "0", "15", false}};
    run.source = "scenarios/article.json";
    run.command = "sendlab run scenarios/article.json --seed 42";
    return run;
}

/// Everything has gone wrong, and names try to break out of the formats.
inline run_report worst_run() {
    auto run = timed_out_run();
    auto& r = run.result;
    r.name = "a \"bad\" <name> & \x01\x1b[31m ]]> \xff";
    r.interrupted = true;
    r.emails = 60;
    r.lost = 12;
    r.pending = 23;
    r.lost_by_cause = {5, 1, 1, 1, 1, 1, 1, 1};
    r.most_copies = 3;
    r.duplicates_by_cause = {10, 1, 1, 3};
    r.dead_letters = 1;
    r.faults = {{"ses: fail Throttling", 200, 14}, {"s3.get: outage", 0, 0}};
    r.laws.push_back({"events = succeeded + given up + pending: 9 = 1 + 1 + 0", false});
    r.stories.push_back({7, "17672256008f3a-8.json", 25, 3, 3, 0, 12, {}});
    return run;
}

/// Every number as large as it can be.
inline run_report huge_run() {
    constexpr auto most = ~std::uint64_t{0};
    run_report run = timed_out_run();
    auto& r = run.result;
    r.name = std::string(300, 'n');
    r.digest = r.seed = r.requests = r.emails = r.sends = r.accepted = r.duplicates = most;
    r.recipients_hit_twice = r.most_copies = r.lost = r.pending = r.files = r.invocations = r.attempts = most;
    r.duplicates_by_cause.fill(most);
    r.lost_by_cause.fill(most);
    r.timeouts = r.errors = r.throttles = r.send_throttles = r.sdk_retries = r.cold_starts = most;
    r.peak_concurrency = ~0U;
    r.span = duration::max();
    r.delivery = {most, forever, forever, forever, forever, duration::max(), 9.2e18};
    r.cost = {1e15, 1e15, 2e15, 1e15, 1e15};
    r.gb_seconds = 1e15;
    r.stories = {
        {most, std::string(1024, 'k'), ~0U, ~0U, ~0U, most, ~0U, std::vector<std::string>(9, "attempt")}};
    r.faults.assign(20, {std::string(200, 'f'), most, most});
    return run;
}

} // namespace sendlab::report
