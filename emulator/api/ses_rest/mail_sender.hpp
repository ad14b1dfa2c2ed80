// The way of a message through SES, the same for both protocols and all ways to write one: checks, acceptance,
// the message as SES sends it, its place in the mailbox, its events.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/ses_rest/ses_error.hpp"
#include "mailbox/mailbox.hpp"
#include "mailbox/mime_text.hpp"
#include "ses/ses_service.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api {

struct outgoing_mail {
    std::string_view operation; // "SendEmail"
    std::string source;         // "a@b" or "Name <a@b>"
    std::string return_path;    // empty: the source
    std::vector<std::string> to, cc, bcc, reply_to;
    std::string configuration_set;
    std::vector<std::pair<std::string, std::string>> tags;
    std::uint64_t maximum_bytes = 0; // 0: the account's

    /// What is in it: either what SES makes a message of, or a whole message.
    std::string subject, text, html;
    std::vector<std::pair<std::string, std::string>> headers;
    std::vector<mailbox::attachment> attachments;
    std::optional<std::string> raw;

    std::optional<mailbox::origin> origin; // where that is known
    mailbox::transport via = mailbox::transport::ses;
};

class mail_sender {
public:
    mail_sender(scheduler& clock, ses::ses_service& ses, mailbox::mailbox& into)
        : clock_{clock}, ses_{ses}, mailbox_{into} {}

    /// The message id. A refused message leaves nothing behind.
    ses_result<std::string> send(outgoing_mail mail);
    /// As SES does with a template that lacks a value: the message is accepted, and then a Rendering Failure
    /// event says that it was not sent.
    ses_result<std::string> send_nothing(const outgoing_mail& mail, std::string_view template_name,
                                         std::string_view error);

private:
    struct accepted_mail;
    [[nodiscard]] std::optional<ses_error> refusal(const outgoing_mail& mail) const;
    ses_result<accepted_mail> accept(const outgoing_mail& mail);
    [[nodiscard]] ses::mail_facts facts_of(const outgoing_mail& mail, const accepted_mail& accepted) const;
    void deposit(outgoing_mail&& mail, const accepted_mail& accepted);
    [[nodiscard]] std::string domain() const;

    scheduler& clock_;
    ses::ses_service& ses_;
    mailbox::mailbox& mailbox_;
};

} // namespace sendlab::api
