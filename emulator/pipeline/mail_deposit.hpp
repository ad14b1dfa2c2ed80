// In runs with bodies: makes the message of an accepted e-mail and puts it into the mailbox.
#pragma once

#include "base/random_source.hpp"
#include "mailbox/mailbox.hpp"
#include "pipeline/mail_provider.hpp"
#include "time/scheduler.hpp"

namespace sendlab::pipeline {

class mail_deposit {
public:
    mail_deposit(const scheduler& clock, random_source random, const email_catalog& catalog,
                 const ledger& books, mailbox::mailbox& into);

    void put(const send_call& call, mailbox::transport via);

private:
    const scheduler& clock_;
    const email_catalog& catalog_;
    const ledger& books_;
    mailbox::mailbox& mailbox_;
    random_stream key_;
};

} // namespace sendlab::pipeline
