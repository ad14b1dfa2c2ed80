// Identities of the Query API. Whoever asks for verification is verified: the link in the mail and the records in
// the DNS are taken for granted.
#include <array>

#include "api/ses_rest/identity_words.hpp"
#include "api/ses_rest/page.hpp"
#include "api/ses_rest/query_protocol.hpp"
#include "api/ses_rest/xml_text.hpp"
#include "ses/address.hpp"

namespace sendlab::api {

namespace {

using ses::identity;

/// Null where the request does not name one that there is.
identity* named_identity(query_call& call) {
    return call.world.ses.identities().find(call.form.get("Identity"));
}

void append_list(std::string& xml, std::string_view name, const auto& values) {
    xml.append("<").append(name).append(">");
    for (const auto& value : values)
        append_xml_element(xml, "member", value);
    xml.append("</").append(name).append(">");
}

ses_result<std::string> verify_address(query_call& call) {
    const auto address = call.form.get("EmailAddress");
    if (!call.form.find("EmailAddress"))
        return missing_member("emailAddress");
    if (!ses::has_domain(address))
        return ses_error{ses_fault::invalid_parameter,
                         "Invalid email address<" + std::string{address} + ">."};
    call.world.ses.verify_identity(std::string{address});
    return std::string{};
}

ses_result<std::string> verify_domain(query_call& call) {
    const std::string domain{call.form.get("Domain")};
    if (!call.form.find("Domain"))
        return missing_member("domain");
    if (domain.empty() || domain.find('@') != std::string::npos)
        return ses_error{ses_fault::invalid_parameter, "Invalid domain name " + domain + "."};
    call.world.ses.verify_identity(domain);
    return domain;
}

ses_result<std::string> verify_domain_identity(query_call& call) {
    const auto domain = verify_domain(call);
    if (!domain)
        return domain.error();
    std::string xml;
    append_xml_element(xml, "VerificationToken", verification_token(*domain));
    return xml;
}

ses_result<std::string> verify_domain_dkim(query_call& call) {
    const auto domain = verify_domain(call);
    if (!domain)
        return domain.error();
    call.world.ses.identities().verify(*domain).settings["DkimEnabled"] = "true";
    std::string xml;
    append_list(xml, "DkimTokens", dkim_tokens(*domain));
    return xml;
}

ses_result<std::string> list_identities(query_call& call) {
    const auto type = call.form.get("IdentityType");
    std::vector<std::string> names;
    for (const auto& [name, known] : call.world.ses.identities())
        if (type.empty() || (type == "Domain") == known.is_domain())
            names.push_back(known.name);
    const auto page =
        page_of(names.begin(), names.end(), call.form.get("NextToken"), call.form.get("MaxItems"));
    std::string xml = "<Identities>";
    for (const auto& name : page.entries)
        append_xml_element(xml, "member", *name);
    xml += "</Identities>";
    if (!page.next_token.empty())
        append_xml_element(xml, "NextToken", page.next_token);
    return xml;
}

ses_result<std::string> list_verified_addresses(query_call& call) {
    std::vector<std::string> names;
    for (const auto& [name, known] : call.world.ses.identities())
        if (!known.is_domain() && known.verified)
            names.push_back(known.name);
    std::string xml;
    append_list(xml, "VerifiedEmailAddresses", names);
    return xml;
}

/// A map from those of the named identities that there are to what `append` says of each.
template<class Append>
std::string map_of(query_call& call, std::string_view name, Append append) {
    std::string xml;
    xml.append("<").append(name).append(">");
    for (const auto& wanted : call.form.list("Identities")) {
        const auto* const known = call.world.ses.identities().find(wanted);
        if (!known)
            continue;
        append_xml_element(xml += "<entry>", "key", wanted);
        append(xml += "<value>", *known);
        xml += "</value></entry>";
    }
    return xml.append("</").append(name).append(">");
}

ses_result<std::string> verification_attributes(query_call& call) {
    return map_of(call, "VerificationAttributes", [](std::string& xml, const identity& known) {
        append_xml_element(xml, "VerificationStatus", known.verified ? "Success" : "Pending");
        if (known.is_domain())
            append_xml_element(xml, "VerificationToken", verification_token(known.name));
    });
}

ses_result<std::string> dkim_attributes(query_call& call) {
    return map_of(call, "DkimAttributes", [](std::string& xml, const identity& known) {
        const auto enabled = setting(known, "DkimEnabled", "false");
        append_xml_element(xml, "DkimEnabled", enabled);
        append_xml_element(xml, "DkimVerificationStatus", enabled == "true" ? "Success" : "NotStarted");
        if (known.is_domain())
            append_list(xml, "DkimTokens", dkim_tokens(known.name));
    });
}

ses_result<std::string> notification_attributes(query_call& call) {
    return map_of(call, "NotificationAttributes", [](std::string& xml, const identity& known) {
        for (const std::string type : {"Bounce", "Complaint", "Delivery"}) {
            append_xml_element(xml, type + "Topic", setting(known, type + "Topic", ""));
            append_xml_element(xml, "HeadersIn" + type + "NotificationsEnabled",
                               setting(known, "HeadersIn" + type, "false"));
        }
        append_xml_element(xml, "ForwardingEnabled", setting(known, "ForwardingEnabled", "true"));
    });
}

ses_result<std::string> mail_from_attributes(query_call& call) {
    return map_of(call, "MailFromDomainAttributes", [](std::string& xml, const identity& known) {
        const auto domain = setting(known, "MailFromDomain", "");
        append_xml_element(xml, "MailFromDomain", domain);
        append_xml_element(xml, "MailFromDomainStatus", domain.empty() ? "" : "Success");
        append_xml_element(xml, "BehaviorOnMXFailure",
                           setting(known, "BehaviorOnMXFailure", "UseDefaultValue"));
    });
}

ses_result<std::string> delete_identity(query_call& call) {
    if (!call.form.find("Identity"))
        return missing_member("identity");
    call.world.ses.identities().remove(call.form.get("Identity"));
    return std::string{};
}

ses_result<std::string> delete_verified_address(query_call& call) {
    call.world.ses.identities().remove(call.form.get("EmailAddress"));
    return std::string{};
}

/// Keeps one setting of the identity that the request names.
ses_result<std::string> keep_setting(query_call& call, const std::string& name, std::string_view parameter) {
    auto* const known = named_identity(call);
    if (!known)
        return ses_error{ses_fault::invalid_parameter,
                         "Identity <" + std::string{call.form.get("Identity")} + "> does not exist."};
    known->settings[name] = call.form.get(parameter);
    return std::string{};
}

ses_result<std::string> set_dkim_enabled(query_call& call) {
    return keep_setting(call, "DkimEnabled", "DkimEnabled");
}

ses_result<std::string> set_forwarding_enabled(query_call& call) {
    return keep_setting(call, "ForwardingEnabled", "ForwardingEnabled");
}

ses_result<std::string> set_headers_in_notifications(query_call& call) {
    return keep_setting(call, "HeadersIn" + std::string{call.form.get("NotificationType")}, "Enabled");
}

ses_result<std::string> set_notification_topic(query_call& call) {
    return keep_setting(call, std::string{call.form.get("NotificationType")} + "Topic", "SnsTopic");
}

ses_result<std::string> set_mail_from_domain(query_call& call) {
    if (call.form.find("BehaviorOnMXFailure"))
        (void)keep_setting(call, "BehaviorOnMXFailure", "BehaviorOnMXFailure");
    return keep_setting(call, "MailFromDomain", "MailFromDomain");
}

ses_result<std::string> put_policy(query_call& call) {
    return keep_setting(call, std::string{policy_prefix} + std::string{call.form.get("PolicyName")},
                        "Policy");
}

ses_result<std::string> delete_policy(query_call& call) {
    if (auto* const known = named_identity(call))
        known->settings.erase(std::string{policy_prefix} + std::string{call.form.get("PolicyName")});
    return std::string{};
}

ses_result<std::string> list_policies(query_call& call) {
    std::vector<std::string> names;
    if (const auto* const known = named_identity(call))
        for (const auto& [name, value] : known->settings)
            if (name.starts_with(policy_prefix))
                names.push_back(name.substr(policy_prefix.size()));
    std::string xml;
    append_list(xml, "PolicyNames", names);
    return xml;
}

ses_result<std::string> get_policies(query_call& call) {
    std::string xml = "<Policies>";
    const auto* const known = named_identity(call);
    for (const auto& name : call.form.list("PolicyNames")) {
        const auto policy = known ? setting(*known, std::string{policy_prefix} + name, "") : "";
        if (policy.empty())
            continue;
        append_xml_element(xml += "<entry>", "key", name);
        append_xml_element(xml, "value", policy);
        xml += "</entry>";
    }
    return xml + "</Policies>";
}

constexpr std::array<query_action, 21> query_identities_table{{
    {"VerifyEmailIdentity", verify_address},
    {"VerifyEmailAddress", verify_address},
    {"VerifyDomainIdentity", verify_domain_identity},
    {"VerifyDomainDkim", verify_domain_dkim},
    {"ListIdentities", list_identities},
    {"ListVerifiedEmailAddresses", list_verified_addresses},
    {"GetIdentityVerificationAttributes", verification_attributes},
    {"GetIdentityDkimAttributes", dkim_attributes},
    {"GetIdentityNotificationAttributes", notification_attributes},
    {"GetIdentityMailFromDomainAttributes", mail_from_attributes},
    {"DeleteIdentity", delete_identity},
    {"DeleteVerifiedEmailAddress", delete_verified_address},
    {"SetIdentityDkimEnabled", set_dkim_enabled},
    {"SetIdentityFeedbackForwardingEnabled", set_forwarding_enabled},
    {"SetIdentityHeadersInNotificationsEnabled", set_headers_in_notifications},
    {"SetIdentityNotificationTopic", set_notification_topic},
    {"SetIdentityMailFromDomain", set_mail_from_domain},
    {"PutIdentityPolicy", put_policy},
    {"DeleteIdentityPolicy", delete_policy},
    {"ListIdentityPolicies", list_policies},
    {"GetIdentityPolicies", get_policies},
}};

} // namespace

const std::span<const query_action> query_identities{query_identities_table};

} // namespace sendlab::api
