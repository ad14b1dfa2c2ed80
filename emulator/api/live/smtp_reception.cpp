#include "api/live/smtp_reception.hpp"

#include <memory>
#include <utility>

#include "mailbox/message_name.hpp"
#include "smtp/ses_replies.hpp"

namespace sendlab::api::live {

smtp_reception::smtp_reception(scheduler& clock, ses::ses_service& ses, mailbox::mailbox& into, bool as_ses)
    : clock_{clock}, mailbox_{into}, sender_{clock, ses, into}, as_ses_{as_ses} {}

smtp::accept_result smtp_reception::accept(smtp::received_message&& message,
                                           std::optional<mailbox::origin> origin) {
    return as_ses_ ? send(std::move(message), std::move(origin))
                   : keep(std::move(message), std::move(origin));
}

smtp::accept_result smtp_reception::keep(smtp::received_message&& message,
                                         std::optional<mailbox::origin>&& origin) {
    mailbox::message kept;
    kept.accepted = clock_.now();
    kept.via = mailbox::transport::smtp;
    kept.from = std::move(message.envelope.from);
    for (auto& recipient : message.envelope.recipients)
        kept.recipients.push_back(std::move(recipient.mailbox));
    kept.size = message.size;
    kept.origin = std::move(origin);
    if (mailbox_.mode() != mailbox::keeping::count_only)
        kept.raw = std::make_shared<const std::string>(std::move(message.text));
    return {mailbox::message_name(mailbox_.accept(std::move(kept))), {}};
}

smtp::accept_result smtp_reception::send(smtp::received_message&& message,
                                         std::optional<mailbox::origin>&& origin) {
    outgoing_mail mail;
    mail.operation = "SendRawEmail";
    mail.via = mailbox::transport::smtp;
    mail.source = std::move(message.envelope.from);
    for (auto& recipient : message.envelope.recipients)
        mail.to.push_back(std::move(recipient.mailbox));
    mail.raw = std::move(message.text);
    mail.origin = std::move(origin);
    auto sent = sender_.send(std::move(mail));
    if (!sent)
        return {{}, refusal_of(sent.error())};
    return {std::move(*sent), {}};
}

smtp::refusal refusal_of(const ses_error& error) {
    switch (error.why) {
    case ses_fault::throttled:
        return smtp::ses_replies::sending_rate_exceeded();
    case ses_fault::quota_exceeded:
        return smtp::ses_replies::daily_quota_exceeded();
    case ses_fault::message_rejected:
    case ses_fault::sending_paused:
        return {554, "", "Message rejected: " + error.message};
    case ses_fault::internal_failure:
    case ses_fault::service_unavailable:
        return {451, "", "Temporary service failure"};
    default:
        return {554, "", "Transaction failed: " + error.message};
    }
}

} // namespace sendlab::api::live
