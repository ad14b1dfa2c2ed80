// The services of the emulator in real time, each with the front by which it is asked over HTTP.
#pragma once

#include <memory>
#include <string>

#include "api/edge_router.hpp"
#include "api/s3_rest/s3_rest.hpp"
#include "api/ses_rest/ses_rest_service.hpp"
#include "api/sts.hpp"
#include "mailbox/mailbox.hpp"
#include "pipeline/settings.hpp"
#include "s3/object_store.hpp"
#include "ses/ses_service.hpp"
#include "smtp/received_message.hpp"
#include "time/scheduler.hpp"

namespace sendlab::net {

class live_services {
public:
    live_services(scheduler& clock, const pipeline::settings& scenario, bool verify_signatures);

    void add_to(api::edge_router& router);
    /// A message that came by SMTP: in the mailbox, under the id that the client is told.
    sendlab::smtp::accept_result accept(sendlab::smtp::received_message&& message);
    /// Back to the start: no bucket, no mail, identities as the scenario has them.
    void reset();

    [[nodiscard]] mailbox::mailbox& mail() { return mail_; }

private:
    void verify_identities();
    void delete_buckets();

    scheduler& clock_;
    const pipeline::settings& scenario_;
    mailbox::mailbox mail_;
    s3::object_store store_;
    ses::ses_service ses_;
    api::s3_rest s3_front_;
    api::ses_rest_service ses_front_;
    api::sts_service sts_;
};

} // namespace sendlab::net
