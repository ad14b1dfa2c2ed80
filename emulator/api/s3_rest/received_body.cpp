#include "api/s3_rest/received_body.hpp"

#include <charconv>

#include "aws/checksum.hpp"
#include "aws/chunked_decoder.hpp"
#include "aws/hashing.hpp"
#include "base/base64.hpp"

namespace sendlab::api {

namespace {

using finding = std::optional<s3::error>;
using fields = std::vector<std::pair<std::string, std::string>>;

std::string digest_of(aws::hash_kind kind, const blob& bytes) {
    aws::hash sum{kind};
    for_each_piece(bytes, [&](std::string_view piece) { sum.add(piece); });
    return sum.value();
}

bool is_chunked(const s3_request& request) {
    return request.header("x-amz-content-sha256").starts_with("STREAMING-") ||
           (request.header("Content-Encoding").find("aws-chunked") != std::string_view::npos &&
            request.http.fields.find("x-amz-decoded-content-length"));
}

s3::error incomplete() {
    return make_error(s3::errc::incomplete_body);
}

finding check_decoded_length(const s3_request& request, std::uint64_t decoded) {
    const auto* text = request.http.fields.find("x-amz-decoded-content-length");
    if (!text)
        return std::nullopt;
    std::uint64_t announced = 0;
    const auto [end, wrong] = std::from_chars(text->data(), text->data() + text->size(), announced);
    if (wrong != std::errc{} || end != text->data() + text->size() || announced != decoded)
        return incomplete();
    return std::nullopt;
}

struct decoded_body {
    blob_ptr bytes;
    fields trailers;
};

result<decoded_body, s3::error> decode(const s3_request& request, const s3_rest_options& options,
                                       aws::chunk_signatures* signatures) {
    if (!is_chunked(request))
        return decoded_body{request.http.body, {}};
    const auto out = options.new_blob();
    aws::chunked_decoder decoder{*out, signatures};
    for_each_piece(*request.http.body, [&](std::string_view piece) { decoder.feed(piece); });
    const bool complete = decoder.complete();
    if (decoder.problem() == aws::chunk_problem::wrong_signature)
        return make_error(s3::errc::signature_does_not_match);
    if (!complete)
        return incomplete();
    if (auto wrong = check_decoded_length(request, decoder.decoded_size()))
        return *std::move(wrong);
    return decoded_body{out->finish(), decoder.trailers()};
}

/// x-amz-content-sha256, where it is a digest and not the word for none.
finding check_payload_hash(const s3_request& request) {
    const auto given = request.header("x-amz-content-sha256");
    if (given.empty() || given.starts_with("STREAMING-") || given == "UNSIGNED-PAYLOAD")
        return std::nullopt;
    const auto computed = aws::hex(digest_of(aws::hash_kind::sha256, *request.http.body));
    if (given == computed)
        return std::nullopt;
    return make_error(s3::errc::content_sha256_mismatch, {{"ClientComputedContentSHA256", std::string{given}},
                                                          {"S3ComputedContentSHA256", computed}});
}

finding check_md5(const s3_request& request, const blob& bytes) {
    const auto* given = request.http.fields.find("Content-MD5");
    if (!given)
        return std::nullopt;
    const auto digest = base64_decoded(*given);
    if (!digest || digest->size() != 16)
        return make_error(s3::errc::invalid_digest, {{"Content-MD5", *given}});
    const auto computed = digest_of(aws::hash_kind::md5, bytes);
    if (*digest == computed)
        return std::nullopt;
    return make_error(s3::errc::bad_digest,
                      {{"ExpectedDigest", *given}, {"CalculatedDigest", base64(computed)}});
}

const std::string* find_field(const s3_request& request, const fields& trailers, std::string_view name) {
    if (const auto* header = request.http.fields.find(name))
        return header;
    for (const auto& [trailer, value] : trailers)
        if (trailer == name)
            return &value;
    return nullptr;
}

struct claimed_checksum {
    aws::checksum_algorithm algorithm;
    std::string value; // raw
};

result<std::optional<claimed_checksum>, s3::error> find_checksum(const s3_request& request,
                                                                 const fields& trailers) {
    std::optional<claimed_checksum> found;
    for (const auto algorithm : aws::checksum_algorithms) {
        const auto name = aws::checksum_header(algorithm);
        const auto* text = find_field(request, trailers, name);
        if (!text)
            continue;
        if (found)
            return s3::invalid_request(
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        const auto value = base64_decoded(*text);
        if (!value || value->size() != aws::checksum_size(algorithm))
            return s3::invalid_request("Value for " + std::string{name} + " header is invalid.");
        found = claimed_checksum{algorithm, *value};
    }
    const auto promised = request.header("x-amz-sdk-checksum-algorithm");
    if (!promised.empty() && !aws::parse_checksum_algorithm(promised))
        return s3::invalid_request("Value for x-amz-sdk-checksum-algorithm header is invalid.");
    if (!found && (!promised.empty() || !request.header("x-amz-trailer").empty()))
        return s3::invalid_request(
            "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or "
            "x-amz-trailer headers were found.");
    return found;
}

/// Completing an upload, these headers describe the object, not the list of parts that is the body.
bool describes_object(const s3_request& request) {
    return request.http.method == "POST" && (request.parameter("uploadId") || request.parameter("uploads"));
}

} // namespace

result<received_body, s3::error> receive_body(const s3_request& request, const s3_rest_options& options,
                                              aws::chunk_signatures* signatures) {
    if (auto wrong = check_payload_hash(request))
        return *std::move(wrong);
    auto decoded = decode(request, options, signatures);
    if (!decoded)
        return decoded.error();
    received_body body{decoded->bytes};
    if (auto wrong = check_md5(request, *body.bytes))
        return *std::move(wrong);
    if (describes_object(request))
        return body;
    const auto claimed = find_checksum(request, decoded->trailers);
    if (!claimed)
        return claimed.error();
    if (!*claimed)
        return body;
    const auto& [algorithm, value] = **claimed;
    if (aws::checksum_of(algorithm, *body.bytes) != value)
        return s3::error{s3::errc::bad_digest, "The " + std::string{to_string(algorithm)} +
                                                   " you specified did not match the calculated checksum."};
    body.checksum = s3::object_checksum{std::string{to_string(algorithm)}, base64(value)};
    return body;
}

} // namespace sendlab::api
