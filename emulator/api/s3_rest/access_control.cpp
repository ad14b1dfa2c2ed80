// ACLs: canned ones, by header or as the grants that they stand for.
#include <algorithm>
#include <set>

#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/object_headers.hpp"
#include "api/s3_rest/xml_document.hpp"

namespace sendlab::api {

namespace {

constexpr std::string_view everybody = "http://acs.amazonaws.com/groups/global/AllUsers";
constexpr std::string_view every_account = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

struct grant {
    std::string_view group; // its URI
    std::string_view permission;

    friend auto operator<=>(const grant&, const grant&) = default;
};

/// What a canned ACL grants to others than the owner, who can do everything.
std::set<grant> grants_of(s3::canned_acl acl) {
    switch (acl) {
    case s3::canned_acl::public_read:
        return {{everybody, "READ"}};
    case s3::canned_acl::public_read_write:
        return {{everybody, "READ"}, {everybody, "WRITE"}};
    case s3::canned_acl::authenticated_read:
        return {{every_account, "READ"}};
    default:
        return {};
    }
}

void open_grantee(aws::xml_writer& document, std::string_view type) {
    document.markup("<Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"" +
                    std::string{type} + "\">");
}

void close_grantee(aws::xml_writer& document, std::string_view permission) {
    document.markup("</Grantee>").element("Permission", permission).markup("</Grant>");
}

answer acl_answer(s3::canned_acl acl) {
    aws::xml_writer document{"AccessControlPolicy", s3_namespace};
    write_owner(document);
    document.open("AccessControlList");
    open_grantee(document, "CanonicalUser");
    document.element("ID", owner_id).element("DisplayName", owner_name);
    close_grantee(document, "FULL_CONTROL");
    for (const auto& [group, permission] : grants_of(acl)) {
        open_grantee(document, "Group");
        document.element("URI", group);
        close_grantee(document, permission);
    }
    return xml_answer(document);
}

/// The canned ACL that the grants of a document stand for.
result<s3::canned_acl, s3::error> read_policy(const blob& body) {
    const auto document = xml_document::parse(body, "AccessControlPolicy");
    if (!document)
        return make_error(s3::errc::malformed_acl);
    const auto list = document->child("AccessControlList");
    if (!list)
        return make_error(s3::errc::malformed_acl);
    std::vector<std::string> texts; // that the grants look at
    texts.reserve(2 * list->children().size());
    std::set<grant> grants;
    for (const auto& one : list->children("Grant")) {
        const auto grantee = one.child("Grantee");
        const auto permission = one.text("Permission");
        if (!grantee || !permission)
            return make_error(s3::errc::malformed_acl);
        const auto group = grantee->text("URI");
        if (!group && grantee->text("ID") == owner_id)
            continue;
        texts.push_back(group.value_or("?"));
        texts.push_back(*permission);
        grants.insert({texts[texts.size() - 2], texts.back()});
    }
    for (const auto acl : {s3::canned_acl::private_acl, s3::canned_acl::public_read,
                           s3::canned_acl::public_read_write, s3::canned_acl::authenticated_read})
        if (grants_of(acl) == grants)
            return acl;
    return s3::error{s3::errc::not_implemented, "Grants that are no canned ACL are not emulated"};
}

result<s3::canned_acl, s3::error> wanted_acl(const call& on) {
    if (on.request.header("x-amz-acl").empty() && on.body.bytes->size() > 0) {
        if (on.options.acls_disabled)
            return make_error(s3::errc::access_control_list_not_supported);
        return read_policy(*on.body.bytes);
    }
    const auto read = read_attributes(on.request.http.fields, on.options);
    if (!read)
        return read.error();
    return read->acl;
}

result<const s3::object*, s3::error> find_object(const call& on) {
    const auto* version = on.request.parameter("versionId");
    return on.store.get_object(on.request.bucket, on.request.key,
                               version ? std::optional<std::string_view>{*version} : std::nullopt);
}

} // namespace

answer s3_operations::get_bucket_acl(const call& on) {
    const auto in = on.store.open_bucket(on.request.bucket);
    if (!in)
        return in.error();
    return acl_answer((*in)->settings.acl);
}

answer s3_operations::put_bucket_acl(const call& on) {
    const auto in = on.store.change_bucket(on.request.bucket);
    if (!in)
        return in.error();
    const auto acl = wanted_acl(on);
    if (!acl)
        return acl.error();
    (*in)->settings.acl = *acl;
    return empty_answer();
}

answer s3_operations::get_object_acl(const call& on) {
    const auto found = find_object(on);
    if (!found)
        return found.error();
    return acl_answer((*found)->attributes->acl);
}

answer s3_operations::put_object_acl(const call& on) {
    const auto found = find_object(on);
    if (!found)
        return found.error();
    const auto acl = wanted_acl(on);
    if (!acl)
        return acl.error();
    auto attributes = *(*found)->attributes;
    attributes.acl = *acl;
    on.store.set_attributes(on.request.bucket, on.request.key, (*found)->version_id(),
                            std::make_shared<const s3::object_attributes>(std::move(attributes)));
    return empty_answer();
}

} // namespace sendlab::api
