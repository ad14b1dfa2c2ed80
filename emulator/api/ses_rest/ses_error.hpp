// Why SES refuses a request, and what each of its two protocols calls that.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ses/ses_service.hpp"

namespace sendlab::api {

enum class ses_fault {
    missing_action,     // v1: no Action
    invalid_action,     // no such operation
    not_implemented,    // an operation of SES that is not there
    malformed,          // the body cannot be read
    validation,         // a member is missing
    invalid_parameter,  // a member has a value that it must not have
    message_rejected,   // an identity is not verified
    throttled,          // the rate
    quota_exceeded,     // the daily quota
    sending_paused,     // of the account
    set_sending_paused, // of the configuration set
    set_missing,
    set_exists,
    destination_missing, // of events
    destination_exists,
    template_missing,
    template_exists,
    template_invalid,
    rendering_data_invalid,
    rendering_attribute_missing,
    not_found, // v2: an identity, a suppressed address
    already_exists,
    internal_failure,
    service_unavailable,
};

struct ses_error {
    ses_fault why{};
    std::string message;
};

/// A name and its HTTP status.
struct error_name {
    unsigned status;
    std::string_view name;
};

/// `Code` of the Query protocol.
[[nodiscard]] error_name query_name_of(ses_fault why);
/// `x-amzn-ErrorType` of the REST protocol.
[[nodiscard]] error_name rest_name_of(ses_fault why);

/// Of a refusal by the service itself.
[[nodiscard]] ses_fault fault_of(ses::errc code);

template<class Value>
using ses_result = result<Value, ses_error>;

} // namespace sendlab::api
