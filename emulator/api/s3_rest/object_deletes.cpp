// DeleteObject and DeleteObjects.
#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/object_headers.hpp"
#include "api/s3_rest/xml_document.hpp"

namespace sendlab::api {

namespace {

constexpr std::size_t most_keys = 1000;

struct condemned {
    std::string key;
    std::optional<std::string> version_id;
    std::optional<std::string> etag;
};

result<std::vector<condemned>, s3::error> read_keys(const xml_document& document) {
    std::vector<condemned> keys;
    for (const auto& object : document.children("Object")) {
        const auto key = object.text("Key");
        if (!key || key->empty())
            return make_error(s3::errc::malformed_xml);
        keys.push_back({*key, object.text("VersionId"), object.text("ETag")});
    }
    if (keys.empty() || keys.size() > most_keys)
        return make_error(s3::errc::malformed_xml);
    return keys;
}

void write_deleted(aws::xml_writer& document, const condemned& wanted, const s3::removal& done) {
    document.open("Deleted").element("Key", wanted.key);
    if (wanted.version_id)
        document.element("VersionId", *wanted.version_id);
    if (done.delete_marker)
        document.element("DeleteMarker", true).element("DeleteMarkerVersionId", done.version_id);
    document.close();
}

void write_error(aws::xml_writer& document, const condemned& wanted, const s3::error& why) {
    document.open("Error").element("Key", wanted.key);
    if (wanted.version_id)
        document.element("VersionId", *wanted.version_id);
    document.element("Code", to_string(why.code)).element("Message", why.message).close();
}

s3::object_store::delete_options options_of(const call& on) {
    s3::object_store::delete_options options;
    options.source_ip = on.request.http.peer;
    options.host_request = on.number;
    return options;
}

} // namespace

answer s3_operations::delete_object(const call& on) {
    auto options = options_of(on);
    options.conditions.if_match = on.request.header_if_any("If-Match");
    if (const auto* version = on.request.parameter("versionId"))
        options.version_id = *version;
    const auto done = on.store.delete_object(on.request.bucket, on.request.key, options);
    if (!done)
        return done.error();
    auto response = empty_answer(204);
    if (!done->version_id.empty())
        response.fields.add("x-amz-version-id", done->version_id);
    if (done->delete_marker)
        response.fields.add("x-amz-delete-marker", "true");
    return response;
}

answer s3_operations::delete_objects(const call& on) {
    if (const auto in = on.store.open_bucket(on.request.bucket); !in)
        return in.error();
    const auto read = xml_document::parse(*on.body.bytes, "Delete");
    if (!read)
        return read.error();
    const auto keys = read_keys(*read);
    if (!keys)
        return keys.error();
    const bool quiet = read->text("Quiet") == "true";
    aws::xml_writer document{"DeleteResult", s3_namespace};
    for (const auto& wanted : *keys) {
        auto options = options_of(on);
        options.version_id = wanted.version_id;
        options.conditions.if_match = wanted.etag;
        const auto done = on.store.delete_object(on.request.bucket, wanted.key, options);
        if (!done)
            write_error(document, wanted, done.error());
        else if (!quiet)
            write_deleted(document, wanted, *done);
    }
    return xml_answer(document);
}

} // namespace sendlab::api
