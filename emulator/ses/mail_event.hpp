// What becomes of a message after SES has accepted it, in the JSON of event publishing (SES Developer Guide,
// "Contents of event data that Amazon SES publishes to Amazon SNS").
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_types.hpp"
#include "ses/suppression_list.hpp"

namespace sendlab::ses {

/// Of one message, what its events tell.
struct mail_facts {
    time_point accepted{};
    std::string message_id;
    std::string feedback_id;
    std::string source;
    std::string account_id = "000000000000";
    std::string region = "us-east-1";
    std::string operation; // "SendEmail"
    std::string configuration_set;
    std::string subject;
    std::vector<std::string> destination;
    std::vector<std::pair<std::string, std::string>> headers;
    std::vector<std::pair<std::string, std::string>> tags;
};

/// One event.
struct mail_event {
    time_point at{};
    std::string message_id;
    std::string_view type; // "Send", "Delivery", "Bounce", "Complaint", "Rendering Failure"
    std::string json;      // the document
};

/// Send; then Delivery, Bounce, Complaint for the recipients that it concerns: by the mailbox simulator's
/// addresses and the suppression list. All others are delivered.
[[nodiscard]] std::vector<mail_event> events_of(const mail_facts& mail, const suppression_list& suppressed);

/// The template lacked something: nothing was sent.
[[nodiscard]] mail_event rendering_failure_event(const mail_facts& mail, std::string_view template_name,
                                                 std::string_view error);

/// Do its events say more than that it was sent and delivered, or does somebody want them?
[[nodiscard]] bool has_noteworthy_events(const mail_facts& mail, const suppression_list& suppressed);

} // namespace sendlab::ses
