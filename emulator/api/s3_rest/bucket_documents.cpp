// Bucket configurations that are kept and answered, and have no effect here.
#include <algorithm>
#include <cassert>

#include <nlohmann/json.hpp>

#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/xml_document.hpp"
#include "base/json_value.hpp"

namespace sendlab::api {

namespace {

struct document_kind {
    std::string_view parameter;
    std::string_view root; // empty: JSON
    s3::errc missing;
    std::string_view fallback; // what a new bucket has, inside the root; empty: nothing, which is an error
};

constexpr std::string_view default_encryption =
    "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
    "</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule>";
constexpr std::string_view all_public_access_blocked =
    "<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>"
    "<BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets>";

constexpr document_kind kinds[] = {
    {"policy", "", s3::errc::no_such_bucket_policy, ""},
    {"website", "WebsiteConfiguration", s3::errc::no_such_website_configuration, ""},
    {"encryption", "ServerSideEncryptionConfiguration", s3::errc::encryption_configuration_not_found,
     default_encryption},
    {"publicAccessBlock", "PublicAccessBlockConfiguration", s3::errc::no_such_public_access_block,
     all_public_access_blocked},
    {"ownershipControls", "OwnershipControls", s3::errc::ownership_controls_not_found,
     "<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>"},
    {"replication", "ReplicationConfiguration", s3::errc::replication_configuration_not_found, ""},
    {"logging", "BucketLoggingStatus", s3::errc::no_such_configuration, " "},
    {"requestPayment", "RequestPaymentConfiguration", s3::errc::no_such_configuration,
     "<Payer>BucketOwner</Payer>"},
    {"accelerate", "AccelerateConfiguration", s3::errc::no_such_configuration, " "},
    {"object-lock", "ObjectLockConfiguration", s3::errc::object_lock_configuration_not_found, ""},
};

const document_kind& kind_of(const call& on) {
    const auto* found = std::ranges::find_if(
        kinds, [&](const document_kind& kind) { return on.request.parameter(kind.parameter) != nullptr; });
    assert(found != std::end(kinds));
    return *found;
}

/// The text to keep, or why it cannot be kept.
result<std::string, s3::error> read_document(const document_kind& kind, const blob& body) {
    if (kind.root.empty()) {
        auto text = to_string(body);
        const auto policy = json_value(text);
        if (!policy.is_object() || !policy.contains("Statement"))
            return make_error(s3::errc::malformed_policy);
        return text;
    }
    const auto document = xml_document::parse(body, kind.root);
    if (!document)
        return document.error();
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + document->markup();
}

http_response document_answer(const document_kind& kind, std::string text) {
    return http_response::text(200, kind.root.empty() ? "application/json" : "application/xml",
                               std::move(text));
}

} // namespace

answer s3_operations::get_bucket_document(const call& on) {
    const auto in = on.store.open_bucket(on.request.bucket);
    if (!in)
        return in.error();
    const auto& kind = kind_of(on);
    const auto& documents = (*in)->settings.documents;
    const auto found = documents.find(kind.parameter);
    if (found != documents.end() && !found->second.empty())
        return document_answer(kind, found->second);
    if (found != documents.end() || kind.fallback.empty())
        return make_error(kind.missing, {{"BucketName", on.request.bucket}});
    aws::xml_writer document{kind.root, s3_namespace};
    document.markup(kind.fallback == " " ? "" : kind.fallback);
    return xml_answer(document);
}

answer s3_operations::put_bucket_document(const call& on) {
    const auto in = on.store.change_bucket(on.request.bucket);
    if (!in)
        return in.error();
    const auto& kind = kind_of(on);
    auto text = read_document(kind, *on.body.bytes);
    if (!text)
        return text.error();
    (*in)->settings.documents.insert_or_assign(std::string{kind.parameter}, *std::move(text));
    auto response = empty_answer(kind.root.empty() ? 204 : 200);
    response.fields.add("x-sendlab-note", "kept and answered; it has no effect here");
    return response;
}

answer s3_operations::delete_bucket_document(const call& on) {
    const auto in = on.store.change_bucket(on.request.bucket);
    if (!in)
        return in.error();
    const auto& kind = kind_of(on);
    auto& documents = (*in)->settings.documents;
    if (kind.parameter == "encryption") // a bucket is never without: back to the default
        documents.erase(std::string{kind.parameter});
    else
        documents.insert_or_assign(std::string{kind.parameter}, std::string{});
    return empty_answer(204);
}

answer s3_operations::get_bucket_policy_status(const call& on) {
    const auto in = on.store.open_bucket(on.request.bucket);
    if (!in)
        return in.error();
    const auto found = (*in)->settings.documents.find("policy");
    if (found == (*in)->settings.documents.end() || found->second.empty())
        return make_error(s3::errc::no_such_bucket_policy, {{"BucketName", on.request.bucket}});
    aws::xml_writer document{"PolicyStatus", s3_namespace};
    document.element("IsPublic", false);
    return xml_answer(document);
}

} // namespace sendlab::api
