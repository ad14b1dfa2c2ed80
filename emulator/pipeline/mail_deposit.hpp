// In runs with bodies: makes the message of an accepted e-mail and puts it into the mailbox.
#pragma once

#include <vector>

#include "base/random_source.hpp"
#include "lambda/request_id.hpp"
#include "mailbox/mailbox.hpp"
#include "pipeline/mail_provider.hpp"
#include "time/scheduler.hpp"

namespace sendlab::pipeline {

class mail_deposit {
public:
    mail_deposit(const scheduler& clock, random_source random, const email_catalog& catalog,
                 const ledger& books, mailbox::mailbox& into);

    /// Which invocation the run's next attempt belongs to. Once for each attempt, in their order.
    void name_attempt(const lambda::request_id& id) { request_ids_.push_back(id); }
    void put(const send_call& call, mailbox::transport via);

private:
    const scheduler& clock_;
    const email_catalog& catalog_;
    const ledger& books_;
    mailbox::mailbox& mailbox_;
    random_stream key_;
    std::vector<lambda::request_id> request_ids_; // by attempt_number
    uploaded_email scratch_;
    std::string text_;
};

} // namespace sendlab::pipeline
