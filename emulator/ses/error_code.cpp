#include <cassert>

#include "ses/ses_service.hpp"

namespace sendlab::ses {

bool is_retryable(errc code) {
    return code != errc::message_rejected && code != errc::invalid_parameter;
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
    case errc::internal_failure:
        return "InternalFailure";
    case errc::service_unavailable:
        return "ServiceUnavailable";
    }
    assert(false);
    return {};
}

} // namespace sendlab::ses
