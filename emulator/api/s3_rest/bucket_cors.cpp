#include "api/s3_rest/bucket_cors.hpp"

#include <algorithm>

#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/xml_document.hpp"
#include "aws/canonical_request.hpp"
#include "base/ascii.hpp"

namespace sendlab::api {

namespace {

using texts = std::vector<std::string>;

texts texts_of(const xml_document& rule, std::string_view name) {
    texts found;
    for (const auto& child : rule.children(name))
        found.push_back(child.text());
    return found;
}

result<s3::cors_rule, s3::error> read_cors_rule(const xml_document& rule) {
    s3::cors_rule read{rule.text("ID").value_or(""),    texts_of(rule, "AllowedOrigin"),
                       texts_of(rule, "AllowedMethod"), texts_of(rule, "AllowedHeader"),
                       texts_of(rule, "ExposeHeader"),  std::nullopt};
    const auto age = rule.text("MaxAgeSeconds");
    if (!age)
        return read;
    if (age->empty() || age->size() > 9 || age->find_first_not_of("0123456789") != std::string::npos)
        return make_error(s3::errc::malformed_xml);
    read.max_age_seconds = static_cast<std::uint32_t>(std::stoul(*age));
    return read;
}

result<std::vector<s3::cors_rule>, s3::error> read_cors_rules(const blob& body) {
    const auto document = xml_document::parse(body, "CORSConfiguration");
    if (!document)
        return document.error();
    std::vector<s3::cors_rule> rules;
    for (const auto& element : document->children("CORSRule")) {
        auto rule = read_cors_rule(element);
        if (!rule)
            return rule.error();
        rules.push_back(*std::move(rule));
    }
    if (auto checked = validate(rules); !checked)
        return checked.error();
    return rules;
}

void write_rule(aws::xml_writer& document, const s3::cors_rule& rule) {
    const auto write_all = [&](std::string_view name, const texts& values) {
        for (const auto& value : values)
            document.element(name, value);
    };
    document.open("CORSRule").optional("ID", rule.id);
    write_all("AllowedHeader", rule.allowed_headers);
    write_all("AllowedMethod", rule.allowed_methods);
    write_all("AllowedOrigin", rule.allowed_origins);
    write_all("ExposeHeader", rule.expose_headers);
    if (rule.max_age_seconds)
        document.element("MaxAgeSeconds", *rule.max_age_seconds);
    document.close();
}

std::string joined(const texts& values) {
    std::string text;
    for (const auto& value : values)
        text += (text.empty() ? "" : ", ") + value;
    return text;
}

/// "a, b": lower case, without blanks.
texts listed(std::string_view text) {
    texts found;
    while (!text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        auto one = ascii::lower_case(aws::canonical_value({{"", std::string{text.substr(0, end)}}}, ""));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!one.empty())
            found.push_back(std::move(one));
    }
    return found;
}

void write_allowance(http_fields& fields, const s3::cors_rule& rule, std::string_view origin) {
    fields.add("Access-Control-Allow-Origin", rule.for_everybody() ? "*" : std::string{origin});
    if (!rule.for_everybody())
        fields.add("Access-Control-Allow-Credentials", "true");
    fields.add("Access-Control-Allow-Methods", joined(rule.allowed_methods));
    if (!rule.expose_headers.empty())
        fields.add("Access-Control-Expose-Headers", joined(rule.expose_headers));
    fields.add("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
}

s3::error forbidden(std::string message) {
    return {s3::errc::access_forbidden, "CORSResponse: " + std::move(message)};
}

} // namespace

void add_cors_headers(http_response& response, const s3_request& request, s3::object_store& store) {
    const auto origin = request.header("Origin");
    if (origin.empty() || request.http.method == "OPTIONS" || !store.has_bucket(request.bucket))
        return;
    const auto& rules = (**store.open_bucket(request.bucket)).settings.cors;
    if (const auto* rule = s3::applying_rule(rules, origin, request.http.method))
        write_allowance(response.fields, *rule, origin);
}

answer s3_operations::preflight(const call& on) {
    const auto in = on.store.open_bucket(on.request.bucket);
    if (!in)
        return in.error();
    const auto origin = on.request.header("Origin");
    const auto method = on.request.header("Access-Control-Request-Method");
    if (origin.empty())
        return s3::error{s3::errc::bad_request, "Insufficient information. Origin request header needed."};
    if (method.empty())
        return s3::error{s3::errc::bad_request, "Invalid Access-Control-Request-Method: null"};
    const auto& rules = (*in)->settings.cors;
    if (rules.empty())
        return forbidden("CORS is not enabled for this bucket.");
    const auto asked = listed(on.request.header("Access-Control-Request-Headers"));
    const auto* rule = s3::applying_rule(rules, origin, method, asked);
    if (!rule)
        return make_error(s3::errc::access_forbidden,
                          {{"Method", std::string{method}}, {"ResourceType", "OBJECT"}});
    auto response = empty_answer();
    write_allowance(response.fields, *rule, origin);
    if (!asked.empty())
        response.fields.add("Access-Control-Allow-Headers", joined(asked));
    if (rule->max_age_seconds)
        response.fields.add("Access-Control-Max-Age", std::to_string(*rule->max_age_seconds));
    return response;
}

answer s3_operations::get_bucket_cors(const call& on) {
    const auto in = on.store.open_bucket(on.request.bucket);
    if (!in)
        return in.error();
    if ((*in)->settings.cors.empty())
        return make_error(s3::errc::no_such_cors_configuration, {{"BucketName", on.request.bucket}});
    aws::xml_writer document{"CORSConfiguration", s3_namespace};
    for (const auto& rule : (*in)->settings.cors)
        write_rule(document, rule);
    return xml_answer(document);
}

answer s3_operations::put_bucket_cors(const call& on) {
    const auto in = on.store.change_bucket(on.request.bucket);
    if (!in)
        return in.error();
    auto rules = read_cors_rules(*on.body.bytes);
    if (!rules)
        return rules.error();
    (*in)->settings.cors = *std::move(rules);
    return empty_answer();
}

answer s3_operations::delete_bucket_cors(const call& on) {
    const auto in = on.store.change_bucket(on.request.bucket);
    if (!in)
        return in.error();
    (*in)->settings.cors.clear();
    return empty_answer(204);
}

} // namespace sendlab::api
