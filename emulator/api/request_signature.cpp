#include "api/request_signature.hpp"

#include "api/destination.hpp"
#include "aws/canonical_request.hpp"
#include "aws/date_text.hpp"
#include "aws/hashing.hpp"
#include "aws/signature_v4.hpp"
#include "base/utc_text.hpp"

namespace sendlab::api {

namespace {

constexpr auto clock_window = std::chrono::minutes{5};

/// The Query protocol and REST with JSON name the same errors differently.
signature_refusal refused(const http_request& request, unsigned status, std::string_view query_code,
                          std::string_view rest_code, std::string message) {
    const bool query = !query_action(request).empty();
    return {status, std::string{query ? query_code : rest_code}, std::move(message)};
}

signature_refusal does_not_match(const http_request& request, std::string message) {
    return refused(request, 403, "SignatureDoesNotMatch", "InvalidSignatureException", std::move(message));
}

std::string canonical_form(const http_request& request, const aws::signature_v4& given) {
    aws::hash body{aws::hash_kind::sha256};
    for_each_piece(*request.body, [&](std::string_view piece) { body.add(piece); });
    const aws::signed_request what{request.method,
                                   percent_decoded(request.path()),
                                   parse_query(request.query()),
                                   {request.fields.begin(), request.fields.end()},
                                   aws::hex(body.value())};
    return aws::canonical_request(what, given.signed_headers, aws::path_encoding::twice);
}

} // namespace

std::optional<signature_refusal> refusal_of_signature(const http_request& request, std::string_view secret,
                                                      time_point now) {
    const auto authorization = request.fields.get("Authorization");
    if (authorization.empty())
        return refused(request, 403, "MissingAuthenticationToken", "MissingAuthenticationTokenException",
                       "Request is missing Authentication Token");
    auto date = request.fields.get("X-Amz-Date");
    if (date.empty())
        date = request.fields.get("Date");
    const auto given = aws::parse_authorization(authorization, date);
    if (!given)
        return refused(request, 400, "IncompleteSignature", "IncompleteSignatureException",
                       given.error().message);
    const auto signed_at = *aws::parse_amz_date(given->timestamp);
    if (signed_at < now - clock_window)
        return does_not_match(request, "Signature expired: " + given->timestamp + " is now earlier than " +
                                           utc_text(now - clock_window));
    if (signed_at > now + clock_window)
        return does_not_match(request, "Signature not yet current: " + given->timestamp +
                                           " is still later than " + utc_text(now + clock_window));
    if (!aws::same_secret(sign(secret, *given, canonical_form(request, *given)), given->signature))
        return does_not_match(
            request, "The request signature we calculated does not match the signature you provided. "
                     "Check your AWS Secret Access Key and signing method. Consult the service "
                     "documentation for details.");
    return std::nullopt;
}

} // namespace sendlab::api
