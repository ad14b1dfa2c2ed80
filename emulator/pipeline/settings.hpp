// Everything that a run is told: the scenario file (design of the keys: docs/scenarios.md) as values. Each
// default is the article's: `{}` is a valid scenario.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/distribution.hpp"
#include "base/time_types.hpp"
#include "faults/fault_settings.hpp"
#include "lambda/function_config.hpp"
#include "ses/ses_service.hpp"

namespace sendlab::pipeline {

// ---- application
// ---------------------------------------------------------------------------------------------------

struct poisson_arrivals {
    double per_second = 2;
};
struct fixed_arrivals {
    duration every = std::chrono::seconds{5};
};
struct listed_arrivals {
    std::vector<duration> at;
};
/// From a CSV file: one request a row, its time and (where given) how many e-mails it causes.
struct traced_arrivals {
    struct row {
        duration at{};
        std::optional<std::uint32_t> emails;
    };
    std::vector<row> rows;
};
using arrivals = std::variant<poisson_arrivals, fixed_arrivals, listed_arrivals, traced_arrivals>;

/// Real input: one e-mail as found in an upload file.
struct uploaded_email {
    std::vector<std::string> to;
    std::string subject;
    std::string message;
    std::vector<std::string> attachments; // as in the file: names or base64 text
    std::uint64_t bytes = 0;              // of the e-mail's JSON value
};
/// One group of e-mails with identical headers: the `meta` of upload files, and all e-mails under it.
struct uploaded_group {
    std::string meta_json; // {"from": ..., "contentType": ...}
    std::string from;
    std::vector<uploaded_email> emails;
};

enum class application_mode {
    async, // queue, group, cut, upload to S3
    sync,  // the design it replaces: every e-mail is sent inside the request, over SMTP
};

struct application_settings {
    arrivals requests = poisson_arrivals{};
    distribution emails_per_request = distribution::constant(100); // rounded to whole e-mails
    std::uint32_t priority_emails = 1;                             // of each request, sent inline
    latency priority_latency;                                      // of one priority send, same region
    distribution email_size = distribution::constant(8'000);       // bytes of one e-mail
    std::uint32_t recipients_per_email = 1;
    std::uint32_t header_groups = 1; // different sets of headers in a request: each starts files of its own
    std::uint32_t emails_per_file = 25;
    application_mode mode = application_mode::async;
    /// All requests upload these instead of made-up e-mails, when not null: one request, all groups.
    std::shared_ptr<const std::vector<uploaded_group>> files;
    /// Upload files and messages are made as real bytes (slower; needed when someone looks at them).
    bool bodies = false;
    /// Share of recipients at the mailbox simulator's bounce address. 0 to 1.
    double bounce_share = 0;
};

// ---- services
// ------------------------------------------------------------------------------------------------------

struct s3_settings {
    std::string bucket = "async-emails";
    latency put_latency;
    latency get_latency;
    latency notification_delay;
    double duplicate_events = 0;
    std::uint32_t expire_after_days = 7; // 0: never
};

enum class handler_model { sequential, parallel, checkpoint, deadline_aware };
enum class send_transport { ses, smtp };
/// What a handler does when a send has failed for good.
enum class on_send_error {
    stop,   // answer with the error at once (callback(err), throw); what is on the wire goes on
    finish, // send the rest, then answer with the error
};

struct handler_settings {
    handler_model model = handler_model::parallel;
    send_transport transport = send_transport::ses;
    std::uint32_t max_in_flight = 50; // 1 for sequential
    on_send_error errors = on_send_error::stop;
    latency cold_start;   // the Init phase; not stretched by memory
    duration cpu_start{}; // at one full vCPU (1,769 MB); less memory stretches them all
    duration cpu_per_file{};
    duration cpu_per_email{};
    // The SDK's own retries of throttles and server errors: attempt i (from 0) waits uniform(0,1) * base *
    // 2^i.
    std::uint32_t sdk_retries = 3;
    duration sdk_retry_base = std::chrono::milliseconds{100};
    duration sdk_retry_limit = std::chrono::seconds{20};
    // checkpoint: progress is kept after every so many e-mails, at this cost
    std::uint32_t checkpoint_every = 1;
    latency checkpoint_latency{std::chrono::milliseconds{5}};
    // deadline_aware: with less than this left, the rest is uploaded as a new file and the run ends well
    duration deadline_margin = std::chrono::milliseconds{500};
};

struct ses_settings {
    ses::account_config account;
    latency send_latency;
    double correlation = 0;   // of log-latency inside an invocation, 0 to 1
    double accepted_at = 0.5; // where in the latency of a call SES takes the message, 0 to 1
    double errors = 0;        // probability that a call meets a server error
    std::vector<std::string> verified;
};

/// An SMTP provider far away: a send is a number of round trips (RFC 5321; TLS 1.3), not one latency.
struct smtp_settings {
    latency round_trip{std::chrono::milliseconds{30}};
    latency server_time{std::chrono::milliseconds{50}}; // to take the message after its last byte
    bool tls = true;
    bool authentication = true;
    bool reuse_connections = false;
    std::uint32_t connections = 5; // of a pool
    std::uint32_t messages_per_connection = 100;
    double correlation = 0;
    double errors = 0; // probability of a 4xx reply after DATA
    /// What the client waits for a reply. nodemailer's socketTimeout is 10 minutes; smtplib waits for ever.
    duration patience{forever};
};

struct lambda_settings {
    lambda::function_config function;
    lambda::account_config account;
    handler_settings handler;
};

/// List prices of us-east-1 in US dollars, without free tier (aws.amazon.com: /lambda/pricing, x86, /s3/pricing,
/// S3 Standard, /ses/pricing).
struct price_settings {
    double lambda_per_million_requests = 0.20;
    double lambda_per_gb_second = 0.0000166667;
    double s3_per_thousand_puts = 0.005;
    double s3_per_thousand_gets = 0.0004;
    double ses_per_thousand_emails = 0.10;
};

// ---- live
// ---------------------------------------------------------------------------------------------------------

/// A function whose code is there, for `sendlab serve`; limits and retries are those of `lambda`.
struct function_setup {
    std::string name; // empty: the pipeline's own
    std::string runtime = "nodejs20.x";
    std::string handler = "index.handler";
    std::string code; // a folder or a zip archive
    std::vector<std::pair<std::string, std::string>> environment;
};
/// s3:ObjectCreated:* of a bucket invokes a function.
struct notification_setup {
    std::string bucket;   // empty: the pipeline's own
    std::string function; // empty: the pipeline's own
    std::string prefix;
    std::string suffix;
};
/// What `sendlab serve` creates at its start, beside the pipeline's bucket. A run in virtual time has models
/// instead of code and does not look at it.
struct setup_settings {
    std::vector<std::string> buckets;
    std::vector<function_setup> functions;
    std::vector<notification_setup> notifications;
};

struct settings {
    std::string name = "scenario";
    std::string description;
    std::uint64_t seed = 1;
    duration length = std::chrono::minutes{10}; // of arrivals; the run goes on until the pipeline is empty
    application_settings application;
    s3_settings s3;
    lambda_settings lambda;
    ses_settings ses;
    smtp_settings smtp;
    price_settings prices;
    std::vector<faults::fault_settings> faults;
    setup_settings setup;
};

} // namespace sendlab::pipeline
