#include "api/s3_rest/post_policy.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "aws/canonical_request.hpp"
#include "aws/date_text.hpp"
#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/json_value.hpp"

namespace sendlab::api {

namespace {

using nlohmann::json;

s3::error invalid(std::string why) {
    return {s3::errc::invalid_policy_document, "Invalid Policy: " + std::move(why)};
}

s3::error denied(std::string why) {
    return {s3::errc::access_denied, "Invalid according to Policy: " + std::move(why)};
}

/// Fields that no policy needs to mention.
bool is_free(const std::string& name) {
    return name == "policy" || name == "x-amz-signature" || name == "signature" || name == "awsaccesskeyid" ||
           name == "file" || name == "submit" || name.starts_with("x-ignore-");
}

} // namespace

struct post_policy::reader {
    post_policy policy;

    /// {"acl": "private"}: one condition a member.
    std::optional<s3::error> add_object(const json& from) {
        for (const auto& [name, value] : from.items()) {
            if (!value.is_string())
                return invalid("Invalid Simple-Condition: value must be a string");
            policy.conditions_.push_back(
                {kind::equal, ascii::lower_case(name), value, 0, 0,
                 R"(["eq", "$)" + name + R"(", ")" + value.get<std::string>() + R"("])"});
        }
        return std::nullopt;
    }

    /// ["starts-with", "$key", "user/"] or ["content-length-range", 0, 1000].
    std::optional<s3::error> add_list(const json& from) {
        if (from.size() != 3 || !from[0].is_string())
            return invalid("Invalid Condition: must have three elements");
        const auto how = ascii::lower_case(from[0].get<std::string>());
        if (how == "content-length-range") {
            if (!from[1].is_number_unsigned() || !from[2].is_number_unsigned())
                return invalid("Invalid content-length-range: numbers expected");
            policy.conditions_.push_back({kind::length_range, {}, {}, from[1], from[2], json_text(from)});
            return std::nullopt;
        }
        if ((how != "eq" && how != "starts-with") || !from[1].is_string() || !from[2].is_string() ||
            !from[1].get<std::string>().starts_with('$'))
            return invalid("Invalid Condition: unknown operation or operands");
        policy.conditions_.push_back({how == "eq" ? kind::equal : kind::starts_with,
                                      ascii::lower_case(from[1].get<std::string>().substr(1)), from[2], 0, 0,
                                      R"([")" + how + R"(", ")" + from[1].get<std::string>() + R"(", ")" +
                                          from[2].get<std::string>() + R"("])"});
        return std::nullopt;
    }

    std::optional<s3::error> add(const json& from) {
        if (from.is_object())
            return add_object(from);
        return from.is_array() ? add_list(from) : invalid("Invalid Condition");
    }
};

result<post_policy, s3::error> post_policy::read(std::string_view encoded) {
    std::string packed{encoded};
    std::erase_if(packed, [](char c) { return c == '\r' || c == '\n' || c == ' '; });
    const auto text = base64_decoded(packed);
    const auto document = json_value(text.value_or(""));
    if (!document.is_object())
        return invalid("Invalid JSON.");
    const auto expiration = document.value("expiration", json{});
    const auto when =
        expiration.is_string() ? aws::parse_iso_date(expiration.get<std::string>()) : std::nullopt;
    if (!when)
        return invalid("Policy missing expiration.");
    const auto conditions = document.value("conditions", json{});
    if (!conditions.is_array())
        return invalid("Policy missing conditions.");
    reader read;
    read.policy.expiration_ = *when;
    for (const auto& one : conditions)
        if (auto wrong = read.add(one))
            return *std::move(wrong);
    return std::move(read.policy);
}

std::optional<s3::error> post_policy::broken(const condition& rule, const std::string& value,
                                             std::uint64_t file_size) const {
    const s3::error_details sizes{{"ProposedSize", std::to_string(file_size)},
                                  {"MinSizeAllowed", std::to_string(rule.least)},
                                  {"MaxSizeAllowed", std::to_string(rule.most)}};
    switch (rule.how) {
    case kind::length_range:
        if (file_size > rule.most)
            return make_error(s3::errc::entity_too_large, sizes);
        if (file_size < rule.least)
            return make_error(s3::errc::entity_too_small, sizes);
        return std::nullopt;
    case kind::starts_with:
        if (value.starts_with(rule.value))
            return std::nullopt;
        break;
    case kind::equal:
        if (value == rule.value)
            return std::nullopt;
        break;
    }
    return denied("Policy Condition failed: " + rule.text);
}

std::optional<s3::error> post_policy::unnamed_field(const form_data& form) const {
    for (const auto& [name, value] : form.fields) {
        const auto lower = ascii::lower_case(name);
        if (!is_free(lower) && std::ranges::find(conditions_, lower, &condition::field) == conditions_.end())
            return denied("Extra input fields: " + name);
    }
    return std::nullopt;
}

std::optional<s3::error> post_policy::refusal(const std::string& bucket, const std::string& key,
                                              const form_data& form, time_point now) const {
    if (now > expiration_)
        return denied("Policy expired.");
    for (const auto& rule : conditions_) {
        const auto value = rule.field == "bucket" ? bucket
                           : rule.field == "key"  ? key
                                                  : form.field(rule.field);
        if (auto wrong = broken(rule, value, form.file->size()))
            return wrong;
    }
    return unnamed_field(form);
}

} // namespace sendlab::api
