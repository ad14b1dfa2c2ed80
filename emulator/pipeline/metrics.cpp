#include <algorithm>
#include <limits>

#include "pipeline/run_result.hpp"

namespace sendlab::pipeline {

namespace {

double number(std::uint64_t n) {
    return static_cast<double>(n);
}

double number(duration d) {
    return static_cast<double>(d.count());
}

/// 0 of 0 is 0: a run without e-mails has no duplicates either.
double share(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
}

double per_million_delivered(const run_result& r, double cost) {
    if (r.accepted == 0)
        return cost == 0 ? 0 : std::numeric_limits<double>::infinity();
    return cost / number(r.accepted) * 1e6;
}

} // namespace

const std::vector<metric>& metrics() {
    using r = const run_result&;
    using enum metric_kind;
    static const std::vector<metric> all{
        {"requests", count, "requests of users", [](r x) { return number(x.requests); }},
        {"emails", count, "distinct e-mails to send", [](r x) { return number(x.emails); }},
        {"priority_emails", count, "e-mails sent inside the request",
         [](r x) { return number(x.priority_emails); }},
        {"sends", count, "accepted sends", [](r x) { return number(x.sends); }},
        {"accepted", count, "distinct e-mails accepted", [](r x) { return number(x.accepted); }},
        {"duplicates", count, "sends beyond the first of an e-mail",
         [](r x) { return number(x.duplicates); }},
        {"duplicates.per_million", ratio, "duplicates for a million e-mails",
         [](r x) { return share(number(x.duplicates), number(x.emails)) * 1e6; }},
        {"recipients_hit_twice", count, "recipients of an e-mail that was sent more than once",
         [](r x) { return number(x.recipients_hit_twice); }},
        {"most_copies", count, "most copies of one e-mail", [](r x) { return number(x.most_copies); }},
        {"lost", count, "e-mails never accepted once every retry is over",
         [](r x) { return number(x.lost); }},
        {"lost.per_million", ratio, "lost e-mails of a million",
         [](r x) { return share(number(x.lost), number(x.emails)) * 1e6; }},
        {"pending", count, "e-mails neither accepted nor lost", [](r x) { return number(x.pending); }},
        {"bounces", count, "recipients that bounced", [](r x) { return number(x.bounces); }},
        {"files", count, "upload files", [](r x) { return number(x.files); }},
        {"notifications", count, "put notifications delivered", [](r x) { return number(x.notifications); }},
        {"invocations", count, "events accepted by Lambda", [](r x) { return number(x.invocations); }},
        {"attempts", count, "runs of the function", [](r x) { return number(x.attempts); }},
        {"timeouts", count, "attempts killed at the time limit", [](r x) { return number(x.timeouts); }},
        {"timeouts.share", ratio, "share of first attempts that timed out",
         [](r x) { return share(number(x.first_attempt_timeouts), number(x.first_attempts)); }},
        {"errors", count, "attempts that answered with an error", [](r x) { return number(x.errors); }},
        {"throttles", count, "times an event found no concurrency", [](r x) { return number(x.throttles); }},
        {"send_throttles", count, "calls that the mail provider throttled",
         [](r x) { return number(x.send_throttles); }},
        {"sdk_retries", count, "sends tried again inside an attempt",
         [](r x) { return number(x.sdk_retries); }},
        {"cold_starts", count, "environments created", [](r x) { return number(x.cold_starts); }},
        {"dead_letters", count, "events given up", [](r x) { return number(x.dead_letters); }},
        {"peak_concurrency", count, "most attempts at once", [](r x) { return number(x.peak_concurrency); }},
        {"delivery.p50", time, "from the request to the first acceptance: median",
         [](r x) { return number(x.delivery.p50); }},
        {"delivery.p90", time, "the same, 90th percentile", [](r x) { return number(x.delivery.p90); }},
        {"delivery.p99", time, "the same, 99th percentile", [](r x) { return number(x.delivery.p99); }},
        {"delivery.p99.9", time, "the same, 99.9th percentile", [](r x) { return number(x.delivery.p999); }},
        {"delivery.max", time, "the same, the last e-mail", [](r x) { return number(x.delivery.max); }},
        {"user_wait.p50", time, "what the user waits: median", [](r x) { return number(x.user_wait.p50); }},
        {"user_wait.p99", time, "the same, 99th percentile", [](r x) { return number(x.user_wait.p99); }},
        {"user_wait.max", time, "the same, the longest", [](r x) { return number(x.user_wait.max); }},
        {"duration.p50", time, "of attempts: median", [](r x) { return number(x.attempt_duration.p50); }},
        {"duration.p99", time, "the same, 99th percentile",
         [](r x) { return number(x.attempt_duration.p99); }},
        {"duration.max", time, "the same, the longest", [](r x) { return number(x.attempt_duration.max); }},
        {"billed", time, "billed time of all attempts", [](r x) { return number(x.billed); }},
        {"gb_seconds", ratio, "billed time multiplied by memory", [](r x) { return x.gb_seconds; }},
        {"cost", money, "Lambda, S3 and mail", [](r x) { return x.cost.total(); }},
        {"cost.lambda_requests", money, "Lambda's price of requests",
         [](r x) { return x.cost.lambda_requests; }},
        {"cost.lambda_time", money, "Lambda's price of time", [](r x) { return x.cost.lambda_time; }},
        {"cost.s3", money, "S3's price of requests", [](r x) { return x.cost.s3; }},
        {"cost.ses", money, "price of accepted sends, duplicates too", [](r x) { return x.cost.ses; }},
        {"cost.per_million", money, "cost for a million e-mails delivered",
         [](r x) { return per_million_delivered(x, x.cost.total()); }},
        {"cost.per_million_100ms", money, "the same, were time billed in steps of 100 ms",
         [](r x) {
             return per_million_delivered(x, x.cost.total() - x.cost.lambda_time + x.cost.lambda_time_100ms);
         }},
    };
    return all;
}

const metric* find_metric(std::string_view name) {
    const auto& all = metrics();
    const auto found = std::find_if(all.begin(), all.end(), [&](const metric& m) { return m.name == name; });
    return found == all.end() ? nullptr : &*found;
}

std::string_view to_string(duplicate_cause cause) {
    switch (cause) {
    case duplicate_cause::timeout:
        return "timeout";
    case duplicate_cause::handler_error:
        return "handler_error";
    case duplicate_cause::lost_answer:
        return "lost_answer";
    case duplicate_cause::repeated_delivery:
        break;
    }
    return "repeated_delivery";
}

std::string_view to_string(loss_cause cause) {
    switch (cause) {
    case loss_cause::timeout:
        return "timeout";
    case loss_cause::handler_error:
        return "handler_error";
    case loss_cause::event_age:
        return "event_age";
    case loss_cause::no_concurrency:
        return "no_concurrency";
    case loss_cause::recursive_loop:
        return "recursive_loop";
    case loss_cause::upload_failed:
        return "upload_failed";
    case loss_cause::notification_lost:
        return "notification_lost";
    case loss_cause::not_sent:
        break;
    }
    return "not_sent";
}

} // namespace sendlab::pipeline
