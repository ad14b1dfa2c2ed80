#include "api/s3_rest/object_headers.hpp"

#include <algorithm>

#include "api/s3_rest/metadata_text.hpp"
#include "aws/canonical_request.hpp"
#include "aws/checksum.hpp"
#include "aws/date_text.hpp"
#include "base/ascii.hpp"
#include "base/base64.hpp"

namespace sendlab::api {

namespace {

using finding = std::optional<s3::error>;

constexpr std::string_view metadata_prefix = "x-amz-meta-";

constexpr std::string_view storage_classes[] = {
    "STANDARD",     "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
    "DEEP_ARCHIVE", "GLACIER_IR",         "OUTPOSTS",    "SNOW",       "EXPRESS_ONEZONE"};

/// Headers that are kept as they are.
constexpr std::pair<std::string_view, std::string s3::object_attributes::*> kept[] = {
    {"Content-Type", &s3::object_attributes::content_type},
    {"Content-Disposition", &s3::object_attributes::content_disposition},
    {"Content-Language", &s3::object_attributes::content_language},
    {"Content-Encoding", &s3::object_attributes::content_encoding},
    {"Cache-Control", &s3::object_attributes::cache_control},
    {"Expires", &s3::object_attributes::expires},
    {"x-amz-storage-class", &s3::object_attributes::storage_class},
    {"x-amz-website-redirect-location", &s3::object_attributes::website_redirect},
};

/// "gzip, aws-chunked" -> "gzip": the coding of the transfer is not one of the object.
std::string without_aws_chunked(std::string_view encoding) {
    std::string rest;
    while (!encoding.empty()) {
        const auto end = std::min(encoding.find(','), encoding.size());
        const auto one = aws::canonical_value({{"", std::string{encoding.substr(0, end)}}}, "");
        encoding.remove_prefix(std::min(end + 1, encoding.size()));
        if (one != "aws-chunked" && !one.empty())
            rest += (rest.empty() ? "" : ",") + one;
    }
    return rest;
}

finding read_acl(s3::object_attributes& into, const http_fields& fields, const s3_rest_options& options) {
    for (const auto& [name, value] : fields)
        if (ascii::lower_case(name).starts_with("x-amz-grant-"))
            return s3::error{s3::errc::not_implemented,
                             "Grants are not emulated: use a canned ACL (x-amz-acl)"};
    const auto* word = fields.find("x-amz-acl");
    if (!word)
        return std::nullopt;
    const auto acl = s3::parse_canned_acl(*word);
    if (!acl)
        return s3::invalid_argument("", "x-amz-acl", *word);
    if (options.acls_disabled && *acl != s3::canned_acl::bucket_owner_full_control)
        return make_error(s3::errc::access_control_list_not_supported);
    into.acl = *acl;
    return std::nullopt;
}

finding refuse_unsupported(const http_fields& fields) {
    if (fields.find("x-amz-server-side-encryption-customer-algorithm"))
        return s3::error{s3::errc::not_implemented, "Encryption with keys of the client's is not emulated"};
    for (const auto* name : {"x-amz-object-lock-mode", "x-amz-object-lock-legal-hold"})
        if (fields.find(name))
            return s3::error{s3::errc::invalid_request, "Bucket is missing Object Lock Configuration"};
    return std::nullopt;
}

finding check_values(const s3::object_attributes& read) {
    if (std::ranges::find(storage_classes, read.storage_class) == std::end(storage_classes))
        return make_error(s3::errc::invalid_storage_class, {{"StorageClassRequested", read.storage_class}});
    const auto& redirect = read.website_redirect;
    if (!redirect.empty() && !redirect.starts_with('/') && !redirect.starts_with("http://") &&
        !redirect.starts_with("https://"))
        return s3::error{
            s3::errc::invalid_request,
            "The website redirect location must have a prefix of 'http://' or 'https://' or '/'."};
    return std::nullopt;
}

void read_metadata(s3::object_attributes& into, const http_fields& fields) {
    for (const auto& [name, value] : fields) {
        const auto lower = ascii::lower_case(name);
        if (!lower.starts_with(metadata_prefix))
            continue;
        auto& text = into.metadata[lower.substr(metadata_prefix.size())];
        text += (text.empty() ? "" : ",") + metadata_from_header(value);
    }
}

void add_if_any(http_response& response, std::string_view name, const std::string& value) {
    if (!value.empty())
        response.fields.add(std::string{name}, value);
}

std::optional<time_point> date_of(const s3_request& request, std::string_view name) {
    const auto text = request.header(name);
    auto date = aws::parse_http_date(text);
    return date ? date : aws::parse_iso_date(text);
}

} // namespace

result<s3::tag_set, s3::error> read_tagging_header(std::string_view text) {
    auto tags = parse_query(text);
    if (auto wrong = s3::tag_error(tags, s3::most_object_tags))
        return *std::move(wrong);
    return tags;
}

result<s3::object_attributes, s3::error> read_attributes(const http_fields& fields,
                                                         const s3_rest_options& options) {
    s3::object_attributes read;
    for (const auto& [name, member] : kept)
        if (const auto* value = fields.find(name); value && !value->empty())
            read.*member = *value;
    read.content_encoding = without_aws_chunked(read.content_encoding);
    read_metadata(read, fields);
    for (auto wrong : {read_acl(read, fields, options), refuse_unsupported(fields), check_values(read)})
        if (wrong)
            return *std::move(wrong);
    auto tags = read_tagging_header(fields.get("x-amz-tagging"));
    if (!tags)
        return tags.error();
    read.tags = *std::move(tags);
    return read;
}

s3::write_conditions read_write_conditions(const s3_request& request) {
    return {request.header_if_any("If-Match"), request.header_if_any("If-None-Match")};
}

s3::read_conditions read_read_conditions(const s3_request& request, std::string_view prefix) {
    const auto name = [&](const char* condition) { return std::string{prefix} + condition; };
    return {request.header_if_any(name("If-Match")), request.header_if_any(name("If-None-Match")),
            date_of(request, name("If-Modified-Since")), date_of(request, name("If-Unmodified-Since"))};
}

void write_object_headers(http_response& response, const call& on, const s3::object& object) {
    auto& fields = response.fields;
    const auto& attributes = *object.attributes;
    fields.add("Last-Modified", aws::http_date(object.last_modified));
    fields.add("ETag", in_quotes(object.body.etag().hex()));
    fields.add("Accept-Ranges", "bytes");
    fields.add("x-amz-server-side-encryption", "AES256");
    for (const auto& [name, member] : kept)
        if (name != "x-amz-storage-class" || attributes.storage_class != "STANDARD")
            add_if_any(response, name, attributes.*member);
    for (const auto& [name, value] : attributes.metadata)
        fields.add(std::string{metadata_prefix} + name, metadata_to_header(value));
    if (!attributes.tags.empty())
        fields.add("x-amz-tagging-count", std::to_string(attributes.tags.size()));
    for (const auto& [name, member] : kept) // response-content-type, ...: only for this answer
        if (const auto* value = on.request.parameter("response-" + ascii::lower_case(name)))
            fields.set(name, *value);
}

std::string checksum_header_of(const s3::object_checksum& checksum) {
    const auto algorithm = aws::parse_checksum_algorithm(checksum.algorithm);
    return algorithm ? std::string{checksum_header(*algorithm)} : std::string{};
}

void write_checksum(http_response& response, const s3::object_checksum& checksum) {
    response.fields.add(checksum_header_of(checksum), checksum.value);
    response.fields.add("x-amz-checksum-type", checksum.composite ? "COMPOSITE" : "FULL_OBJECT");
}

void write_version(http_response& response, const s3::bucket& in, const s3::object& version) {
    if (in.version_state() != s3::versioning::never)
        response.fields.add("x-amz-version-id", version.version_id());
}

void write_expiration(http_response& response, const s3::bucket& in, std::string_view key,
                      const s3::object& object) {
    if (const auto found = in.expiration(key, object))
        response.fields.add("x-amz-expiration", "expiry-date=\"" + aws::http_date(found->when) +
                                                    "\", rule-id=\"" + found->rule->id + '"');
}

s3::object_checksum computed_checksum(aws::checksum_algorithm algorithm, const blob& bytes) {
    return {std::string{to_string(algorithm)}, base64(aws::checksum_of(algorithm, bytes))};
}

s3::object_checksum own_checksum(const blob& bytes) {
    return computed_checksum(aws::checksum_algorithm::crc64nvme, bytes);
}

} // namespace sendlab::api
