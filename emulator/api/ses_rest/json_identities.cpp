// Identities of the REST API. As in the Query API, whoever is created is verified.
#include <array>

#include <nlohmann/json.hpp>

#include "api/ses_rest/identity_words.hpp"
#include "api/ses_rest/json_members.hpp"
#include "api/ses_rest/json_protocol.hpp"
#include "api/ses_rest/page.hpp"
#include "base/json_value.hpp"

namespace sendlab::api {

namespace {

using nlohmann::json;
using ses::identity;

const char* type_of(const identity& known) {
    return known.is_domain() ? "DOMAIN" : "EMAIL_ADDRESS";
}

const char* status_of(const identity& known) {
    return known.verified ? "SUCCESS" : "PENDING";
}

ses_error no_such_identity(const std::string& name) {
    return {ses_fault::not_found, "Email identity " + name + " does not exist."};
}

json dkim_of(const identity& known) {
    const bool enabled = setting(known, "DkimEnabled", known.is_domain() ? "true" : "false") == "true";
    json out = {{"SigningEnabled", enabled},
                {"Status", enabled ? "SUCCESS" : "NOT_STARTED"},
                {"SigningAttributesOrigin", "AWS_SES"}};
    if (known.is_domain())
        out["Tokens"] = dkim_tokens(known.name);
    return out;
}

json policies_of(const identity& known) {
    auto policies = json::object();
    for (const auto& [name, text] : known.settings)
        if (name.starts_with(policy_prefix))
            policies[name.substr(policy_prefix.size())] = text;
    return policies;
}

json mail_from_of(const identity& known) {
    const auto domain = setting(known, "MailFromDomain", "");
    json out = {{"BehaviorOnMxFailure", setting(known, "BehaviorOnMxFailure", "USE_DEFAULT_VALUE")}};
    if (!domain.empty()) {
        out["MailFromDomain"] = domain;
        out["MailFromDomainStatus"] = "SUCCESS";
    }
    return out;
}

json kept_json(const identity& known, const char* name, const char* otherwise) {
    return json_value(setting(known, name, otherwise));
}

ses_result<std::string> create_identity(json_call& call) {
    const auto name = text_member(call.body, "EmailIdentity");
    auto& known = call.world.ses.identities();
    if (name.empty())
        return missing_json_member("emailIdentity");
    if (known.find(name))
        return ses_error{ses_fault::already_exists, "Email identity " + name + " already exist."};
    auto& created = known.verify(name, call.world.clock.now());
    if (const auto* const tags = member_of(call.body, "Tags"))
        created.settings["Tags"] = json_text(*tags);
    created.settings["ConfigurationSetName"] = text_member(call.body, "ConfigurationSetName");
    return json_text(json{{"IdentityType", type_of(created)},
                          {"VerifiedForSendingStatus", created.verified},
                          {"DkimAttributes", dkim_of(created)}});
}

ses_result<std::string> get_identity(json_call& call) {
    const auto* const known = call.world.ses.identities().find(call.names[0]);
    if (!known)
        return no_such_identity(call.names[0]);
    json answer = {{"IdentityType", type_of(*known)},
                   {"VerificationStatus", status_of(*known)},
                   {"VerifiedForSendingStatus", known->verified},
                   {"FeedbackForwardingStatus", setting(*known, "ForwardingEnabled", "true") == "true"},
                   {"DkimAttributes", dkim_of(*known)},
                   {"MailFromAttributes", mail_from_of(*known)},
                   {"Policies", policies_of(*known)},
                   {"Tags", kept_json(*known, "Tags", "[]")}};
    if (const auto set = setting(*known, "ConfigurationSetName", ""); !set.empty())
        answer["ConfigurationSetName"] = set;
    return json_text(answer);
}

ses_result<std::string> delete_identity(json_call& call) {
    if (!call.world.ses.identities().remove(call.names[0]))
        return no_such_identity(call.names[0]);
    return json_done();
}

ses_result<std::string> list(json_call& call, std::string_view token, std::string_view size) {
    const auto& known = call.world.ses.identities();
    const auto page = page_of(known.begin(), known.end(), token, size);
    json answer = {{"EmailIdentities", json::array()}};
    for (const auto& entry : page.entries)
        answer["EmailIdentities"].push_back({{"IdentityType", type_of(entry->second)},
                                             {"IdentityName", entry->second.name},
                                             {"SendingEnabled", entry->second.verified},
                                             {"VerificationStatus", status_of(entry->second)}});
    if (!page.next_token.empty())
        answer["NextToken"] = page.next_token;
    return json_text(answer);
}

ses_result<std::string> list_identities(json_call& call) {
    return list(call, call.parameter("NextToken"), call.parameter("PageSize"));
}

/// The path of newer SDKs has the page in the body.
ses_result<std::string> list_identities_by_post(json_call& call) {
    const auto* const size = member_of(call.body, "PageSize");
    return list(call, text_member(call.body, "NextToken"),
                size && size->is_number_unsigned() ? size->dump() : "");
}

/// Keeps settings of the identity in the path, each from one member of the body.
ses_result<std::string>
keep_members(json_call& call, std::initializer_list<std::pair<const char*, const char*>> setting_members) {
    auto* const known = call.world.ses.identities().find(call.names[0]);
    if (!known)
        return no_such_identity(call.names[0]);
    for (const auto& [name, member] : setting_members) {
        const auto* const value = member_of(call.body, member);
        known->settings[name] = !value ? "" : value->is_string() ? value->get<std::string>() : value->dump();
    }
    return json_done();
}

ses_result<std::string> put_dkim(json_call& call) {
    return keep_members(call, {{"DkimEnabled", "SigningEnabled"}});
}

ses_result<std::string> put_feedback(json_call& call) {
    return keep_members(call, {{"ForwardingEnabled", "EmailForwardingEnabled"}});
}

ses_result<std::string> put_mail_from(json_call& call) {
    return keep_members(
        call, {{"MailFromDomain", "MailFromDomain"}, {"BehaviorOnMxFailure", "BehaviorOnMxFailure"}});
}

ses_result<std::string> put_configuration_set(json_call& call) {
    return keep_members(call, {{"ConfigurationSetName", "ConfigurationSetName"}});
}

ses_result<std::string> put_policy(json_call& call) {
    auto* const known = call.world.ses.identities().find(call.names[0]);
    if (!known)
        return no_such_identity(call.names[0]);
    known->settings[std::string{policy_prefix} + call.names[1]] = text_member(call.body, "Policy");
    return json_done();
}

ses_result<std::string> delete_policy(json_call& call) {
    auto* const known = call.world.ses.identities().find(call.names[0]);
    if (!known)
        return no_such_identity(call.names[0]);
    known->settings.erase(std::string{policy_prefix} + call.names[1]);
    return json_done();
}

ses_result<std::string> get_policies(json_call& call) {
    const auto* const known = call.world.ses.identities().find(call.names[0]);
    if (!known)
        return no_such_identity(call.names[0]);
    return json_text(json{{"Policies", policies_of(*known)}});
}

constexpr std::array<json_action, 13> json_identities_table{{
    {"POST", "/v2/email/identities", "CreateEmailIdentity", create_identity},
    {"GET", "/v2/email/identities", "ListEmailIdentities", list_identities},
    {"POST", "/v2/email/list-identities", "ListEmailIdentities", list_identities_by_post},
    {"GET", "/v2/email/identities/{}", "GetEmailIdentity", get_identity},
    {"DELETE", "/v2/email/identities/{}", "DeleteEmailIdentity", delete_identity},
    {"PUT", "/v2/email/identities/{}/dkim", "PutEmailIdentityDkimAttributes", put_dkim},
    {"PUT", "/v2/email/identities/{}/feedback", "PutEmailIdentityFeedbackAttributes", put_feedback},
    {"PUT", "/v2/email/identities/{}/mail-from", "PutEmailIdentityMailFromAttributes", put_mail_from},
    {"PUT", "/v2/email/identities/{}/configuration-set", "PutEmailIdentityConfigurationSetAttributes",
     put_configuration_set},
    {"GET", "/v2/email/identities/{}/policies", "GetEmailIdentityPolicies", get_policies},
    {"POST", "/v2/email/identities/{}/policies/{}", "CreateEmailIdentityPolicy", put_policy},
    {"PUT", "/v2/email/identities/{}/policies/{}", "UpdateEmailIdentityPolicy", put_policy},
    {"DELETE", "/v2/email/identities/{}/policies/{}", "DeleteEmailIdentityPolicy", delete_policy},
}};

} // namespace

const std::span<const json_action> json_identities{json_identities_table};

} // namespace sendlab::api
