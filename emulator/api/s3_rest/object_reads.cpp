// GetObject, HeadObject and GetObjectAttributes.
#include <algorithm>
#include <charconv>

#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/object_headers.hpp"
#include "aws/date_text.hpp"
#include "base/ascii.hpp"
#include "s3/byte_range.hpp"

namespace sendlab::api {

namespace {

result<const s3::object*, s3::error> find_object(const call& on) {
    const auto* version = on.request.parameter("versionId");
    if (version && version->empty())
        return s3::invalid_argument("Version id cannot be the empty string", "versionId", "");
    return on.store.get_object(on.request.bucket, on.request.key,
                               version ? std::optional<std::string_view>{*version} : std::nullopt);
}

/// What of the object is asked for: all of it, a range, or a part that it was uploaded in.
struct selection {
    s3::byte_range range;
    bool partial = false;
};

result<selection, s3::error> select_part(std::string_view text, const s3::object& object) {
    std::uint32_t wanted = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), wanted);
    if (wrong != std::errc{} || end != text.data() + text.size() || wanted < 1 || wanted > s3::most_parts)
        return s3::invalid_argument("Part number must be an integer between 1 and 10000, inclusive",
                                    "partNumber", std::string{text});
    const auto& parts = object.attributes->parts;
    if (parts.empty() && wanted == 1)
        return selection{{0, object.body.size()}, true};
    std::uint64_t offset = 0;
    std::uint32_t position = 1; // parts count from 1 in the object, whatever their numbers were
    for (const auto& part : parts) {
        if (position++ == wanted)
            return selection{{offset, part.size}, true};
        offset += part.size;
    }
    return s3::error{s3::errc::invalid_range,
                     "The requested partnumber is not satisfiable",
                     {{"ActualPartCount", std::to_string(std::max<std::size_t>(1, parts.size()))},
                      {"PartNumberRequested", std::to_string(wanted)}}};
}

result<selection, s3::error> select(const call& on, const s3::object& object) {
    const auto range_text = on.request.header("Range");
    const auto* part = on.request.parameter("partNumber");
    if (part && !range_text.empty())
        return s3::error{s3::errc::invalid_request,
                         "Cannot specify both Range header and partNumber query parameter"};
    if (part)
        return select_part(*part, object);
    const auto range = s3::parse_range(range_text, object.body.size());
    if (!range)
        return range.error();
    return *range ? selection{**range, true} : selection{{0, object.body.size()}, false};
}

void write_selection(http_response& response, const selection& selected, const s3::object& object) {
    const auto& [offset, size] = selected.range;
    response.body = object.body.bytes();
    response.body_offset = offset;
    response.body_length = size;
    if (!selected.partial)
        return;
    response.status = 206;
    const auto total = std::to_string(object.body.size());
    if (size > 0)
        response.fields.add("Content-Range", "bytes " + std::to_string(offset) + '-' +
                                                 std::to_string(offset + size - 1) + '/' + total);
}

/// NotModified has headers of the object, and no document.
http_response not_modified(const call& on, const s3::object& object) {
    auto response = empty_answer(304);
    response.fields.add("ETag", in_quotes(object.body.etag().hex()));
    response.fields.add("Last-Modified", aws::http_date(object.last_modified));
    write_version(response, **on.store.open_bucket(on.request.bucket), object);
    return response;
}

bool wants_checksum(const call& on) {
    return ascii::lower_case(on.request.header("x-amz-checksum-mode")) == "enabled";
}

bool wants(const call& on, std::string_view attribute) {
    const auto names = aws::canonical_value({on.request.http.fields.begin(), on.request.http.fields.end()},
                                            "x-amz-object-attributes");
    for (std::size_t at = 0; at < names.size();) {
        const auto end = std::min(names.find(',', at), names.size());
        if (aws::canonical_value({{"", names.substr(at, end - at)}}, "") == attribute)
            return true;
        at = end + 1;
    }
    return false;
}

void write_checksum_element(aws::xml_writer& document, const s3::object_checksum& checksum) {
    document.open("Checksum")
        .element("Checksum" + checksum.algorithm, checksum.value)
        .element("ChecksumType", checksum.composite ? "COMPOSITE" : "FULL_OBJECT")
        .close();
}

void write_parts(aws::xml_writer& document, const s3::object_attributes& attributes) {
    document.open("ObjectParts").element("TotalPartsCount", attributes.parts.size());
    const bool each = attributes.checksum && attributes.checksum->composite;
    for (const auto& part : attributes.parts) {
        if (!each)
            break;
        document.open("Part").element("Checksum" + attributes.checksum->algorithm, part.checksum);
        document.element("PartNumber", part.number).element("Size", part.size).close();
    }
    document.close();
}

} // namespace

answer s3_operations::get_object(const call& on) {
    const auto found = find_object(on);
    if (!found)
        return found.error();
    const auto& object = **found;
    if (!object.body.bytes())
        return s3::error{s3::errc::internal_error, "Only the size of this object is known"};
    if (auto refusal = s3::read_refusal(read_read_conditions(on.request), object)) {
        if (refusal->code == s3::errc::not_modified)
            return not_modified(on, object);
        return *std::move(refusal);
    }
    const auto selected = select(on, object);
    if (!selected)
        return selected.error();
    http_response response;
    const auto& in = **on.store.open_bucket(on.request.bucket);
    write_object_headers(response, on, object);
    write_version(response, in, object);
    write_expiration(response, in, on.request.key, object);
    write_selection(response, *selected, object);
    const auto& checksum = object.attributes->checksum;
    if (checksum && wants_checksum(on) && selected->range.size == object.body.size())
        write_checksum(response, *checksum);
    if (on.request.parameter("partNumber") && object.body.etag().parts > 0)
        response.fields.add("x-amz-mp-parts-count", std::to_string(object.body.etag().parts));
    return response;
}

answer s3_operations::get_object_attributes(const call& on) {
    const auto found = find_object(on);
    if (!found)
        return found.error();
    const auto& object = **found;
    const auto& attributes = *object.attributes;
    aws::xml_writer document{"GetObjectAttributesResponse", s3_namespace};
    if (wants(on, "ETag"))
        document.element("ETag", object.body.etag().hex());
    if (wants(on, "Checksum") && attributes.checksum)
        write_checksum_element(document, *attributes.checksum);
    if (wants(on, "ObjectParts") && !attributes.parts.empty())
        write_parts(document, attributes);
    if (wants(on, "StorageClass"))
        document.element("StorageClass", attributes.storage_class);
    if (wants(on, "ObjectSize"))
        document.element("ObjectSize", object.body.size());
    auto response = xml_answer(document);
    response.fields.add("Last-Modified", aws::http_date(object.last_modified));
    write_version(response, **on.store.open_bucket(on.request.bucket), object);
    return response;
}

} // namespace sendlab::api
