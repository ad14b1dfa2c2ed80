// Amazon SES as a sender sees it: who may send, how much, how fast, and what becomes of a message. A call takes
// no time; the latency of a request is its caller's matter. A message is accepted at the call, or never.
//
// Sources: SES Developer Guide, "Service quotas", "Managing sending limits", "Mailbox simulator"; API Reference.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/random_source.hpp"
#include "base/result.hpp"
#include "base/time_types.hpp"
#include "ses/configuration_set.hpp"
#include "ses/email_template.hpp"
#include "ses/event_log.hpp"
#include "ses/identities.hpp"
#include "ses/send_statistics.hpp"
#include "ses/sending_quota.hpp"
#include "ses/suppression_list.hpp"
#include "time/scheduler.hpp"

namespace sendlab::ses {

/// The account: sandbox or production, quotas.
struct account_config {
    std::string region = "us-east-1";
    std::string account_id = "000000000000";
    double rate = 0;               // recipients a second; 0: unlimited
    double burst = 0;              // capacity of the token bucket, at least 1; 0: as many as the rate
    std::uint64_t daily_quota = 0; // recipients in a rolling 24 hours; 0: unlimited
    bool sandbox = false;          // only verified recipients and the mailbox simulator
    bool verify_senders = false;   // unverified senders are refused (always so in the sandbox)
    std::uint64_t maximum_message_bytes = 10'485'760; // v1 API; v2 and SMTP: 40 MB
    std::uint32_t maximum_recipients = 50;
};

enum class errc {
    throttling_rate,     // Throttling, "Maximum sending rate exceeded."
    throttling_quota,    // Throttling, "Daily message quota exceeded."
    message_rejected,    // MessageRejected: an identity is not verified
    invalid_parameter,   // InvalidParameterValue: too many recipients, too long, no @domain
    sending_paused,      // AccountSendingPausedException
    internal_failure,    // InternalFailure (500)
    service_unavailable, // ServiceUnavailable (503)
};

/// May the SDK send the same call again? Throttles and server errors yes, refusals no.
[[nodiscard]] bool is_retryable(errc code);
/// The `Code` of the error answer.
[[nodiscard]] std::string_view to_string(errc code);

/// What of a message matters to SES. Addresses may have a display name ("Site <admin@example.com>").
struct send_request {
    /// May be empty where senders are not checked.
    std::string_view source{};
    /// Where addresses do not matter (no sandbox, no simulator), a simulation gives only their number.
    std::span<const std::string_view> recipients{};
    std::uint32_t recipient_count = 1; // as recipients.size() where that is not 0
    std::uint64_t bytes = 0;           // of the message after encoding
    std::uint64_t maximum_bytes = 0;   // that this way of sending allows; 0: the account's
};

/// Names an accepted message; the text that SES answers is made on demand.
struct message_id {
    time_point accepted{};
    std::uint64_t number = 0; // 1 for the account's first message
};

/// What the mailbox simulator or the recipient's server makes of an accepted recipient.
enum class disposition { delivered, bounced, complained, suppressed, out_of_office };

/// By the local part of ...@simulator.amazonses.com (labels after + ignored); delivered for all other
/// addresses.
[[nodiscard]] disposition disposition_of(std::string_view address);
/// Mail to the simulator is allowed in the sandbox and counts against the rate, but not against the daily
/// quota.
[[nodiscard]] bool is_simulator(std::string_view address);

/// GetSendQuota.
struct send_quota {
    double max_24_hour_send = 0; // -1: unlimited
    double max_send_rate = 0;    // -1: unlimited
    double sent_last_24_hours = 0;
};

/// What of an account may have changed.
enum class account_part { sending, identity, mail_template, suppression, configuration, counters };

class ses_service {
public:
    ses_service(scheduler& clock, random_source random, account_config config);
    ~ses_service();

    /// Checks in SES's order: paused, size and recipients, identities, quota, rate; then the message is accepted.
    /// Recipients count, not messages. The daily quota is never exceeded: a message with more recipients than
    /// are left of it is refused. The rate may be overdrawn by one message (base/token_bucket). A refusal
    /// uses up neither.
    result<message_id, errc> send(const send_request& request);
    /// The message of the error that `send` answered to this request, in AWS's wording.
    [[nodiscard]] std::string error_text(errc code, const send_request& request) const;
    /// "<16 hex>-<uuid>-000000"
    [[nodiscard]] std::string text(const message_id& id) const;
    /// In the same form: the feedbackId of the message's bounces and complaints.
    [[nodiscard]] std::string feedback_text(const message_id& id) const;

    /// An address or a domain; a verified domain covers its addresses and sub-domains.
    void verify_identity(std::string identity);
    [[nodiscard]] bool is_verified(std::string_view address) const;

    [[nodiscard]] const account_config& account() const;
    /// UpdateAccountSendingEnabled: an account that is paused sends nothing.
    void set_sending_enabled(bool enabled);
    [[nodiscard]] bool sending_enabled() const;

    /// What else an account consists of. Whoever may change it is told of as a change of it.
    [[nodiscard]] ses::identities& identities();
    [[nodiscard]] const ses::identities& identities() const;
    [[nodiscard]] email_templates& templates();
    [[nodiscard]] const email_templates& templates() const;
    [[nodiscard]] suppression_list& suppressed();
    [[nodiscard]] const suppression_list& suppressed() const;
    [[nodiscard]] ses::configuration_sets& configuration_sets();
    [[nodiscard]] const ses::configuration_sets& configuration_sets() const;
    [[nodiscard]] event_log& events();

    /// Forgets all of it: templates, identities, counters. Message ids go on.
    void reset();

    [[nodiscard]] send_quota quota() const;
    [[nodiscard]] std::vector<send_data_point> statistics() const;

    /// Called in the middle of each call that may change something, which must not be looked at before the call is over.
    void on_change(std::function<void(account_part)> sink);
    /// Recipients by minute, of the last 24 hours.
    [[nodiscard]] std::vector<sent_minute> sent_minutes() const;
    /// What statistics() and sent_minutes() said, of a service that has sent nothing. Nobody is told.
    void restore(const std::vector<send_data_point>& points, const std::vector<sent_minute>& minutes);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::ses
