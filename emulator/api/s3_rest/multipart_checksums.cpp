#include "api/s3_rest/multipart_checksums.hpp"

#include <cassert>

#include "api/s3_rest/object_headers.hpp"
#include "aws/canonical_request.hpp"
#include "aws/checksum.hpp"
#include "base/ascii.hpp"
#include "base/base64.hpp"

namespace sendlab::api {

namespace {

using finding = std::optional<s3::error>;

bool is_crc(aws::checksum_algorithm algorithm) {
    return algorithm != aws::checksum_algorithm::sha1 && algorithm != aws::checksum_algorithm::sha256;
}

aws::checksum_algorithm algorithm_of(const s3::multipart_upload& upload) {
    const auto algorithm = aws::parse_checksum_algorithm(checksum_name(upload));
    assert(algorithm);
    return *algorithm;
}

/// A composite checksum can only be checked by whoever has those of the parts.
finding check_all_given(const s3::multipart_upload& upload, std::span<const s3::named_part> named) {
    if (!upload.composite_checksum)
        return std::nullopt;
    for (const auto& part : named)
        if (part.checksum.empty())
            return s3::invalid_request(
                "The upload was created using a " + ascii::lower_case(upload.checksum_algorithm) +
                " checksum. The complete request must include the checksum for each part. It was "
                "missing for part " +
                std::to_string(part.number) + " in the request.");
    return std::nullopt;
}

finding check_type(const s3_request& request, const s3::multipart_upload& upload) {
    const auto type = request.header("x-amz-checksum-type");
    const std::string_view actual = upload.composite_checksum ? "COMPOSITE" : "FULL_OBJECT";
    if (type.empty() || type == actual)
        return std::nullopt;
    return s3::invalid_request("The upload was created using the " + std::string{actual} +
                               " checksum mode. The complete request must use the same checksum mode.");
}

std::string composed(const s3::multipart_upload& upload, std::span<const s3::selected_part> parts) {
    std::vector<std::string> values;
    for (const auto& [number, part] : parts)
        values.push_back(base64_decoded(part->checksum->value).value());
    return base64(aws::composite_checksum(algorithm_of(upload), values)) + '-' + std::to_string(parts.size());
}

std::string joined(const s3::multipart_upload& upload, std::span<const s3::selected_part> parts) {
    std::vector<std::pair<std::string, std::uint64_t>> values;
    for (const auto& [number, part] : parts)
        values.emplace_back(base64_decoded(part->checksum->value).value(), part->body.size());
    return base64(aws::full_object_checksum(algorithm_of(upload), values));
}

/// Clients write a composite value with or without its "-N".
bool same_value(std::string_view given, const s3::object_checksum& computed) {
    return given == computed.value || (computed.composite && given == std::string_view{computed.value}.substr(
                                                                          0, computed.value.rfind('-')));
}

} // namespace

finding read_upload_checksum(const s3_request& request, s3::multipart_upload& into) {
    const auto name = request.header("x-amz-checksum-algorithm");
    const auto type = request.header("x-amz-checksum-type");
    if (name.empty() && !type.empty())
        return s3::invalid_request(
            "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm "
            "header.");
    if (name.empty())
        return std::nullopt;
    const auto algorithm = aws::parse_checksum_algorithm(name);
    if (!algorithm)
        return s3::invalid_request(
            "Checksum algorithm provided is unsupported. Please try again with any of the valid "
            "types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
    const bool wide = *algorithm == aws::checksum_algorithm::crc64nvme;
    const bool impossible = (type == "FULL_OBJECT" && !is_crc(*algorithm)) || (type == "COMPOSITE" && wide);
    if (impossible)
        return s3::invalid_request("The " + std::string{type} + " checksum type cannot be used with the " +
                                   ascii::lower_case(to_string(*algorithm)) + " checksum algorithm.");
    if (!type.empty() && type != "FULL_OBJECT" && type != "COMPOSITE")
        return s3::invalid_request("Value for x-amz-checksum-type header is invalid.");
    into.checksum_algorithm = to_string(*algorithm);
    into.composite_checksum = type == "COMPOSITE" || (type.empty() && !wide);
    return std::nullopt;
}

std::string checksum_name(const s3::multipart_upload& upload) {
    return upload.checksum_algorithm.empty() ? "CRC64NVME" : upload.checksum_algorithm;
}

result<std::optional<s3::object_checksum>, s3::error>
part_checksum(const s3::multipart_upload& upload, const std::optional<s3::object_checksum>& given,
              const blob& bytes) {
    const auto name = checksum_name(upload);
    if (given && given->algorithm == name)
        return given;
    if (given && !upload.checksum_algorithm.empty())
        return s3::invalid_request(
            "Checksum Type mismatch occurred, expected checksum Type: " + ascii::lower_case(name) +
            ", actual checksum Type: " + ascii::lower_case(given->algorithm));
    return std::optional{computed_checksum(algorithm_of(upload), bytes)};
}

result<s3::object_checksum, s3::error> object_checksum(const s3_request& request,
                                                       const s3::multipart_upload& upload,
                                                       std::span<const s3::named_part> named,
                                                       std::span<const s3::selected_part> parts) {
    for (auto wrong : {check_all_given(upload, named), check_type(request, upload)})
        if (wrong)
            return *std::move(wrong);
    s3::object_checksum computed{checksum_name(upload), {}, upload.composite_checksum};
    computed.value = computed.composite ? composed(upload, parts) : joined(upload, parts);
    const auto given = request.header(checksum_header_of(computed));
    if (!given.empty() && !same_value(given, computed))
        return s3::error{s3::errc::bad_digest, "The " + ascii::lower_case(computed.algorithm) +
                                                   " you specified did not match the calculated checksum."};
    return computed;
}

} // namespace sendlab::api
