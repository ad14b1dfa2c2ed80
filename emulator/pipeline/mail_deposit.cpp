#include "pipeline/mail_deposit.hpp"

#include "mailbox/mime_text.hpp"
#include "pipeline/uploader.hpp"

namespace sendlab::pipeline {

mail_deposit::mail_deposit(const scheduler& clock, random_source random, const email_catalog& catalog,
                           const ledger& books, mailbox::mailbox& into)
    : clock_{clock},
      catalog_{catalog},
      books_{books},
      mailbox_{into},
      key_{random.stream(object_key_stream)} {}

void mail_deposit::put(const send_call& call, mailbox::transport via) {
    const auto& email = catalog_.content(call.email, scratch_);
    mailbox::draft draft;
    const auto from = catalog_.sender(call.email);
    draft.from = from;
    draft.to = email.to;
    draft.subject = email.subject;
    draft.body = email.message;
    draft.date = clock_.now();

    if (mailbox_.mode() == mailbox::keeping::count_only) {
        text_.clear();
        append_mime_text(text_, draft);
        mailbox_.accept();
        return;
    }
    mailbox::message message;
    message.accepted = clock_.now();
    message.via = via;
    message.from = from;
    message.raw = std::make_shared<const std::string>(mailbox::mime_text(draft));
    message.size = message.raw->size();
    message.recipients = email.to;
    if (call.file != no_file) {
        const auto& file = books_.files()[call.file];
        message.origin =
            mailbox::origin{object_key(file, key_), static_cast<std::uint32_t>(call.email - file.first),
                            call.attempt_key & 0xff, request_ids_.at(call.attempt).text()};
    }
    mailbox_.accept(std::move(message));
}

} // namespace sendlab::pipeline
