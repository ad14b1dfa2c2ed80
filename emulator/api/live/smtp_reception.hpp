// What becomes of a message that came by SMTP: it goes into the mailbox, or through Amazon SES.
#pragma once

#include <optional>
#include <string_view>

#include "api/ses_rest/mail_sender.hpp"
#include "mailbox/mailbox.hpp"
#include "ses/ses_service.hpp"
#include "smtp/received_message.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api::live {

class smtp_reception {
public:
    /// `as_ses`: the account's identities, rate and quota act as on messages that its API is given, and a
    /// message gets SES's id. All of them outlive it.
    smtp_reception(scheduler& clock, ses::ses_service& ses, mailbox::mailbox& into, bool as_ses);

    /// The id stands in the 250: SES's own, or the one that the mailbox's API shows.
    [[nodiscard]] smtp::accept_result accept(smtp::received_message&& message,
                                             std::optional<mailbox::origin> origin = std::nullopt);

private:
    smtp::accept_result keep(smtp::received_message&& message, std::optional<mailbox::origin>&& origin);
    smtp::accept_result send(smtp::received_message&& message, std::optional<mailbox::origin>&& origin);

    scheduler& clock_;
    mailbox::mailbox& mailbox_;
    mail_sender sender_;
    bool as_ses_;
};

/// How Amazon SES's SMTP interface says this error (developer guide, "Amazon SES SMTP response codes").
[[nodiscard]] smtp::refusal refusal_of(const ses_error& error);

} // namespace sendlab::api::live
