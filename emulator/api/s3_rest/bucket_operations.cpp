// Buckets themselves: made, deleted, listed, located, versioned.
#include <algorithm>
#include <charconv>

#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/object_headers.hpp"
#include "api/s3_rest/xml_document.hpp"
#include "base/base64.hpp"
#include "base/utc_text.hpp"

namespace sendlab::api {

namespace {

constexpr std::size_t most_buckets = 10'000;

struct bucket_page {
    std::string prefix;
    std::string start_after;
    std::size_t limit = most_buckets;
};

result<bucket_page, s3::error> read_bucket_page(const s3_request& request) {
    bucket_page page{request.parameter_text("prefix"), {}};
    if (const auto* token = request.parameter("continuation-token")) {
        const auto name = base64_decoded(*token);
        if (!name)
            return s3::invalid_argument("The continuation token provided is incorrect", "continuation-token",
                                        *token);
        page.start_after = *name;
    }
    if (const auto* text = request.parameter("max-buckets")) {
        const auto [end, wrong] = std::from_chars(text->data(), text->data() + text->size(), page.limit);
        if (wrong != std::errc{} || end != text->data() + text->size() || page.limit < 1 ||
            page.limit > most_buckets)
            return s3::invalid_argument("Argument max-buckets must be an integer between 1 and 10000",
                                        "max-buckets", *text);
    }
    return page;
}

std::string region_of(const s3::bucket& in, const s3_rest_options& options) {
    const auto& documents = in.settings.documents;
    const auto found = documents.find("location");
    return found == documents.end() ? options.region : found->second;
}

/// The region that the body asks for; empty where it names none.
result<std::string, s3::error> wanted_region(const call& on) {
    if (on.body.bytes->size() == 0)
        return std::string{};
    const auto read = xml_document::parse(*on.body.bytes, "CreateBucketConfiguration");
    if (!read)
        return read.error();
    auto region = read->text("LocationConstraint").value_or("");
    const bool valid = std::ranges::all_of(region, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == 'E' || c == 'U';
    });
    if (!valid || region == "us-east-1")
        return make_error(s3::errc::invalid_location_constraint, {{"LocationConstraint", region}});
    return region;
}

result<s3::versioning, s3::error> read_versioning(const blob& body) {
    const auto read = xml_document::parse(body, "VersioningConfiguration");
    if (!read)
        return read.error();
    if (read->text("MfaDelete") == "Enabled")
        return s3::error{s3::errc::not_implemented, "MFA delete is not emulated"};
    const auto status = read->text("Status");
    if (status == "Enabled")
        return s3::versioning::enabled;
    if (status == "Suspended")
        return s3::versioning::suspended;
    return make_error(s3::errc::malformed_xml);
}

} // namespace

answer s3_operations::list_buckets(const call& on) {
    const auto page = read_bucket_page(on.request);
    if (!page)
        return page.error();
    aws::xml_writer document{"ListAllMyBucketsResult", s3_namespace};
    write_owner(document);
    document.open("Buckets");
    std::size_t listed = 0;
    std::string last;
    bool more = false;
    for (const auto& name : on.store.bucket_names()) {
        if (!name.starts_with(page->prefix) || name <= page->start_after)
            continue;
        more = listed == page->limit;
        if (more)
            break;
        const auto& in = **on.store.open_bucket(name);
        document.open("Bucket").element("Name", name).element("CreationDate", utc_text(in.created)).close();
        last = name;
        ++listed;
    }
    document.close();
    document.optional("Prefix", page->prefix);
    if (more)
        document.element("ContinuationToken", base64(last));
    return xml_answer(document);
}

answer s3_operations::create_bucket(const call& on) {
    const auto region = wanted_region(on);
    if (!region)
        return region.error();
    const auto attributes = read_attributes(on.request.http.fields, on.options);
    if (!attributes)
        return attributes.error();
    const bool there = on.store.has_bucket(on.request.bucket);
    if (const auto made = on.store.create_bucket(on.request.bucket); !made)
        return made.error();
    if (!there) {
        auto& settings = (**on.store.change_bucket(on.request.bucket)).settings;
        settings.acl = attributes->acl;
        if (!region->empty())
            settings.documents["location"] = *region;
    }
    auto response = empty_answer();
    response.fields.add("Location", '/' + on.request.bucket);
    return response;
}

answer s3_operations::delete_bucket(const call& on) {
    if (const auto gone = on.store.delete_bucket(on.request.bucket); !gone)
        return gone.error();
    return empty_answer(204);
}

answer s3_operations::head_bucket(const call& on) {
    const auto in = on.store.open_bucket(on.request.bucket);
    if (!in)
        return in.error();
    auto response = empty_answer();
    response.fields.add("Content-Type", "application/xml");
    response.fields.add("x-amz-bucket-region", region_of(**in, on.options));
    response.fields.add("x-amz-access-point-alias", "false");
    return response;
}

answer s3_operations::get_bucket_location(const call& on) {
    const auto in = on.store.open_bucket(on.request.bucket);
    if (!in)
        return in.error();
    const auto region = region_of(**in, on.options);
    aws::xml_writer document{"LocationConstraint", s3_namespace};
    if (region != "us-east-1") // which is what no text means
        document.markup(aws::xml_escaped(region));
    return xml_answer(document);
}

answer s3_operations::get_bucket_versioning(const call& on) {
    const auto in = on.store.open_bucket(on.request.bucket);
    if (!in)
        return in.error();
    aws::xml_writer document{"VersioningConfiguration", s3_namespace};
    if ((*in)->version_state() != s3::versioning::never)
        document.element("Status",
                         (*in)->version_state() == s3::versioning::enabled ? "Enabled" : "Suspended");
    return xml_answer(document);
}

answer s3_operations::put_bucket_versioning(const call& on) {
    const auto in = on.store.change_bucket(on.request.bucket);
    if (!in)
        return in.error();
    const auto state = read_versioning(*on.body.bytes);
    if (!state)
        return state.error();
    (*in)->set_versioning(*state);
    return empty_answer();
}

} // namespace sendlab::api
