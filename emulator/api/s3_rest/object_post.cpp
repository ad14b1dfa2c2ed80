// PostObject: a browser's form (S3 API Reference, "Browser-based uploads using POST").
#include "api/s3_rest/authentication.hpp"
#include "api/s3_rest/form_data.hpp"
#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/object_headers.hpp"
#include "api/s3_rest/post_policy.hpp"
#include "aws/hashing.hpp"
#include "aws/signature_v4.hpp"
#include "aws/uri_encoding.hpp"
#include "base/ascii.hpp"
#include "base/base64.hpp"

namespace sendlab::api {

namespace {

using finding = std::optional<s3::error>;

/// Fields stand for headers: x-amz-*, Content-Type, Cache-Control...; "acl" for x-amz-acl.
http_fields as_headers(const form_data& form) {
    http_fields headers;
    for (const auto& [name, value] : form.fields) {
        if (name == "tagging")
            continue; // a document there, not a query
        headers.add(ascii::lower_case(name) == "acl" ? "x-amz-acl" : name, value);
    }
    return headers;
}

std::string key_of(const form_data& form) {
    constexpr std::string_view placeholder = "${filename}";
    auto key = form.field("key");
    if (const auto at = key.find(placeholder); at != std::string::npos)
        key.replace(at, placeholder.size(), form.file_name);
    return key;
}

struct policy_signature {
    std::string access_key;
    std::string given;
    std::string computed;
};

/// Version 4 signs the policy with the key of the day, version 2 with the secret itself.
std::optional<policy_signature> sign_policy(const call& on, const form_data& form) {
    const auto policy = form.field("policy");
    if (const auto key = form.field("awsaccesskeyid"); !key.empty())
        return policy_signature{key, form.field("signature"),
                                base64(aws::hmac(aws::hash_kind::sha1, secret_of(key, on.options), policy))};
    const auto scope = aws::parse_credential(form.field("x-amz-credential"));
    if (!scope)
        return std::nullopt;
    const auto key = aws::signing_key(secret_of(scope->first, on.options), scope->second);
    return policy_signature{scope->first, form.field("x-amz-signature"),
                            aws::hex(aws::hmac(aws::hash_kind::sha256, key, policy))};
}

finding check_signature(const call& on, const form_data& form) {
    if (!on.options.verify_signatures)
        return std::nullopt;
    const auto signature = sign_policy(on, form);
    if (!signature || form.field("policy").empty())
        return make_error(s3::errc::access_denied);
    if (aws::same_secret(signature->computed, signature->given))
        return std::nullopt;
    return make_error(s3::errc::signature_does_not_match, {{"AWSAccessKeyId", signature->access_key},
                                                           {"StringToSign", form.field("policy")},
                                                           {"SignatureProvided", signature->given}});
}

finding check_policy(const call& on, const form_data& form, const std::string& key) {
    const auto encoded = form.field("policy");
    if (encoded.empty())
        return std::nullopt;
    const auto policy = post_policy::read(encoded);
    if (!policy)
        return policy.error();
    return policy->refusal(on.request.bucket, key, form, on.now);
}

http_response created_answer(const call& on, const std::string& key, const std::string& tag,
                             const std::string& location) {
    aws::xml_writer document{"PostResponse"};
    document.element("Location", location).element("Bucket", on.request.bucket);
    document.element("Key", key).element("ETag", in_quotes(tag));
    return xml_answer(document, 201);
}

http_response post_answer(const call& on, const form_data& form, const std::string& key,
                          const std::string& tag) {
    auto redirect = form.field("success_action_redirect");
    if (redirect.empty())
        redirect = form.field("redirect");
    if (redirect.starts_with("http://") || redirect.starts_with("https://")) {
        auto response = empty_answer(303);
        redirect += redirect.find('?') == std::string::npos ? '?' : '&';
        response.fields.add("Location", redirect + "bucket=" + aws::uri_encoded(on.request.bucket) +
                                            "&key=" + aws::uri_encoded(key) +
                                            "&etag=" + aws::uri_encoded(in_quotes(tag)));
        return response;
    }
    const auto location = (on.request.http.tls ? "https://" : "http://") +
                          std::string{on.request.header("Host")} +
                          (on.request.virtual_host ? "/" : '/' + on.request.bucket + '/') +
                          aws::uri_encoded(key, aws::slashes::kept);
    const auto status = form.field("success_action_status");
    auto response =
        status == "201" ? created_answer(on, key, tag, location) : empty_answer(status == "200" ? 200 : 204);
    response.fields.add("Location", location);
    return response;
}

} // namespace

answer s3_operations::post_object(const call& on) {
    if (const auto in = on.store.open_bucket(on.request.bucket); !in)
        return in.error();
    const auto form = read_form_data(on.body.bytes, on.request.header("Content-Type"));
    if (!form)
        return form.error();
    const auto key = key_of(*form);
    if (key.empty())
        return s3::invalid_argument(
            "Bucket POST must contain a field named 'key'.  If it is specified, please check "
            "the order of the fields.",
            "key", "");
    if (auto refusal = check_signature(on, *form))
        return *std::move(refusal);
    if (auto refusal = check_policy(on, *form, key))
        return *std::move(refusal);
    auto attributes = read_attributes(as_headers(*form), on.options);
    if (!attributes)
        return attributes.error();
    attributes->checksum = own_checksum(*form->file);
    s3::object_store::put_request put{.bucket = on.request.bucket, .key = key, .body = s3::body{form->file}};
    put.attributes = std::make_shared<const s3::object_attributes>(*std::move(attributes));
    put.event = s3::event_type::object_created_post;
    put.source_ip = on.request.http.peer;
    put.tag = on.chain();
    put.host_request = on.number;
    const auto written = on.store.put_object(std::move(put));
    if (!written)
        return written.error();
    auto response = post_answer(on, *form, key, (*written)->body.etag().hex());
    const auto& in = **on.store.open_bucket(on.request.bucket);
    response.fields.add("ETag", in_quotes((*written)->body.etag().hex()));
    write_version(response, in, **written);
    write_expiration(response, in, key, **written);
    return response;
}

} // namespace sendlab::api
