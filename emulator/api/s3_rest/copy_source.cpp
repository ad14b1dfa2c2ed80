#include "api/s3_rest/copy_source.hpp"

#include "api/s3_rest/object_headers.hpp"

namespace sendlab::api {

result<copy_source, s3::error> read_copy_source(const s3_request& request) {
    constexpr std::string_view version_mark = "?versionId=";
    const auto header = request.header("x-amz-copy-source");
    auto text = header;
    copy_source read;
    if (const auto mark = text.find(version_mark); mark != std::string_view::npos) {
        read.version_id = percent_decoded(text.substr(mark + version_mark.size()));
        text = text.substr(0, mark);
    }
    auto path = percent_decoded(text);
    if (path.starts_with('/'))
        path.erase(0, 1);
    const auto slash = path.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == path.size())
        return s3::invalid_argument("Invalid copy source object key", "x-amz-copy-source",
                                    std::string{header});
    read.bucket = path.substr(0, slash);
    read.key = path.substr(slash + 1);
    return read;
}

result<found_source, s3::error> find_copy_source(const call& on, const copy_source& source) {
    const auto in = on.store.open_bucket(source.bucket);
    if (!in)
        return in.error();
    const auto version =
        source.version_id ? std::optional<std::string_view>{*source.version_id} : std::nullopt;
    const auto found = on.store.get_object(source.bucket, source.key, version);
    if (!found)
        return found.error();
    if (!(*found)->body.bytes())
        return s3::error{s3::errc::internal_error, "Only the size of this object is known"};
    if (auto refusal = s3::copy_refusal(read_read_conditions(on.request, "x-amz-copy-source-"), **found))
        return *std::move(refusal);
    found_source copy{**found, {}};
    if ((*in)->version_state() != s3::versioning::never)
        copy.version_id = (*found)->version_id();
    return copy;
}

} // namespace sendlab::api
