#include "s3/multipart_upload.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "s3/blob_parts.hpp"

namespace sendlab::s3 {

namespace {

std::string_view unquoted(std::string_view tag) {
    if (tag.size() >= 2 && tag.starts_with('"') && tag.ends_with('"'))
        tag = tag.substr(1, tag.size() - 2);
    return tag;
}

bool is_named(const uploaded_part& part, const named_part& named) {
    return unquoted(named.etag) == part.body.etag().hex() &&
           (named.checksum.empty() || !part.checksum || part.checksum->value == named.checksum);
}

error too_small(const selected_part& part) {
    return make_error(errc::entity_too_small, {{"ETag", part.part->body.etag().hex()},
                                               {"MinSizeAllowed", std::to_string(least_part)},
                                               {"PartNumber", std::to_string(part.number)},
                                               {"ProposedSize", std::to_string(part.part->body.size())}});
}

} // namespace

result<std::vector<selected_part>, error> select_parts(const multipart_upload& upload,
                                                       std::span<const named_part> named) {
    if (named.empty())
        return make_error(errc::malformed_xml);
    if (std::ranges::adjacent_find(named, std::ranges::greater_equal{}, &named_part::number) != named.end())
        return make_error(errc::invalid_part_order);
    std::vector<selected_part> selected;
    for (const auto& name : named) {
        const auto found = upload.parts.find(name.number);
        if (found == upload.parts.end() || !is_named(found->second, name))
            return make_error(errc::invalid_part, {{"PartNumber", std::to_string(name.number)},
                                                   {"ETag", std::string{unquoted(name.etag)}}});
        selected.push_back({name.number, &found->second});
    }
    for (const auto& part : std::span{selected}.first(selected.size() - 1))
        if (part.part->body.size() < least_part)
            return too_small(part);
    return selected;
}

body joined_body(std::span<const selected_part> parts) {
    std::vector<blob_ptr> blobs;
    std::vector<etag> tags;
    std::uint64_t size = 0;
    for (const auto& [number, part] : parts) {
        size += part->body.size();
        tags.push_back(part->body.etag());
        if (part->body.bytes())
            blobs.push_back(part->body.bytes());
    }
    if (blobs.size() != parts.size())
        return body::of_size(size);
    return {std::make_shared<const joined_blob>(std::move(blobs)), etag::of_parts(tags)};
}

} // namespace sendlab::s3
