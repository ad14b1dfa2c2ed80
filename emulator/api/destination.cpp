#include "api/destination.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace sendlab::api {

namespace {

constexpr std::size_t largest_action_form = 64 * 1024 * 1024; // a raw message of 40 MB, in base64

/// "ses" signs what others call "email".
std::string signing_name(std::string_view name) {
    return std::string{name == "email" || name == "sesv2" ? "ses" : name};
}

/// AKID/20260131/us-east-1/s3/aws4_request, or without the region (Signature V4A).
std::string service_of_scope(std::string_view credential) {
    constexpr std::string_view end = "/aws4_request";
    if (!credential.ends_with(end))
        return {};
    credential.remove_suffix(end.size());
    const auto slash = credential.rfind('/');
    return slash == std::string_view::npos ? std::string{} : signing_name(credential.substr(slash + 1));
}

std::string service_of_authorization(std::string_view field) {
    if (field.starts_with("AWS ")) // Signature V2, which only S3 still takes
        return "s3";
    constexpr std::string_view name = "Credential=";
    const auto found = field.find(name);
    if (!field.starts_with("AWS4-") || found == std::string_view::npos)
        return {};
    const auto credential = field.substr(found + name.size());
    return service_of_scope(credential.substr(0, credential.find_first_of(", ")));
}

std::string service_of_signed_url(std::string_view query) {
    if (query.find("X-Amz-Credential=") == std::string_view::npos &&
        query.find("AWSAccessKeyId=") == std::string_view::npos)
        return {};
    for (const auto& [name, value] : parse_query(query)) {
        if (name == "X-Amz-Credential")
            return service_of_scope(value);
        if (name == "AWSAccessKeyId")
            return "s3";
    }
    return {};
}

bool is_region(std::string_view label) {
    return std::ranges::count(label, '-') >= 2 && !label.starts_with("s3-") && label.back() >= '0' &&
           label.back() <= '9';
}

/// The last label that names neither a region nor a variant of a service's name.
std::string_view service_label(std::string_view labels) {
    for (;;) {
        const auto dot = labels.rfind('.');
        const auto last = dot == std::string_view::npos ? labels : labels.substr(dot + 1);
        if (dot == std::string_view::npos || (!is_region(last) && last != "dualstack"))
            return last;
        labels = labels.substr(0, dot);
    }
}

/// Before ".amazonaws.com" there is always a service.
std::string service_of_aws_host(std::string_view labels) {
    const auto label = service_label(labels);
    return label.starts_with("s3-") ? "s3" : signing_name(label);
}

/// Before ".localhost" there may be a bucket as well.
std::string service_of_local_host(std::string_view labels) {
    const auto name = service_of_aws_host(labels);
    constexpr std::array emulated{"s3", "lambda", "ses", "sts"};
    return std::ranges::find(emulated, name) != emulated.end() ? name : "s3";
}

std::string service_of_host(std::string_view host) {
    for (const std::string_view suffix : {".amazonaws.com", ".amazonaws.com.cn"})
        if (host.ends_with(suffix))
            return service_of_aws_host(host.substr(0, host.size() - suffix.size()));
    for (const std::string_view suffix : {".localhost.localstack.cloud", ".localhost"})
        if (host.ends_with(suffix))
            return service_of_local_host(host.substr(0, host.size() - suffix.size()));
    return {};
}

/// /2015-03-31/functions...: all of Lambda's paths begin with the date of an API version.
bool is_lambda_path(std::string_view path) {
    constexpr std::string_view date = "/dddd-dd-dd/";
    if (path.size() < date.size())
        return false;
    for (std::size_t i = 0; i < date.size(); ++i)
        if (date[i] == 'd' ? path[i] < '0' || path[i] > '9' : path[i] != date[i])
            return false;
    const auto rest = path.substr(date.size());
    const auto resource = rest.substr(0, rest.find('/'));
    constexpr std::array resources{"functions", "account-settings",    "event-source-mappings", "layers",
                                   "tags",      "code-signing-configs"};
    return std::ranges::find(resources, resource) != resources.end();
}

std::string service_of_action(const http_request& request) {
    const auto action = query_action(request);
    if (action.empty())
        return {};
    constexpr std::array security_tokens{"GetCallerIdentity",  "AssumeRole",
                                         "GetSessionToken",    "GetAccessKeyInfo",
                                         "GetFederationToken", "AssumeRoleWithWebIdentity"};
    return std::ranges::find(security_tokens, action) != security_tokens.end() ? "sts" : "ses";
}

std::string service_of_path(const http_request& request) {
    const auto path = request.path();
    if (is_own_path(path))
        return "own";
    if (is_lambda_path(path))
        return "lambda";
    if (path.starts_with("/v2/email/"))
        return "ses";
    if (const auto target = request.fields.get("X-Amz-Target");
        !target.empty()) // "DynamoDB_20120810.GetItem"
        return std::string{target.substr(0, target.find_first_of("_."))};
    return service_of_action(request);
}

bool is_form(const http_request& request) {
    return request.method == "POST" && request.path() == "/" &&
           request.fields.get("Content-Type").starts_with("application/x-www-form-urlencoded");
}

std::string action_in(std::string_view form) {
    for (std::size_t at = 0; at != std::string_view::npos && at < form.size();) {
        const auto end = form.find('&', at);
        const auto parameter = form.substr(at, end == std::string_view::npos ? end : end - at);
        if (parameter.starts_with("Action="))
            return percent_decoded(parameter.substr(7));
        at = end == std::string_view::npos ? end : end + 1;
    }
    return {};
}

} // namespace

bool is_own_path(std::string_view path) {
    constexpr std::array<std::string_view, 8> prefixes{"/_sendlab", "/_localstack", "/_aws",  "/api/v1",
                                                       "/api/v2",   "/view",        "/livez", "/readyz"};
    return std::ranges::any_of(prefixes, [path](std::string_view prefix) {
        return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
    });
}

std::string query_action(const http_request& request) {
    if (request.path() != "/")
        return {};
    if (auto action = action_in(request.query()); !action.empty())
        return action;
    if (!is_form(request) || request.body->size() > largest_action_form)
        return {};
    if (const auto form = request.body->in_memory())
        return action_in(*form);
    return action_in(to_string(*request.body));
}

std::string destination_of(const http_request& request) {
    if (auto name = service_of_authorization(request.fields.get("Authorization")); !name.empty())
        return name;
    if (auto name = service_of_signed_url(request.query()); !name.empty())
        return name;
    if (auto name = service_of_host(request.host()); !name.empty())
        return name;
    if (auto name = service_of_path(request); !name.empty())
        return name;
    return "s3";
}

} // namespace sendlab::api
