#include <cassert>

#include "ses/ses_service.hpp"

namespace sendlab::ses {

bool is_retryable(errc code) {
    switch (code) {
    case errc::throttling_rate:
    case errc::throttling_quota:
    case errc::internal_failure:
    case errc::service_unavailable:
        return true;
    case errc::message_rejected:
    case errc::invalid_parameter:
    case errc::sending_paused:
        return false;
    }
    assert(false);
    return false;
}

std::string_view to_string(errc code) {
    switch (code) {
    case errc::throttling_rate:
    case errc::throttling_quota:
        return "Throttling";
    case errc::message_rejected:
        return "MessageRejected";
    case errc::invalid_parameter:
        return "InvalidParameterValue";
    case errc::sending_paused:
        return "AccountSendingPausedException";
    case errc::internal_failure:
        return "InternalFailure";
    case errc::service_unavailable:
        return "ServiceUnavailable";
    }
    assert(false);
    return {};
}

} // namespace sendlab::ses
