// Why Lambda refuses a call (Lambda API Reference, "Common errors" and the errors of each operation).
#pragma once

#include <string>

namespace sendlab::lambda {

enum class errc {
    resource_not_found,      // 404 ResourceNotFoundException
    resource_conflict,       // 409 ResourceConflictException
    invalid_parameter_value, // 400 InvalidParameterValueException
    too_many_requests,       // 429 TooManyRequestsException
};

struct error {
    errc code;
    std::string message; // AWS's wording
};

} // namespace sendlab::lambda
