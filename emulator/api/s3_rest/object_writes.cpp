// PutObject, CopyObject, and what a write by form has in common with them.
#include "api/s3_rest/copy_source.hpp"
#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/object_headers.hpp"
#include "aws/checksum.hpp"
#include "base/utc_text.hpp"

namespace sendlab::api {

namespace {

s3::object_store::put_request put_request_of(const call& on, blob_ptr bytes,
                                             s3::object_attributes attributes) {
    s3::object_store::put_request put{
        .bucket = on.request.bucket, .key = on.request.key, .body = s3::body{std::move(bytes)}};
    put.attributes = std::make_shared<const s3::object_attributes>(std::move(attributes));
    put.source_ip = on.request.http.peer;
    put.tag = on.chain();
    put.conditions = read_write_conditions(on.request);
    put.host_request = on.number;
    return put;
}

/// What the attributes of a copy are: the source's, or those of the request.
result<s3::object_attributes, s3::error> copied_attributes(const call& on,
                                                           const s3::object_attributes& source) {
    const auto given = read_attributes(on.request.http.fields, on.options);
    if (!given)
        return given.error();
    const bool replace_tags = on.request.header("x-amz-tagging-directive") == "REPLACE";
    auto made = on.request.header("x-amz-metadata-directive") == "REPLACE" ? *given : source;
    made.tags = replace_tags ? given->tags : source.tags;
    made.acl = given->acl;
    made.storage_class = given->storage_class;
    made.website_redirect = given->website_redirect;
    made.checksum = source.checksum;
    made.parts.clear();
    return made;
}

std::optional<s3::error> check_directives(const call& on) {
    for (const auto* name : {"x-amz-metadata-directive", "x-amz-tagging-directive"}) {
        const auto value = on.request.header(name);
        if (!value.empty() && value != "COPY" && value != "REPLACE")
            return s3::invalid_argument("Unknown " + std::string{name + 6} + '.', name, std::string{value});
    }
    return std::nullopt;
}

bool changes_something(const call& on, const copy_source& source) {
    return source.bucket != on.request.bucket || source.key != on.request.key || source.version_id ||
           on.request.header("x-amz-metadata-directive") == "REPLACE" ||
           !on.request.header("x-amz-storage-class").empty() ||
           !on.request.header("x-amz-website-redirect-location").empty() ||
           !on.request.header("x-amz-server-side-encryption").empty();
}

/// By the algorithm that the request asks for, else the source's; a composite checksum becomes one of the whole.
result<s3::object_checksum, s3::error> copied_checksum(const call& on, const s3::object& source) {
    const auto wanted = on.request.header("x-amz-checksum-algorithm");
    const auto& present = source.attributes->checksum;
    if (wanted.empty() && present && !present->composite)
        return *present;
    const auto name = !wanted.empty() ? std::string{wanted} : present ? present->algorithm : "CRC64NVME";
    const auto algorithm = aws::parse_checksum_algorithm(name);
    if (!algorithm)
        return s3::error{
            s3::errc::invalid_request,
            "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
            "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"};
    return computed_checksum(*algorithm, *source.body.bytes());
}

http_response write_answer(const call& on, const s3::object& written) {
    auto response = empty_answer();
    const auto& in = **on.store.open_bucket(on.request.bucket);
    response.fields.add("ETag", in_quotes(written.body.etag().hex()));
    response.fields.add("x-amz-server-side-encryption", "AES256");
    write_version(response, in, written);
    write_expiration(response, in, on.request.key, written);
    return response;
}

} // namespace

answer s3_operations::put_object(const call& on) {
    auto attributes = read_attributes(on.request.http.fields, on.options);
    if (!attributes)
        return attributes.error();
    if (const auto in = on.store.open_bucket(on.request.bucket); !in)
        return in.error();
    attributes->checksum = on.body.checksum ? on.body.checksum : own_checksum(*on.body.bytes);
    const auto checksum = *attributes->checksum;
    const auto written = on.store.put_object(put_request_of(on, on.body.bytes, *std::move(attributes)));
    if (!written)
        return written.error();
    auto response = write_answer(on, **written);
    write_checksum(response, checksum);
    return response;
}

answer s3_operations::copy_object(const call& on) {
    const auto source = read_copy_source(on.request);
    if (!source)
        return source.error();
    if (auto wrong = check_directives(on))
        return *std::move(wrong);
    const auto found = find_copy_source(on, *source);
    if (!found)
        return found.error();
    if (!changes_something(on, *source))
        return s3::error{
            s3::errc::invalid_request,
            "This copy request is illegal because it is trying to copy an object to itself without "
            "changing the object's metadata, storage class, website redirect location or encryption "
            "attributes."};
    auto attributes = copied_attributes(on, *found->attributes);
    if (!attributes)
        return attributes.error();
    const auto checksum = copied_checksum(on, *found);
    if (!checksum)
        return checksum.error();
    attributes->checksum = *checksum;
    auto put = put_request_of(on, found->body.bytes(), *std::move(attributes));
    put.event = s3::event_type::object_created_copy;
    const auto written = on.store.put_object(std::move(put));
    if (!written)
        return written.error();

    aws::xml_writer document{"CopyObjectResult", s3_namespace};
    document.element("LastModified", utc_text((*written)->last_modified));
    document.element("ETag", in_quotes((*written)->body.etag().hex()));
    document.element("Checksum" + checksum->algorithm, checksum->value)
        .element("ChecksumType", "FULL_OBJECT");
    auto response = xml_answer(document);
    for (const auto& [name, value] : write_answer(on, **written).fields)
        if (name != "ETag")
            response.fields.add(name, value);
    if (found->version_id)
        response.fields.add("x-amz-copy-source-version-id", *found->version_id);
    return response;
}

} // namespace sendlab::api
