// Which API a request on the edge port is meant for: many share one port.
#pragma once

#include <string>
#include <string_view>

#include "api/http.hpp"

namespace sendlab::api {

/// The signing name of an AWS service ("s3", "lambda", "ses", "sts", or one that is not emulated), or "own"
/// for the emulator's own API.
///
/// What is said most precisely counts first: the scope of the signature (in Authorization or
/// X-Amz-Credential), then the Host, then path and form. What says nothing at all is for S3.
[[nodiscard]] std::string destination_of(const http_request& request);

/// A path of the emulator's own, LocalStack's, Mailpit's or MailHog's. Who has a bucket named "api" or "view"
/// signs requests, and so reaches it.
[[nodiscard]] bool is_own_path(std::string_view path);

/// "Action" of a Query request, in the query or in a form body; empty if there is none.
[[nodiscard]] std::string query_action(const http_request& request);

} // namespace sendlab::api
