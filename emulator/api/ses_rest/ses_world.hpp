// What the actions of SES act upon.
#pragma once

#include <optional>

#include "api/ses_rest/mail_sender.hpp"
#include "mailbox/message.hpp"
#include "ses/ses_service.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api {

struct ses_world {
    scheduler& clock;
    ses::ses_service& ses;
    mail_sender sender;
};

/// One message may have so many bytes in the v2 API (Service quotas); in v1 as many as the account's.
inline constexpr std::uint64_t maximum_v2_message = 40 * 1024 * 1024;

} // namespace sendlab::api
