// Tags of buckets and objects as XML.
#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/object_headers.hpp"
#include "api/s3_rest/xml_document.hpp"

namespace sendlab::api {

namespace {

result<s3::tag_set, s3::error> read_tags(const blob& body, std::size_t most) {
    const auto document = xml_document::parse(body, "Tagging");
    if (!document)
        return document.error();
    const auto set = document->child("TagSet");
    if (!set)
        return make_error(s3::errc::malformed_xml);
    s3::tag_set tags;
    for (const auto& tag : set->children("Tag")) {
        const auto key = tag.text("Key");
        const auto value = tag.text("Value");
        if (!key || !value)
            return make_error(s3::errc::malformed_xml);
        tags.emplace_back(*key, *value);
    }
    if (auto wrong = s3::tag_error(tags, most))
        return *std::move(wrong);
    return tags;
}

http_response tags_answer(const s3::tag_set& tags) {
    aws::xml_writer document{"Tagging", s3_namespace};
    document.open("TagSet");
    for (const auto& [key, value] : tags)
        document.open("Tag").element("Key", key).element("Value", value).close();
    return xml_answer(document);
}

result<const s3::object*, s3::error> find_object(const call& on) {
    const auto* version = on.request.parameter("versionId");
    return on.store.get_object(on.request.bucket, on.request.key,
                               version ? std::optional<std::string_view>{*version} : std::nullopt);
}

answer replace_object_tags(const call& on, s3::tag_set tags, unsigned status) {
    const auto found = find_object(on);
    if (!found)
        return found.error();
    auto attributes = *(*found)->attributes;
    attributes.tags = std::move(tags);
    const auto& in = **on.store.open_bucket(on.request.bucket);
    auto response = empty_answer(status);
    write_version(response, in, **found);
    on.store.set_attributes(on.request.bucket, on.request.key, (*found)->version_id(),
                            std::make_shared<const s3::object_attributes>(std::move(attributes)));
    return response;
}

} // namespace

answer s3_operations::get_bucket_tagging(const call& on) {
    const auto in = on.store.open_bucket(on.request.bucket);
    if (!in)
        return in.error();
    if ((*in)->settings.tags.empty())
        return make_error(s3::errc::no_such_tag_set, {{"BucketName", on.request.bucket}});
    return tags_answer((*in)->settings.tags);
}

answer s3_operations::put_bucket_tagging(const call& on) {
    const auto in = on.store.change_bucket(on.request.bucket);
    if (!in)
        return in.error();
    auto tags = read_tags(*on.body.bytes, s3::most_bucket_tags);
    if (!tags)
        return tags.error();
    (*in)->settings.tags = *std::move(tags);
    return empty_answer(204);
}

answer s3_operations::delete_bucket_tagging(const call& on) {
    const auto in = on.store.change_bucket(on.request.bucket);
    if (!in)
        return in.error();
    (*in)->settings.tags.clear();
    return empty_answer(204);
}

answer s3_operations::get_object_tagging(const call& on) {
    const auto found = find_object(on);
    if (!found)
        return found.error();
    auto response = tags_answer((*found)->attributes->tags);
    write_version(response, **on.store.open_bucket(on.request.bucket), **found);
    return response;
}

answer s3_operations::put_object_tagging(const call& on) {
    if (const auto found = find_object(on); !found)
        return found.error();
    auto tags = read_tags(*on.body.bytes, s3::most_object_tags);
    if (!tags)
        return tags.error();
    return replace_object_tags(on, *std::move(tags), 200);
}

answer s3_operations::delete_object_tagging(const call& on) {
    return replace_object_tags(on, {}, 204);
}

} // namespace sendlab::api
