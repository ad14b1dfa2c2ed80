// Uploads in parts.
#include <algorithm>

#include "base/digest.hpp"
#include "s3/naming_rules.hpp"
#include "s3/object_store_state.hpp"

namespace sendlab::s3 {

namespace {

constexpr std::uint64_t largest_part = 5'368'709'120;

std::optional<error> part_error(std::uint32_t number, const uploaded_part& part) {
    if (number < 1 || number > most_parts)
        return invalid_argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber",
                                std::to_string(number));
    if (part.body.size() > largest_part)
        return make_error(errc::entity_too_large, {{"ProposedSize", std::to_string(part.body.size())},
                                                   {"MaxSizeAllowed", std::to_string(largest_part)}});
    return std::nullopt;
}

} // namespace

error no_such_upload(const std::string& id) {
    return make_error(errc::no_such_upload, {{"UploadId", id}});
}

void object_store::impl::drop_upload(const std::string& name, const std::string& id) {
    auto& uploads = buckets.at(name).uploads;
    const auto gone = uploads.extract(id);
    for (const auto& [number, part] : gone.mapped().parts)
        tell(store_change::part::piece, name, id, number);
    tell(store_change::part::upload, name, id);
}

result<std::string, error> object_store::create_upload(const std::string& name, multipart_upload upload) {
    auto* in = impl_->open(name);
    if (!in)
        return no_such_bucket(name);
    put_request tried{.bucket = name, .key = upload.key, .body = {}, .attributes = upload.attributes};
    if (auto wrong = put_error(tried))
        return *std::move(wrong);
    upload.initiated = impl_->clock.now();
    if (!upload.attributes)
        upload.attributes = impl_->defaults;
    auto id = impl_->new_id();
    in->uploads.emplace(id, std::move(upload));
    impl_->tell(store_change::part::upload, name, id);
    return id;
}

result<multipart_upload*, error> object_store::find_upload(const std::string& name, const std::string& key,
                                                           const std::string& id) {
    auto* in = impl_->open(name);
    if (!in)
        return no_such_bucket(name);
    const auto found = in->uploads.find(id);
    if (found == in->uploads.end() || found->second.key != key)
        return no_such_upload(id);
    return &found->second;
}

result<const uploaded_part*, error> object_store::upload_part(const std::string& name, const std::string& key,
                                                              const std::string& id, std::uint32_t number,
                                                              uploaded_part part) {
    const auto upload = find_upload(name, key, id);
    if (!upload)
        return upload.error();
    if (auto wrong = part_error(number, part))
        return *std::move(wrong);
    part.last_modified = impl_->clock.now();
    auto& place = (*upload)->parts[number];
    place = std::move(part);
    impl_->tell(store_change::part::piece, name, id, number);
    return &place;
}

result<const object*, error>
object_store::complete_upload(const std::string& id, std::span<const named_part> parts, put_request request) {
    const auto upload = find_upload(request.bucket, request.key, id);
    if (!upload)
        return upload.error();
    const auto selected = select_parts(**upload, parts);
    if (!selected)
        return selected.error();
    request.body = joined_body(*selected);
    request.event = event_type::object_created_complete_multipart_upload;
    if (!request.attributes)
        request.attributes = (*upload)->attributes;
    const auto name = request.bucket;
    auto written = put_object(std::move(request));
    if (written)
        impl_->drop_upload(name, id);
    return written;
}

result<void, error> object_store::abort_upload(const std::string& name, const std::string& key,
                                               const std::string& id) {
    const auto upload = find_upload(name, key, id);
    if (!upload)
        return upload.error();
    impl_->drop_upload(name, id);
    return {};
}

} // namespace sendlab::s3
