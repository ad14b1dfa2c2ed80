#include "api/live/call_operation.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace sendlab::api::live {

namespace {

using faults::operation;

struct known_call {
    std::string_view service;
    std::string_view action;
    operation what;
};

constexpr std::array known_calls{
    known_call{"s3", "PutObject", operation::s3_put},
    known_call{"s3", "PostObject", operation::s3_put},
    known_call{"s3", "CopyObject", operation::s3_put},
    known_call{"s3", "UploadPart", operation::s3_put},
    known_call{"s3", "CompleteMultipartUpload", operation::s3_put},
    known_call{"s3", "GetObject", operation::s3_get},
    known_call{"ses", "SendEmail", operation::ses_send},
    known_call{"ses", "SendRawEmail", operation::ses_send},
    known_call{"ses", "SendTemplatedEmail", operation::ses_send},
    known_call{"ses", "SendBulkTemplatedEmail", operation::ses_send},
    known_call{"ses", "SendBulkEmail", operation::ses_send},
};

} // namespace

std::optional<operation> operation_of(std::string_view service, std::string_view action) {
    const auto found = std::ranges::find_if(known_calls, [&](const known_call& known) {
        return known.service == service && known.action == action;
    });
    return found == known_calls.end() ? std::nullopt : std::optional{found->what};
}

} // namespace sendlab::api::live
