#include "api/s3_rest/authentication.hpp"

#include <cstdlib>

#include "aws/canonical_request.hpp"
#include "aws/date_text.hpp"
#include "aws/hashing.hpp"
#include "aws/signature_v2.hpp"
#include "aws/signature_v4.hpp"
#include "base/utc_text.hpp"

namespace sendlab::api {

namespace {

using chunk_check = std::optional<aws::chunk_signatures>;
using verdict = result<chunk_check, s3::error>;

constexpr auto clock_window = std::chrono::minutes{15};

s3::error denied(std::string message, s3::error_details details = {}) {
    return {s3::errc::access_denied, std::move(message), std::move(details)};
}

s3::error expired(time_point when, time_point now, s3::error_details details) {
    details.emplace_back("Expires", utc_text(when));
    details.emplace_back("ServerTime", utc_text(now));
    return denied("Request has expired", std::move(details));
}

s3::error wrong_signature(std::string_view access_key, std::string_view provided, std::string_view to_sign,
                          std::string_view canonical) {
    const auto spaced = [](std::string_view bytes) {
        std::string text;
        for (const char c : bytes)
            text += (text.empty() ? "" : " ") + aws::hex({&c, 1});
        return text;
    };
    s3::error_details details{{"AWSAccessKeyId", std::string{access_key}},
                              {"StringToSign", std::string{to_sign}},
                              {"SignatureProvided", std::string{provided}},
                              {"StringToSignBytes", spaced(to_sign)}};
    if (!canonical.empty()) {
        details.emplace_back("CanonicalRequest", canonical);
        details.emplace_back("CanonicalRequestBytes", spaced(canonical));
    }
    return make_error(s3::errc::signature_does_not_match, std::move(details));
}

std::string payload_hash(const s3_request& request, bool presigned) {
    if (const auto* given = request.http.fields.find("x-amz-content-sha256"))
        return *given;
    if (presigned)
        return "UNSIGNED-PAYLOAD";
    aws::hash sum{aws::hash_kind::sha256};
    for_each_piece(*request.http.body, [&](std::string_view piece) { sum.add(piece); });
    return aws::hex(sum.value());
}

aws::signed_request signed_part(const s3_request& request) {
    return {request.http.method,
            percent_decoded(request.http.path()),
            request.parameters,
            {request.http.fields.begin(), request.http.fields.end()},
            {}};
}

verdict check_v4(const s3_request& request, const s3_rest_options& options, const aws::signature_v4& given) {
    auto what = signed_part(request);
    what.payload_hash = payload_hash(request, given.expires.has_value());
    const auto canonical = aws::canonical_request(what, given.signed_headers);
    const auto& secret = secret_of(given.access_key, options);
    if (!aws::same_secret(sign(secret, given, canonical), given.signature))
        return wrong_signature(given.access_key, given.signature, string_to_sign(given, canonical),
                               canonical);
    if (what.payload_hash.starts_with("STREAMING-AWS4-HMAC-SHA256"))
        return chunk_check{aws::chunk_signatures{secret, given}};
    return chunk_check{};
}

verdict check_v2(const s3_request& request, const s3_rest_options& options, const aws::signature_v2& given) {
    auto what = signed_part(request);
    what.path = request.http.path();
    if (request.virtual_host)
        what.path = '/' + request.bucket + what.path;
    if (!aws::same_secret(sign(secret_of(given.access_key, options), given, what), given.signature))
        return wrong_signature(given.access_key, given.signature, string_to_sign(given, what), {});
    return chunk_check{};
}

verdict presigned_v4(const s3_request& request, const s3_rest_options& options, time_point now) {
    const auto given = aws::parse_presigned(request.parameters);
    if (!given)
        return s3::error{s3::errc::authorization_query_parameters, given.error().message};
    const auto signed_at = *aws::parse_amz_date(given->timestamp);
    if (signed_at > now + clock_window)
        return denied("Request is not yet valid");
    if (now > signed_at + *given->expires)
        return expired(signed_at + *given->expires, now,
                       {{"X-Amz-Expires", std::to_string(given->expires->count())}});
    return options.verify_signatures ? check_v4(request, options, *given) : verdict{chunk_check{}};
}

verdict presigned_v2(const s3_request& request, const s3_rest_options& options, time_point now) {
    const auto given = aws::parse_presigned_v2(request.parameters);
    if (!given)
        return denied(given.error().message);
    if (now > *given->expires)
        return expired(*given->expires, now, {});
    return options.verify_signatures ? check_v2(request, options, *given) : verdict{chunk_check{}};
}

verdict signed_header(const s3_request& request, const s3_rest_options& options, time_point now) {
    const auto header = request.header("Authorization");
    if (const auto given = aws::parse_authorization_v2(header))
        return check_v2(request, options, *given);
    auto date = request.header("x-amz-date");
    if (date.empty())
        date = request.header("Date");
    const auto given = aws::parse_authorization(header, date);
    if (!given)
        return s3::error{s3::errc::authorization_header_malformed, given.error().message};
    const auto signed_at = *aws::parse_amz_date(given->timestamp);
    if (signed_at > now + clock_window || signed_at < now - clock_window)
        return make_error(s3::errc::request_time_too_skewed, {{"RequestTime", given->timestamp},
                                                              {"ServerTime", utc_text(now)},
                                                              {"MaxAllowedSkewMilliseconds", "900000"}});
    return check_v4(request, options, *given);
}

/// A form brings its signature with it, and a preflight has none.
bool needs_no_signature(const s3_request& request) {
    return request.http.method == "OPTIONS" ||
           (request.http.method == "POST" &&
            request.header("Content-Type").starts_with("multipart/form-data"));
}

} // namespace

const std::string& secret_of(std::string_view access_key, const s3_rest_options& options) {
    const auto found = options.secrets.find(access_key);
    return found == options.secrets.end() ? options.default_secret : found->second;
}

verdict authenticate(const s3_request& request, const s3_rest_options& options, time_point now) {
    if (aws::is_presigned_v4(request.parameters))
        return presigned_v4(request, options, now);
    if (aws::is_presigned_v2(request.parameters))
        return presigned_v2(request, options, now);
    if (!options.verify_signatures || needs_no_signature(request))
        return chunk_check{};
    if (request.header("Authorization").empty())
        return denied("Access Denied");
    return signed_header(request, options, now);
}

} // namespace sendlab::api
