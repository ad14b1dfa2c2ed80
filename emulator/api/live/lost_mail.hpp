// Who never got mail: what stands in upload files that are over, against what was accepted.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "api/live/live_routes.hpp"

namespace sendlab::api::live {

struct lost_email {
    std::vector<std::string> to;
    std::string subject;
};

/// A file all of whose invocations are over, with e-mails that no message of the mailbox can be.
struct file_with_losses {
    const recorded_invocation* last = nullptr; // of its invocations
    std::uint64_t emails = 0;                  // in the file
    std::vector<lost_email> lost{};
};

/// E-mails are told by their recipients: a message of a handler is an e-mail of its own file first, else (a handler may
/// have put its rest in a new file) of any. Files that are gone from the store, or larger than 8 MiB, are not looked into;
/// nor is anything where the mailbox keeps no envelopes or has evicted mail.
[[nodiscard]] std::vector<file_with_losses> find_losses(const live_parts& parts, s3::object_store& store);

/// GET /_sendlab/lost: {"lost": , "files": [{"bucket", "key", "state", "invocation", "emails", "lost", "recipients": [{"to",
/// "subject"}]}]}, at most 1,000 recipients of a file.
void add_loss_routes(own_api& api, const live_parts& parts, s3::object_store& store);

} // namespace sendlab::api::live
