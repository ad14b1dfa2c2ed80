// Uploads in parts: begun, filled, completed, given up.
#include <charconv>

#include "api/s3_rest/copy_source.hpp"
#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/multipart_checksums.hpp"
#include "api/s3_rest/object_headers.hpp"
#include "api/s3_rest/xml_document.hpp"
#include "base/utc_text.hpp"
#include "s3/blob_parts.hpp"
#include "s3/byte_range.hpp"

namespace sendlab::api {

namespace {

s3::error bad_part_number(const std::string& text) {
    return s3::invalid_argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber",
                                text);
}

result<std::uint32_t, s3::error> read_part_number(const std::string& text) {
    std::uint32_t number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (wrong != std::errc{} || end != text.data() + text.size() || number < 1 || number > s3::most_parts)
        return bad_part_number(text);
    return number;
}

/// The part that an upload in parts is given, with a checksum of the upload's algorithm.
result<const s3::uploaded_part*, s3::error> store_part(const call& on, blob_ptr bytes,
                                                       const std::optional<s3::object_checksum>& given) {
    const auto id = on.request.parameter_text("uploadId");
    const auto upload = on.store.find_upload(on.request.bucket, on.request.key, id);
    if (!upload)
        return upload.error();
    const auto number = read_part_number(on.request.parameter_text("partNumber"));
    if (!number)
        return number.error();
    auto checksum = part_checksum(**upload, given, *bytes);
    if (!checksum)
        return checksum.error();
    s3::uploaded_part part{.body = s3::body{std::move(bytes)}, .checksum = *std::move(checksum)};
    return on.store.upload_part(on.request.bucket, on.request.key, id, *number, std::move(part));
}

/// The whole source, or x-amz-copy-source-range of it.
result<blob_ptr, s3::error> copied_bytes(const call& on, const s3::object& source) {
    const auto text = on.request.header("x-amz-copy-source-range");
    if (text.empty())
        return source.body.bytes();
    const auto range = s3::parse_range(text, source.body.size());
    if (!range || !*range)
        return s3::invalid_argument(
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first "
            "and last are the zero-based offsets of the first and last bytes to copy",
            "x-amz-copy-source-range", std::string{text});
    return blob_ptr{
        std::make_shared<const s3::blob_slice>(source.body.bytes(), (*range)->offset, (*range)->size)};
}

result<std::vector<s3::named_part>, s3::error> read_named_parts(const blob& body,
                                                                const std::string& algorithm) {
    const auto document = xml_document::parse(body, "CompleteMultipartUpload");
    if (!document)
        return document.error();
    std::vector<s3::named_part> parts;
    for (const auto& element : document->children("Part")) {
        const auto number = element.text("PartNumber");
        const auto tag = element.text("ETag");
        if (!number || !tag)
            return make_error(s3::errc::malformed_xml);
        const auto read = read_part_number(*number);
        if (!read)
            return read.error();
        parts.push_back({*read, *tag, element.text("Checksum" + algorithm).value_or("")});
    }
    return parts;
}

std::string location_of(const s3_request& request) {
    const auto host = std::string{request.header("Host")};
    return (request.http.tls ? "https://" : "http://") + host + std::string{request.http.path()};
}

std::optional<s3::error> check_object_size(const call& on, std::uint64_t computed) {
    const auto given = on.request.header("x-amz-mp-object-size");
    if (given.empty() || given == std::to_string(computed))
        return std::nullopt;
    return s3::error{s3::errc::invalid_request,
                     "The provided 'x-amz-mp-object-size' header value " + std::string{given} +
                         " does not match what was computed: " + std::to_string(computed)};
}

/// Attributes of the upload, with the checksum of the whole and the sizes of the parts.
result<s3::object_attributes, s3::error> completed_attributes(const call& on,
                                                              const s3::multipart_upload& upload,
                                                              std::span<const s3::named_part> named) {
    const auto parts = s3::select_parts(upload, named);
    if (!parts)
        return parts.error();
    auto checksum = object_checksum(on.request, upload, named, *parts);
    if (!checksum)
        return checksum.error();
    auto attributes = *upload.attributes;
    std::uint64_t size = 0;
    for (const auto& [number, part] : *parts) {
        attributes.parts.push_back({number, part->body.size(), part->checksum ? part->checksum->value : ""});
        size += part->body.size();
    }
    if (auto wrong = check_object_size(on, size))
        return *std::move(wrong);
    attributes.checksum = *std::move(checksum);
    return attributes;
}

answer completed_answer(const call& on, const s3::object& written) {
    aws::xml_writer document{"CompleteMultipartUploadResult", s3_namespace};
    document.element("Location", location_of(on.request));
    document.element("Bucket", on.request.bucket).element("Key", on.request.key);
    document.element("ETag", in_quotes(written.body.etag().hex()));
    const auto& checksum = *written.attributes->checksum;
    document.element("Checksum" + checksum.algorithm, checksum.value);
    document.element("ChecksumType", checksum.composite ? "COMPOSITE" : "FULL_OBJECT");
    auto response = xml_answer(document);
    const auto& in = **on.store.open_bucket(on.request.bucket);
    response.fields.add("x-amz-server-side-encryption", "AES256");
    write_version(response, in, written);
    write_expiration(response, in, on.request.key, written);
    return response;
}

} // namespace

answer s3_operations::create_multipart_upload(const call& on) {
    const auto in = on.store.open_bucket(on.request.bucket);
    if (!in)
        return in.error();
    auto attributes = read_attributes(on.request.http.fields, on.options);
    if (!attributes)
        return attributes.error();
    s3::multipart_upload upload;
    upload.key = on.request.key;
    upload.attributes = std::make_shared<const s3::object_attributes>(*std::move(attributes));
    if (auto wrong = read_upload_checksum(on.request, upload))
        return *std::move(wrong);
    const auto algorithm = upload.checksum_algorithm;
    const bool composite = upload.composite_checksum;
    const auto id = on.store.create_upload(on.request.bucket, std::move(upload));
    if (!id)
        return id.error();
    aws::xml_writer document{"InitiateMultipartUploadResult", s3_namespace};
    document.element("Bucket", on.request.bucket).element("Key", on.request.key).element("UploadId", *id);
    auto response = xml_answer(document);
    response.fields.add("x-amz-server-side-encryption", "AES256");
    if (!algorithm.empty()) {
        response.fields.add("x-amz-checksum-algorithm", algorithm);
        response.fields.add("x-amz-checksum-type", composite ? "COMPOSITE" : "FULL_OBJECT");
    }
    return response;
}

answer s3_operations::upload_part(const call& on) {
    const auto stored = store_part(on, on.body.bytes, on.body.checksum);
    if (!stored)
        return stored.error();
    auto response = empty_answer();
    response.fields.add("ETag", in_quotes((*stored)->body.etag().hex()));
    response.fields.add("x-amz-server-side-encryption", "AES256");
    const auto& shown = on.body.checksum ? on.body.checksum : (*stored)->checksum;
    response.fields.add(checksum_header_of(*shown), shown->value);
    return response;
}

answer s3_operations::upload_part_copy(const call& on) {
    const auto source = read_copy_source(on.request);
    if (!source)
        return source.error();
    const auto found = find_copy_source(on, *source);
    if (!found)
        return found.error();
    auto bytes = copied_bytes(on, *found);
    if (!bytes)
        return bytes.error();
    const auto stored = store_part(on, *std::move(bytes), std::nullopt);
    if (!stored)
        return stored.error();
    aws::xml_writer document{"CopyPartResult", s3_namespace};
    document.element("LastModified", utc_text((*stored)->last_modified));
    document.element("ETag", in_quotes((*stored)->body.etag().hex()));
    if (const auto& checksum = (*stored)->checksum)
        document.element("Checksum" + checksum->algorithm, checksum->value);
    auto response = xml_answer(document);
    if (found->version_id)
        response.fields.add("x-amz-copy-source-version-id", *found->version_id);
    return response;
}

answer s3_operations::complete_multipart_upload(const call& on) {
    const auto id = on.request.parameter_text("uploadId");
    const auto upload = on.store.find_upload(on.request.bucket, on.request.key, id);
    if (!upload)
        return upload.error();
    const auto parts = read_named_parts(*on.body.bytes, checksum_name(**upload));
    if (!parts)
        return parts.error();
    auto attributes = completed_attributes(on, **upload, *parts);
    if (!attributes)
        return attributes.error();
    s3::object_store::put_request put{.bucket = on.request.bucket, .key = on.request.key, .body = {}};
    put.attributes = std::make_shared<const s3::object_attributes>(*std::move(attributes));
    put.source_ip = on.request.http.peer;
    put.tag = on.chain();
    put.conditions = read_write_conditions(on.request);
    put.host_request = on.number;
    const auto written = on.store.complete_upload(id, *parts, std::move(put));
    if (!written)
        return written.error();
    return completed_answer(on, **written);
}

answer s3_operations::abort_multipart_upload(const call& on) {
    const auto gone =
        on.store.abort_upload(on.request.bucket, on.request.key, on.request.parameter_text("uploadId"));
    if (!gone)
        return gone.error();
    return empty_answer(204);
}

} // namespace sendlab::api
