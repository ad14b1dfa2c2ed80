#include "scenario/keys.hpp"

#include "lambda/function_name.hpp"
#include "s3/naming_rules.hpp"
#include "scenario/arrivals_form.hpp"
#include "scenario/distribution_form.hpp"
#include "scenario/fault_form.hpp"
#include "scenario/setup_form.hpp"
#include "scenario/upload_form.hpp"

namespace sendlab::scenario {

namespace {

using namespace std::chrono_literals;
using namespace pipeline;

constexpr duration instant{1};
constexpr double no_limit = std::numeric_limits<double>::max();

bool is_region(std::string_view text) {
    return !text.empty() && text.size() <= 32 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == text.npos;
}

bool is_account(std::string_view text) {
    return text.size() == 12 && text.find_first_not_of("0123456789") == text.npos;
}

bool is_arn(std::string_view text) {
    return text.empty() || text.starts_with("arn:");
}

form<std::string> any_text(std::string_view example) {
    return texts("a text", example);
}

key application_keys(application_settings& a) {
    constexpr std::uint32_t most_emails = 1'000'000;
    return section(
        "application", "The site: when its users make requests, and what mail these cause.",
        {
            field("mode", a.mode,
                  words<application_mode>(
                      {{"async", application_mode::async}, {"sync", application_mode::sync}}),
                  "async: mail is queued and uploaded in files; sync, the design that it replaces: every "
                  "e-mail is sent "
                  "inside the request, over SMTP."),
            field("requests", a.requests, request_arrivals(), "When requests arrive."),
            field("emails_per_request", a.emails_per_request, count_distributions(),
                  "E-mails that a request causes."),
            field("priority_emails", a.priority_emails, counts<std::uint32_t>(0, most_emails),
                  "Further e-mails of each request, sent inline by a provider in the same region."),
            field("priority_latency", a.priority_latency, latencies(profiled::ses_send_new),
                  "What the user waits for one of them."),
            field("email_size", a.email_size, size_distributions(), "Bytes of one e-mail."),
            field("recipients_per_email", a.recipients_per_email, counts<std::uint32_t>(1, 50),
                  "Recipients of one e-mail."),
            field("header_groups", a.header_groups, counts<std::uint32_t>(1, most_emails),
                  "Different sets of headers in a request; each starts files of its own."),
            field("emails_per_file", a.emails_per_file, counts<std::uint32_t>(1, most_emails),
                  "EMAILS_PER_FILE: the most e-mails in an upload file."),
            field("files", a.files, upload_lists(),
                  "Upload files whose e-mails every request sends, instead of made-up ones."),
            field("bodies", a.bodies, flags(),
                  "Make files and messages of real bytes, for someone to look at; slower."),
            field("bounce_share", a.bounce_share, probabilities(), "Share of recipients whose mail bounces."),
        });
}

key s3_keys(s3_settings& s) {
    return section(
        "s3", "Amazon S3, where the files go.",
        {
            field("bucket", s.bucket, texts("a bucket name", "async-emails", s3::is_bucket_name),
                  "The bucket's name."),
            field("put_latency", s.put_latency, latencies(profiled::s3_put), "What an upload takes."),
            field("get_latency", s.get_latency, latencies(profiled::s3_get),
                  "What the function's download takes."),
            field("notification_delay", s.notification_delay, latencies(profiled::notification),
                  "From the end of the upload to the event's arrival at Lambda."),
            field("duplicate_events", s.duplicate_events, probabilities(),
                  "Of an event that is delivered twice."),
            field("expire_after_days", s.expire_after_days, counts<std::uint32_t>(0, 36'500),
                  "The lifecycle rule that deletes files; 0: never."),
        });
}

std::vector<key> queue_keys(lambda::function_config& f) {
    using lambda::throttle_policy;
    return {
        field("max_retries", f.maximum_retry_attempts, counts<std::uint32_t>(0, 2),
              "Attempts after the first one."),
        field("retry_delays", f.retry_delays, lists("latencies", latencies(profiled::dispatch)),
              "Before each further attempt; the last one stands for all that follow."),
        field("max_event_age", f.maximum_event_age, durations(1min, 6h, "6h"),
              "An event that gets older is given up."),
        field("dispatch_delay", f.dispatch_delay, latencies(profiled::dispatch),
              "From an event's acceptance to its first attempt."),
        field("duplicate_deliveries", f.duplicate_deliveries, probabilities(),
              "Of an event that the queue delivers twice."),
        field("queue", f.on_throttle,
              words<throttle_policy>(
                  {{"backoff", throttle_policy::backoff}, {"queue", throttle_policy::queue}}),
              "What becomes of events above the concurrency. backoff, as AWS does it: tried again later and "
              "later; queue, "
              "the textbook's: they wait in line."),
        field("backoff_initial", f.backoff_initial, durations(instant, forever, "1s"),
              "The first delay of backoff; it doubles."),
        field("backoff_limit", f.backoff_limit, durations(instant, forever, "5m"),
              "The longest delay of backoff."),
        field(
            "recursive_loop", f.recursion,
            words<lambda::recursive_loop>(
                {{"terminate", lambda::recursive_loop::terminate}, {"allow", lambda::recursive_loop::allow}}),
            "Of 16 invocations, each caused by the one before (deadline-aware handlers that upload the rest "
            "again and again): terminate, as AWS does by default, or allow."),
        field("on_success", f.on_success, texts("an ARN", "arn:aws:sqs:us-east-1:000000000000:sent", is_arn),
              "Destination for records of events that succeeded."),
        field("on_failure", f.on_failure,
              texts("an ARN", "arn:aws:sqs:us-east-1:000000000000:failed", is_arn),
              "Destination for records of events that were given up."),
        field("dead_letter_target", f.dead_letter_target,
              texts("an ARN", "arn:aws:sqs:us-east-1:000000000000:dead", is_arn),
              "Dead-letter queue for events that were given up."),
    };
}

std::vector<key> environment_keys(lambda_settings& l) {
    auto& f = l.function;
    return {
        field("concurrency", l.account.concurrency, counts<std::uint32_t>(1, 1'000'000),
              "The account's: attempts that may run at once."),
        field("reserved_concurrency", f.reserved_concurrency, optionals(counts<std::uint32_t>(0, 1'000'000)),
              "The function's part of it; 0 stops the function."),
        field("scaling_burst", l.account.scaling_burst, counts<std::uint32_t>(1, 1'000'000),
              "Environments that may be added at once."),
        field("scaling_rate", l.account.scaling_per_second, rates("100/s"),
              "How fast this allowance comes back."),
        field("environment_setup", f.environment_setup, latencies(profiled::cold_start),
              "Of a new environment, before its Init phase; not billed."),
        field("cold_start", l.handler.cold_start, latencies(profiled::cold_start),
              "The Init phase of a new environment."),
        field("init_limit", f.init_limit, durations(instant, 15min, "10s"),
              "An Init phase that takes longer is run again inside the first attempt."),
        field("keep_warm", f.keep_warm, durations(0s, forever, "10m"), "How long an idle environment lives."),
        field("billing_step", f.billing_step, words<duration>({{"1ms", 1ms}, {"100ms", 100ms}}),
              "Billed time is rounded up to it; 100ms before December 2020."),
        field("bill_init", f.bill_init, flags(), "Is the Init phase billed? Since August 2025 it is."),
    };
}

key handler_keys(handler_settings& h) {
    return section(
        "handler", "A model of the function's code.",
        {
            field("model", h.model,
                  words<handler_model>({{"sequential", handler_model::sequential},
                                        {"parallel", handler_model::parallel},
                                        {"checkpoint", handler_model::checkpoint},
                                        {"deadline-aware", handler_model::deadline_aware}}),
                  "sequential: one send after the other; parallel: up to max_in_flight at once; checkpoint: "
                  "parallel, and "
                  "a retry goes on where the last attempt got to; deadline-aware: parallel, and what does "
                  "not fit goes "
                  "into a new file."),
            field("transport", h.transport,
                  words<send_transport>({{"ses", send_transport::ses}, {"smtp", send_transport::smtp}}),
                  "Through what it sends."),
            field("max_in_flight", h.max_in_flight, counts<std::uint32_t>(1, 10'000),
                  "Sends at once: sockets of the SDK. 1 if the model is sequential."),
            field("errors", h.errors,
                  words<on_send_error>({{"stop", on_send_error::stop}, {"finish", on_send_error::finish}}),
                  "When a send has failed for good: stop answers at once, finish sends the rest first."),
            field("cpu_start", h.cpu_start, durations(0s, 15min, "45ms"),
                  "CPU time of an environment's first attempt, on one full vCPU (1,769 MB)."),
            field("cpu_per_file", h.cpu_per_file, durations(0s, 15min, "1ms"), "CPU time of every attempt."),
            field("cpu_per_email", h.cpu_per_email, durations(0s, 15min, "2.6ms"), "CPU time of every send."),
            field("sdk_retries", h.sdk_retries, counts<std::uint32_t>(0, 20),
                  "The SDK's own retries of a throttled or failed send."),
            field("sdk_retry_base", h.sdk_retry_base, durations(0s, 1h, "100ms"),
                  "Retry i (from 0) waits a random part of it, times 2 to the power of i."),
            field("sdk_retry_limit", h.sdk_retry_limit, durations(0s, 1h, "20s"),
                  "The most that one retry waits."),
            field("checkpoint_every", h.checkpoint_every, counts<std::uint32_t>(1, 1'000'000),
                  "checkpoint: e-mails between two savings."),
            field("checkpoint_latency", h.checkpoint_latency, latencies(profiled::round_trip),
                  "checkpoint: what one saving takes."),
            field("deadline_margin", h.deadline_margin, durations(0s, 15min, "500ms"),
                  "deadline-aware: with less time than this left, it stops sending."),
        });
}

key lambda_keys(lambda_settings& l) {
    auto& f = l.function;
    std::vector<key> keys{
        field("name", f.name, texts("a function name", "LambdaEmailSender", lambda::is_function_name),
              "The function's name."),
        field("timeout", f.timeout, durations(instant, 15min, "3s"),
              "An attempt that takes longer is killed."),
        field("memory_mb", f.memory_mb, counts<std::uint32_t>(128, 10'240),
              "Memory; CPU power grows with it, 1,769 is one vCPU."),
    };
    for (auto& more : {queue_keys(f), environment_keys(l)})
        keys.insert(keys.end(), more.begin(), more.end());
    keys.push_back(handler_keys(l.handler));
    return section("lambda", "AWS Lambda, where the files are sent from.", std::move(keys));
}

key ses_keys(ses_settings& s) {
    auto& account = s.account;
    return section(
        "ses", "Amazon SES, the mail provider of the function.",
        {
            field("latency", s.send_latency, latencies(profiled::ses_send_new), "What a call takes."),
            field("correlation", s.correlation, numbers(0, 1),
                  "Of the latencies inside an attempt (of their logarithms)."),
            field("accepted_at", s.accepted_at, numbers(0, 1),
                  "Where in a call's latency the message is accepted; 1: at its end."),
            field("rate", account.rate, rates_or_unlimited("14/s"),
                  "Recipients a second; calls above it are throttled."),
            field("burst", account.burst, numbers(0, 1e9),
                  "Recipients that may come at once; 0: a second's worth."),
            field("daily_quota", account.daily_quota,
                  word_or("unlimited", std::uint64_t{0}, counts<std::uint64_t>(1, 1'000'000'000'000)),
                  "Recipients in 24 hours."),
            field("errors", s.errors, probabilities(), "Of a call that meets a server error."),
            field("sandbox", account.sandbox, flags(), "Only verified recipients, as in a new account."),
            field("verify_senders", account.verify_senders, flags(), "Refuse senders that are not verified."),
            field("verified", s.verified, lists("addresses and domains", any_text("example.org")),
                  "Verified identities."),
            field("max_message_size", account.maximum_message_bytes, sizes(1, 41'943'040, "10MB"),
                  "Larger messages are refused."),
            field("max_recipients", account.maximum_recipients, counts<std::uint32_t>(1, 50),
                  "Messages to more recipients are refused."),
        });
}

key smtp_keys(smtp_settings& s) {
    return section(
        "smtp", "An SMTP provider far away: for sync mode, and for handlers whose transport it is.",
        {
            field("rtt", s.round_trip, latencies(profiled::round_trip),
                  "A round trip; a session takes several."),
            field("server_time", s.server_time, latencies(profiled::round_trip),
                  "What the server takes to accept a message."),
            field("tls", s.tls, flags(), "STARTTLS."),
            field("authentication", s.authentication, flags(), "AUTH."),
            field("reuse_connections", s.reuse_connections, flags(),
                  "Send from a pool of connections, not one connection an e-mail."),
            field("connections", s.connections, counts<std::uint32_t>(1, 10'000), "Of the pool."),
            field("messages_per_connection", s.messages_per_connection, counts<std::uint32_t>(1, 1'000'000),
                  "Then the pool replaces it."),
            field("correlation", s.correlation, numbers(0, 1),
                  "Of the latencies inside an attempt (of their logarithms)."),
            field("errors", s.errors, probabilities(), "Of a transient refusal after DATA."),
            field("patience", s.patience, word_or("ever", forever, durations(duration{1}, forever, "10m")),
                  "What the client waits for a reply, then it closes the connection."),
        });
}

key price_keys(price_settings& p) {
    const auto dollars = numbers(0, no_limit, "a price in US dollars");
    return section(
        "prices", "US dollars, for the cost in the result.",
        {
            field("lambda_per_million_requests", p.lambda_per_million_requests, dollars,
                  "Lambda: a million requests."),
            field("lambda_per_gb_second", p.lambda_per_gb_second, dollars, "Lambda: a second with 1,024 MB."),
            field("s3_per_thousand_puts", p.s3_per_thousand_puts, dollars, "S3: a thousand uploads."),
            field("s3_per_thousand_gets", p.s3_per_thousand_gets, dollars, "S3: a thousand downloads."),
            field("ses_per_thousand_emails", p.ses_per_thousand_emails, dollars,
                  "SES: a thousand recipients."),
        });
}

} // namespace

std::vector<key> keys_of(scenario& s) {
    auto& x = s.settings;
    return {
        field("$schema", s.schema, any_text("./scenario.schema.json"),
              "For editors: where the JSON Schema is."),
        field("name", x.name, any_text("followers-burst"),
              "What reports call the scenario; the file's name if it has none."),
        field("description", x.description, any_text("A user with 5,000 followers posts."), "What it shows."),
        field("seed", x.seed, whole_numbers(0, std::numeric_limits<std::uint64_t>::max()),
              "Of chance: the same seed gives the same run."),
        field("duration", x.length, durations(instant, 24h * 3650, "10m"),
              "How long requests arrive; the run goes on until the pipeline is empty."),
        field("region", x.lambda.account.region, texts("a region", "us-east-1", is_region),
              "Of all services."),
        field("account_id", x.lambda.account.account_id,
              texts("an account number", "000000000000", is_account), "Twelve digits."),
        application_keys(x.application),
        s3_keys(x.s3),
        lambda_keys(x.lambda),
        ses_keys(x.ses),
        smtp_keys(x.smtp),
        price_keys(x.prices),
        field("faults", x.faults, fault_lists(), "What goes wrong, and when."),
        section("setup", "What `sendlab serve` creates at its start, beside the pipeline's bucket.",
                setup_keys(x.setup)),
        field("expect", s.expectations, expectation_lists(), "Conditions on the result's numbers."),
    };
}

} // namespace sendlab::scenario
