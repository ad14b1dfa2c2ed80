// ListParts and ListMultipartUploads.
#include <algorithm>
#include <charconv>
#include <tuple>

#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/multipart_checksums.hpp"
#include "aws/uri_encoding.hpp"
#include "base/utc_text.hpp"

namespace sendlab::api {

namespace {

result<std::uint32_t, s3::error> read_number(const s3_request& request, const char* name,
                                             std::uint32_t fallback) {
    const auto* text = request.parameter(name);
    if (!text || text->empty())
        return fallback;
    std::uint32_t number = 0;
    const auto [end, wrong] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (wrong != std::errc{} || end != text->data() + text->size() || number > 2'147'483'647)
        return s3::invalid_argument(
            "Provided " + std::string{name} + " not an integer or within integer range", name, *text);
    return number;
}

void write_part(aws::xml_writer& document, std::uint32_t number, const s3::uploaded_part& part) {
    document.open("Part").element("PartNumber", number);
    document.element("LastModified", utc_text(part.last_modified));
    document.element("ETag", in_quotes(part.body.etag().hex())).element("Size", part.body.size());
    if (part.checksum)
        document.element("Checksum" + part.checksum->algorithm, part.checksum->value);
    document.close();
}

void write_checksum_kind(aws::xml_writer& document, const s3::multipart_upload& upload) {
    if (upload.checksum_algorithm.empty())
        return;
    document.element("ChecksumAlgorithm", upload.checksum_algorithm);
    document.element("ChecksumType", upload.composite_checksum ? "COMPOSITE" : "FULL_OBJECT");
}

using upload_entry = std::pair<std::string, const s3::multipart_upload*>; // id, upload

/// By key, then by time.
std::vector<upload_entry> sorted(const s3::upload_map& uploads) {
    std::vector<upload_entry> entries;
    for (const auto& [id, upload] : uploads)
        entries.emplace_back(id, &upload);
    std::ranges::sort(entries, {}, [](const upload_entry& e) {
        return std::tuple{std::string_view{e.second->key}, e.second->initiated, std::string_view{e.first}};
    });
    return entries;
}

/// Where a page begins: behind the marker's key, or behind that upload of it.
std::vector<upload_entry>::const_iterator beginning(const std::vector<upload_entry>& entries,
                                                    const std::string& key, const std::string& id) {
    const auto marked = std::ranges::find_if(
        entries, [&](const upload_entry& e) { return !id.empty() && e.first == id && e.second->key == key; });
    if (marked != entries.end())
        return std::next(marked);
    return std::ranges::find_if(entries, [&](const upload_entry& e) { return e.second->key > key; });
}

struct upload_page {
    std::vector<upload_entry> uploads;
    std::vector<std::string> common_prefixes;
    std::string next_key;
    std::string next_id;
    bool truncated = false;
};

upload_page take_page(const s3_request& request, const s3::upload_map& uploads, std::uint32_t limit) {
    const auto prefix = request.parameter_text("prefix");
    const auto delimiter = request.parameter_text("delimiter");
    const auto entries = sorted(uploads);
    upload_page page;
    auto at =
        beginning(entries, request.parameter_text("key-marker"), request.parameter_text("upload-id-marker"));
    for (; at != entries.end(); ++at) {
        const auto& key = at->second->key;
        if (!key.starts_with(prefix))
            continue;
        const auto cut = delimiter.empty() ? std::string::npos : key.find(delimiter, prefix.size());
        const auto group = cut == std::string::npos ? std::string{} : key.substr(0, cut + delimiter.size());
        if (!group.empty() && !page.common_prefixes.empty() && page.common_prefixes.back() == group)
            continue;
        page.truncated = page.uploads.size() + page.common_prefixes.size() == limit;
        if (page.truncated)
            return page;
        if (group.empty())
            page.uploads.push_back(*at);
        else
            page.common_prefixes.push_back(group);
        page.next_key = key;
        page.next_id = at->first;
    }
    return page;
}

} // namespace

answer s3_operations::list_parts(const call& on) {
    const auto id = on.request.parameter_text("uploadId");
    const auto upload = on.store.find_upload(on.request.bucket, on.request.key, id);
    if (!upload)
        return upload.error();
    const auto marker = read_number(on.request, "part-number-marker", 0);
    const auto wanted = read_number(on.request, "max-parts", 1000);
    if (!marker || !wanted)
        return marker ? wanted.error() : marker.error();
    const auto limit = std::min<std::uint32_t>(*wanted, 1000);
    const auto& parts = (*upload)->parts;
    aws::xml_writer document{"ListPartsResult", s3_namespace};
    document.element("Bucket", on.request.bucket).element("Key", on.request.key).element("UploadId", id);
    write_owner(document, "Initiator");
    write_owner(document);
    document.element("StorageClass", (*upload)->attributes->storage_class);
    write_checksum_kind(document, **upload);
    document.element("PartNumberMarker", *marker).element("MaxParts", limit);
    auto at = parts.upper_bound(*marker);
    std::uint32_t last = *marker;
    for (std::uint32_t listed = 0; at != parts.end() && listed < limit; ++at, ++listed) {
        write_part(document, at->first, at->second);
        last = at->first;
    }
    document.element("NextPartNumberMarker", last).element("IsTruncated", at != parts.end());
    return xml_answer(document);
}

answer s3_operations::list_multipart_uploads(const call& on) {
    const auto in = on.store.open_bucket(on.request.bucket);
    if (!in)
        return in.error();
    const auto wanted = read_number(on.request, "max-uploads", 1000);
    if (!wanted)
        return wanted.error();
    const auto limit = std::min<std::uint32_t>(*wanted, 1000);
    const bool encoded = on.request.parameter_text("encoding-type") == "url";
    const auto shown = [&](std::string_view key) {
        return encoded ? aws::uri_encoded(key, aws::slashes::kept) : std::string{key};
    };
    const auto page = take_page(on.request, (*in)->uploads, limit);
    aws::xml_writer document{"ListMultipartUploadsResult", s3_namespace};
    document.element("Bucket", on.request.bucket);
    document.element("KeyMarker", shown(on.request.parameter_text("key-marker")));
    document.element("UploadIdMarker", on.request.parameter_text("upload-id-marker"));
    document.element("MaxUploads", limit).element("IsTruncated", page.truncated);
    if (page.truncated)
        document.element("NextKeyMarker", shown(page.next_key)).element("NextUploadIdMarker", page.next_id);
    document.optional("Prefix", shown(on.request.parameter_text("prefix")));
    document.optional("Delimiter", shown(on.request.parameter_text("delimiter")));
    if (encoded)
        document.element("EncodingType", "url");
    for (const auto& [id, upload] : page.uploads) {
        document.open("Upload").element("Key", shown(upload->key)).element("UploadId", id);
        write_owner(document, "Initiator");
        write_owner(document);
        document.element("StorageClass", upload->attributes->storage_class);
        document.element("Initiated", utc_text(upload->initiated));
        write_checksum_kind(document, *upload);
        document.close();
    }
    for (const auto& prefix : page.common_prefixes)
        document.open("CommonPrefixes").element("Prefix", shown(prefix)).close();
    return xml_answer(document);
}

} // namespace sendlab::api
