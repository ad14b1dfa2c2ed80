#include "aws/signature_v4.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

#include "aws/date_text.hpp"
#include "aws/hashing.hpp"
#include "base/ascii.hpp"

namespace sendlab::aws {

namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::int64_t longest_life = 7 * 24 * 3600;

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> parts;
    for (;;) {
        const auto end = text.find(at);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

bool is_hex_digest(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// The components of an Authorization header behind the algorithm: Credential=..., SignedHeaders=..., Signature=...
std::string_view component(std::string_view text, std::string_view name) {
    while (!text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        const auto part = ascii::trimmed(text.substr(0, end), " ");
        if (part.starts_with(name) && part.substr(name.size()).starts_with('='))
            return part.substr(name.size() + 1);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

malformed_signature malformed(std::string message) {
    return {std::move(message)};
}

result<std::chrono::seconds, malformed_signature> parse_life(std::string_view text) {
    std::int64_t seconds = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (problem != std::errc{} || end != text.data() + text.size())
        return malformed("X-Amz-Expires should be a number");
    if (seconds < 0)
        return malformed("X-Amz-Expires must be non-negative");
    if (seconds > longest_life)
        return malformed(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires "
            "must be less than 604800 seconds");
    return std::chrono::seconds{seconds};
}

/// What header and query have in common.
std::optional<malformed_signature> read_parts(signature_v4& into, std::string_view credential,
                                              std::string_view headers, std::string_view signature) {
    auto read = parse_credential(credential);
    if (!read)
        return malformed(
            "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
    std::tie(into.access_key, into.scope) = *std::move(read);
    into.signed_headers = split(headers, ';');
    into.signature = signature;
    return std::nullopt;
}

} // namespace

std::string credential_scope::text() const {
    return date + '/' + region + '/' + service + "/aws4_request";
}

std::optional<std::pair<std::string, credential_scope>> parse_credential(std::string_view credential) {
    const auto parts = split(credential, '/');
    if (parts.size() < 5 || parts.back() != "aws4_request")
        return std::nullopt;
    const auto scope = parts.end() - 4;
    std::string key;
    for (auto part = parts.begin(); part != scope; ++part)
        key += (part == parts.begin() ? "" : "/") + *part;
    if (key.empty() || scope[0].size() != 8)
        return std::nullopt;
    return std::pair{std::move(key), credential_scope{scope[0], scope[1], scope[2]}};
}

bool is_signature_v4(std::string_view authorization) {
    return authorization.starts_with(algorithm);
}

result<signature_v4, malformed_signature> parse_authorization(std::string_view authorization,
                                                              std::string_view date) {
    if (!is_signature_v4(authorization))
        return malformed("Unsupported Authorization Type");
    authorization.remove_prefix(algorithm.size());
    const auto credential = component(authorization, "Credential");
    const auto headers = component(authorization, "SignedHeaders");
    const auto signature = component(authorization, "Signature");
    if (credential.empty() || headers.empty() || signature.empty())
        return malformed(
            "The authorization header is malformed; the authorization header requires three components: "
            "Credential, SignedHeaders, and Signature.");
    signature_v4 read;
    if (auto wrong = read_parts(read, credential, headers, signature))
        return malformed("The authorization header is malformed; " + wrong->message);
    auto moment = parse_amz_date(date);
    if (!moment)
        moment = parse_http_date(date);
    if (!moment)
        return malformed("AWS authentication requires a valid Date or x-amz-date header");
    read.timestamp = amz_date(*moment);
    if (!is_hex_digest(read.signature))
        return malformed(
            "The authorization header is malformed; the Signature is not 64 hexadecimal digits.");
    return read;
}

bool is_presigned_v4(const signed_request::pairs& query) {
    return find_parameter(query, "X-Amz-Algorithm") || find_parameter(query, "X-Amz-Signature");
}

result<signature_v4, malformed_signature> parse_presigned(const signed_request::pairs& query) {
    const auto value = [&](std::string_view name) {
        const auto* found = find_parameter(query, name);
        return found ? std::string_view{*found} : std::string_view{};
    };
    for (const auto* name : {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date",
                             "X-Amz-SignedHeaders", "X-Amz-Expires"})
        if (value(name).empty())
            return malformed(
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
                "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
    if (value("X-Amz-Algorithm") != algorithm)
        return malformed("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
    signature_v4 read;
    if (auto wrong = read_parts(read, value("X-Amz-Credential"), value("X-Amz-SignedHeaders"),
                                value("X-Amz-Signature")))
        return malformed("Error parsing the X-Amz-Credential parameter; " + wrong->message);
    if (!parse_amz_date(value("X-Amz-Date")))
        return malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    read.timestamp = value("X-Amz-Date");
    const auto life = parse_life(value("X-Amz-Expires"));
    if (!life)
        return life.error();
    read.expires = *life;
    return read;
}

std::string string_to_sign(const signature_v4& of, std::string_view canonical_request) {
    return std::string{algorithm} + '\n' + of.timestamp + '\n' + of.scope.text() + '\n' +
           hex(hash_of(hash_kind::sha256, canonical_request));
}

std::string signing_key(std::string_view secret, const credential_scope& scope) {
    auto key = "AWS4" + std::string{secret};
    for (const std::string_view step : {std::string_view{scope.date}, std::string_view{scope.region},
                                        std::string_view{scope.service}, std::string_view{"aws4_request"}})
        key = hmac(hash_kind::sha256, key, step);
    return key;
}

std::string sign(std::string_view secret, const signature_v4& of, std::string_view canonical_request) {
    return hex(hmac(hash_kind::sha256, signing_key(secret, of.scope), string_to_sign(of, canonical_request)));
}

} // namespace sendlab::aws
