#include "api/ses_rest/ses_error.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace sendlab::api {

namespace {

struct row {
    ses_fault why;
    error_name query;
    error_name rest;
};

constexpr std::array<row, 24> rows{{
    {ses_fault::missing_action, {400, "MissingAction"}, {404, "UnknownOperationException"}},
    {ses_fault::invalid_action, {400, "InvalidAction"}, {404, "UnknownOperationException"}},
    {ses_fault::not_implemented, {501, "NotImplemented"}, {501, "NotImplemented"}},
    {ses_fault::malformed, {400, "MalformedInput"}, {400, "SerializationException"}},
    {ses_fault::validation, {400, "ValidationError"}, {400, "BadRequestException"}},
    {ses_fault::invalid_parameter, {400, "InvalidParameterValue"}, {400, "BadRequestException"}},
    {ses_fault::message_rejected, {400, "MessageRejected"}, {400, "MessageRejected"}},
    {ses_fault::throttled, {400, "Throttling"}, {429, "TooManyRequestsException"}},
    {ses_fault::quota_exceeded, {400, "Throttling"}, {400, "LimitExceededException"}},
    {ses_fault::sending_paused, {400, "AccountSendingPausedException"}, {400, "SendingPausedException"}},
    {ses_fault::set_sending_paused,
     {400, "ConfigurationSetSendingPausedException"},
     {400, "SendingPausedException"}},
    {ses_fault::set_missing, {400, "ConfigurationSetDoesNotExist"}, {404, "NotFoundException"}},
    {ses_fault::set_exists, {400, "ConfigurationSetAlreadyExists"}, {400, "AlreadyExistsException"}},
    {ses_fault::destination_missing, {400, "EventDestinationDoesNotExist"}, {404, "NotFoundException"}},
    {ses_fault::destination_exists, {400, "EventDestinationAlreadyExists"}, {400, "AlreadyExistsException"}},
    {ses_fault::template_missing, {400, "TemplateDoesNotExist"}, {404, "NotFoundException"}},
    {ses_fault::template_exists, {400, "AlreadyExists"}, {400, "AlreadyExistsException"}},
    {ses_fault::template_invalid, {400, "InvalidTemplate"}, {400, "BadRequestException"}},
    {ses_fault::rendering_data_invalid, {400, "InvalidRenderingParameter"}, {400, "BadRequestException"}},
    {ses_fault::rendering_attribute_missing,
     {400, "MissingRenderingAttribute"},
     {400, "BadRequestException"}},
    {ses_fault::not_found, {400, "NotFound"}, {404, "NotFoundException"}},
    {ses_fault::already_exists, {400, "AlreadyExists"}, {400, "AlreadyExistsException"}},
    {ses_fault::internal_failure, {500, "InternalFailure"}, {500, "InternalServiceErrorException"}},
    {ses_fault::service_unavailable, {503, "ServiceUnavailable"}, {503, "ServiceUnavailable"}},
}};

const row& row_of(ses_fault why) {
    const auto* const found = std::ranges::find(rows, why, &row::why);
    assert(found != rows.end());
    return *found;
}

} // namespace

error_name query_name_of(ses_fault why) {
    return row_of(why).query;
}

error_name rest_name_of(ses_fault why) {
    return row_of(why).rest;
}

ses_fault fault_of(ses::errc code) {
    switch (code) {
    case ses::errc::throttling_rate:
        return ses_fault::throttled;
    case ses::errc::throttling_quota:
        return ses_fault::quota_exceeded;
    case ses::errc::message_rejected:
        return ses_fault::message_rejected;
    case ses::errc::invalid_parameter:
        return ses_fault::invalid_parameter;
    case ses::errc::sending_paused:
        return ses_fault::sending_paused;
    case ses::errc::internal_failure:
        return ses_fault::internal_failure;
    case ses::errc::service_unavailable:
        return ses_fault::service_unavailable;
    }
    assert(false);
    return ses_fault::internal_failure;
}

} // namespace sendlab::api
