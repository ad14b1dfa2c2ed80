// The codes with which services fail, and what they mean to a caller.
// Sources: SES and S3 API References, "Common errors", "Error responses"; Lambda API Reference, "Invoke"; SES Developer
// Guide, "SMTP response codes"; RFC 5321, 4.2.1; AWS SDKs and Tools Reference Guide, "Retry behavior".
#pragma once

#include <string_view>
#include <vector>

#include "faults/fault.hpp"

namespace sendlab::faults {

/// What `"fail": code` means for an operation.
///
/// The codes of throttles and of server errors mean that everywhere, as do the HTTP statuses 429 and 5xx. Any other
/// code is the handler's own error where a function is concerned, and a refusal elsewhere. With SMTP a reply code may
/// open the text ("454 Throttling failure: ..."): 454 is SES's throttle, other 4yz are transient, 5yz permanent.
injected_failure parse_failure(operation what, std::string_view code);

/// The codes of throttles and of server errors.
std::vector<std::string_view> retried_codes();

/// How the service says that there are too many requests.
injected_failure throttled(operation what);
/// How the service says that it is out of order.
injected_failure unavailable(operation what);

/// The connection is gone with it: it broke, or SMTP's 421 was said (RFC 5321, section 3.8).
bool closes_connection(const injected_failure& fail);

} // namespace sendlab::faults
