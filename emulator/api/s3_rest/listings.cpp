// ListObjects, ListObjectsV2 and ListObjectVersions.
#include <charconv>

#include "api/s3_rest/handlers.hpp"
#include "aws/uri_encoding.hpp"
#include "base/base64.hpp"
#include "base/utc_text.hpp"
#include "s3/version_listing.hpp"

namespace sendlab::api {

namespace {

/// Parameters that all listings have.
struct page {
    std::string prefix;
    std::string delimiter;
    std::size_t max_keys = 1000;
    bool url_encoded = false;

    [[nodiscard]] std::string shown(std::string_view key) const {
        return url_encoded ? aws::uri_encoded(key, aws::slashes::kept) : std::string{key};
    }
};

result<std::size_t, s3::error> read_max_keys(const s3_request& request) {
    const auto* text = request.parameter("max-keys");
    if (!text || text->empty())
        return std::size_t{1000};
    std::int64_t value = 0;
    const auto [end, wrong] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (wrong != std::errc{} || end != text->data() + text->size())
        return s3::invalid_argument("Provided max-keys not an integer or within integer range", "max-keys",
                                    *text);
    if (value < 0 || value > 2'147'483'647)
        return s3::invalid_argument("Argument maxKeys must be an integer between 0 and 2147483647", "maxKeys",
                                    *text);
    return std::min<std::size_t>(static_cast<std::size_t>(value), 1000);
}

result<page, s3::error> read_page(const s3_request& request) {
    const auto encoding = request.parameter_text("encoding-type");
    if (!encoding.empty() && encoding != "url")
        return s3::invalid_argument("Invalid Encoding Method specified in Request", "encoding-type",
                                    encoding);
    const auto max_keys = read_max_keys(request);
    if (!max_keys)
        return max_keys.error();
    return page{request.parameter_text("prefix"), request.parameter_text("delimiter"), *max_keys,
                !encoding.empty()};
}

void write_page(aws::xml_writer& document, const page& wanted) {
    document.element("Prefix", wanted.shown(wanted.prefix));
    document.element("MaxKeys", wanted.max_keys);
    document.optional("Delimiter", wanted.shown(wanted.delimiter));
    if (wanted.url_encoded)
        document.element("EncodingType", "url");
}

/// What objects and versions of listings have in common.
void write_content(aws::xml_writer& document, const s3::object& object) {
    document.element("LastModified", utc_text(object.last_modified));
    document.element("ETag", in_quotes(object.body.etag().hex()));
    if (const auto& checksum = object.attributes->checksum) {
        document.element("ChecksumAlgorithm", checksum->algorithm);
        document.element("ChecksumType", checksum->composite ? "COMPOSITE" : "FULL_OBJECT");
    }
    document.element("Size", object.body.size());
    document.element("StorageClass", object.attributes->storage_class);
}

void write_common_prefixes(aws::xml_writer& document, const page& wanted,
                           const std::vector<std::string>& prefixes) {
    for (const auto& prefix : prefixes)
        document.open("CommonPrefixes").element("Prefix", wanted.shown(prefix)).close();
}

void write_found(aws::xml_writer& document, const page& wanted, const s3::listing& found, bool owners) {
    for (const auto& [key, object] : found.objects) {
        document.open("Contents").element("Key", wanted.shown(key));
        write_content(document, *object);
        if (owners)
            write_owner(document);
        document.close();
    }
    write_common_prefixes(document, wanted, found.common_prefixes);
}

void write_version_entry(aws::xml_writer& document, const page& wanted, const s3::version_entry& entry) {
    const auto& version = *entry.version;
    document.open(version.delete_marker ? "DeleteMarker" : "Version");
    document.element("Key", wanted.shown(entry.key)).element("VersionId", version.version_id());
    document.element("IsLatest", entry.latest);
    if (version.delete_marker)
        document.element("LastModified", utc_text(version.last_modified));
    else
        write_content(document, version);
    write_owner(document);
    document.close();
}

result<std::string, s3::error> start_of(const s3_request& request) {
    const auto* token = request.parameter("continuation-token");
    if (!token)
        return request.parameter_text("start-after");
    auto key = base64_decoded(*token);
    if (!key || key->empty())
        return s3::invalid_argument("The continuation token provided is incorrect", "continuation-token",
                                    *token);
    return *std::move(key);
}

} // namespace

answer s3_operations::list_objects(const call& on) {
    const auto wanted = read_page(on.request);
    if (!wanted)
        return wanted.error();
    const auto marker = on.request.parameter_text("marker");
    const auto found =
        on.store.list_objects(on.request.bucket, wanted->prefix, wanted->delimiter, marker, wanted->max_keys);
    if (!found)
        return found.error();
    aws::xml_writer document{"ListBucketResult", s3_namespace};
    document.element("Name", on.request.bucket);
    write_page(document, *wanted);
    document.element("Marker", wanted->shown(marker)).element("IsTruncated", found->truncated);
    if (found->truncated && !wanted->delimiter.empty())
        document.element("NextMarker", wanted->shown(found->next_start_after));
    write_found(document, *wanted, *found, true);
    return xml_answer(document);
}

answer s3_operations::list_objects_v2(const call& on) {
    const auto wanted = read_page(on.request);
    if (!wanted)
        return wanted.error();
    const auto start = start_of(on.request);
    if (!start)
        return start.error();
    const auto found =
        on.store.list_objects(on.request.bucket, wanted->prefix, wanted->delimiter, *start, wanted->max_keys);
    if (!found)
        return found.error();
    aws::xml_writer document{"ListBucketResult", s3_namespace};
    document.element("Name", on.request.bucket);
    write_page(document, *wanted);
    document.element("KeyCount", found->objects.size() + found->common_prefixes.size());
    document.element("IsTruncated", found->truncated);
    document.optional("ContinuationToken", on.request.parameter_text("continuation-token"));
    document.optional("StartAfter", wanted->shown(on.request.parameter_text("start-after")));
    if (found->truncated)
        document.element("NextContinuationToken", base64(found->next_start_after));
    write_found(document, *wanted, *found, on.request.parameter_text("fetch-owner") == "true");
    return xml_answer(document);
}

answer s3_operations::list_object_versions(const call& on) {
    const auto wanted = read_page(on.request);
    if (!wanted)
        return wanted.error();
    const auto key_marker = on.request.parameter_text("key-marker");
    const auto version_marker = on.request.parameter_text("version-id-marker");
    if (key_marker.empty() && !version_marker.empty())
        return s3::invalid_argument("A version-id marker cannot be specified without a key marker.",
                                    "version-id-marker", version_marker);
    const auto in = on.store.open_bucket(on.request.bucket);
    if (!in)
        return in.error();
    const auto found = s3::list_versions(
        **in, {wanted->prefix, wanted->delimiter, key_marker, version_marker, wanted->max_keys});
    aws::xml_writer document{"ListVersionsResult", s3_namespace};
    document.element("Name", on.request.bucket);
    write_page(document, *wanted);
    document.element("KeyMarker", wanted->shown(key_marker)).element("VersionIdMarker", version_marker);
    document.element("IsTruncated", found.truncated);
    document.optional("NextKeyMarker", wanted->shown(found.next_key_marker));
    document.optional("NextVersionIdMarker", found.next_version_id_marker);
    for (const auto& entry : found.versions)
        write_version_entry(document, *wanted, entry);
    write_common_prefixes(document, *wanted, found.common_prefixes);
    return xml_answer(document);
}

} // namespace sendlab::api
