#include "aws/signature_v2.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "aws/hashing.hpp"
#include "base/ascii.hpp"
#include "base/base64.hpp"

namespace sendlab::aws {

namespace {

/// Parameters that are signed, in order.
constexpr std::string_view signed_parameters[] = {"acl",
                                                  "cors",
                                                  "delete",
                                                  "lifecycle",
                                                  "location",
                                                  "logging",
                                                  "notification",
                                                  "partNumber",
                                                  "policy",
                                                  "requestPayment",
                                                  "response-cache-control",
                                                  "response-content-disposition",
                                                  "response-content-encoding",
                                                  "response-content-language",
                                                  "response-content-type",
                                                  "response-expires",
                                                  "tagging",
                                                  "torrent",
                                                  "uploadId",
                                                  "uploads",
                                                  "versionId",
                                                  "versioning",
                                                  "versions",
                                                  "website"};

std::string amz_headers(const signed_request::pairs& headers) {
    std::map<std::string, std::string> found;
    for (const auto& header : headers) {
        const auto name = ascii::lower_case(header.first);
        if (name.starts_with("x-amz-"))
            found.try_emplace(name, canonical_value(headers, name));
    }
    std::string text;
    for (const auto& [name, value] : found)
        text += name + ':' + value + '\n';
    return text;
}

std::string resource(const signed_request& request) {
    std::string text = request.path;
    char mark = '?';
    for (const auto name : signed_parameters) {
        const auto* value = find_parameter(request.query, name);
        if (!value)
            continue;
        text += mark + std::string{name} + (value->empty() ? "" : "=" + *value);
        mark = '&';
    }
    return text;
}

/// The date that is signed: the end of a URL's life, or the Date header where x-amz-date does not stand for it.
std::string signed_date(const signature_v2& of, const signed_request& request) {
    if (of.expires)
        return std::to_string(
            std::chrono::floor<std::chrono::seconds>(*of.expires).time_since_epoch().count());
    return canonical_value(request.headers, "x-amz-date").empty() ? canonical_value(request.headers, "date")
                                                                  : std::string{};
}

} // namespace

bool is_presigned_v2(const signed_request::pairs& query) {
    return find_parameter(query, "AWSAccessKeyId") != nullptr;
}

result<signature_v2, malformed_query> parse_presigned_v2(const signed_request::pairs& query) {
    const auto* key = find_parameter(query, "AWSAccessKeyId");
    const auto* signature = find_parameter(query, "Signature");
    const auto* expires = find_parameter(query, "Expires");
    if (!key || !signature || !expires)
        return malformed_query{
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters"};
    std::int64_t seconds = 0;
    const auto* end = expires->data() + expires->size();
    const auto read = std::from_chars(expires->data(), end, seconds);
    constexpr std::int64_t latest = 7'000'000'000; // what a time_point holds
    if (read.ec != std::errc{} || read.ptr != end || seconds < 0 || seconds > latest)
        return malformed_query{"Invalid date (should be seconds since epoch): " + *expires};
    return signature_v2{*key, *signature, time_point{std::chrono::seconds{seconds}}};
}

std::optional<signature_v2> parse_authorization_v2(std::string_view authorization) {
    constexpr std::string_view scheme = "AWS ";
    const auto colon = authorization.rfind(':');
    if (!authorization.starts_with(scheme) || colon == std::string_view::npos)
        return std::nullopt;
    return signature_v2{std::string{authorization.substr(scheme.size(), colon - scheme.size())},
                        std::string{authorization.substr(colon + 1)},
                        {}};
}

std::string string_to_sign(const signature_v2& of, const signed_request& request) {
    return request.method + '\n' + canonical_value(request.headers, "content-md5") + '\n' +
           canonical_value(request.headers, "content-type") + '\n' + signed_date(of, request) + '\n' +
           amz_headers(request.headers) + resource(request);
}

std::string sign(std::string_view secret, const signature_v2& of, const signed_request& request) {
    return base64(hmac(hash_kind::sha1, secret, string_to_sign(of, request)));
}

} // namespace sendlab::aws
