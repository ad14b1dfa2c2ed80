// Why Lambda refuses a call (Lambda API Reference, "Common errors" and the errors of each operation).
#pragma once

#include <string>

namespace sendlab::lambda {

enum class errc {
    resource_not_found,       // 404 ResourceNotFoundException
    resource_conflict,        // 409 ResourceConflictException
    invalid_parameter_value,  // 400 InvalidParameterValueException
    validation,               // 400 ValidationException
    invalid_request_content,  // 400 InvalidRequestContentException
    precondition_failed,      // 412 PreconditionFailedException
    request_too_large,        // 413 RequestTooLargeException
    request_entity_too_large, // 413 RequestEntityTooLargeException
    code_storage_exceeded,    // 400 CodeStorageExceededException
    policy_length_exceeded,   // 400 PolicyLengthExceededException
    too_many_requests,        // 429 TooManyRequestsException
    service,                  // 500 ServiceException
};

struct error {
    errc code;
    std::string message;     // AWS's wording
    std::string reason = {}; // of too_many_requests: AWS's ThrottleReason
};

} // namespace sendlab::lambda
