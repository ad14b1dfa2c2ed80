#include "api/ses_rest/query_protocol.hpp"

#include <algorithm>
#include <array>

#include "api/ses_rest/xml_text.hpp"

namespace sendlab::api {

namespace {

constexpr std::string_view space = "http://ses.amazonaws.com/doc/2010-12-01/";

/// Operations of the API that are not there: told apart from what is no operation at all.
constexpr std::array<std::string_view, 23> not_there{"CloneReceiptRuleSet",
                                                     "CreateCustomVerificationEmailTemplate",
                                                     "CreateReceiptFilter",
                                                     "CreateReceiptRule",
                                                     "CreateReceiptRuleSet",
                                                     "DeleteCustomVerificationEmailTemplate",
                                                     "DeleteReceiptFilter",
                                                     "DeleteReceiptRule",
                                                     "DeleteReceiptRuleSet",
                                                     "DescribeActiveReceiptRuleSet",
                                                     "DescribeReceiptRule",
                                                     "DescribeReceiptRuleSet",
                                                     "GetCustomVerificationEmailTemplate",
                                                     "ListCustomVerificationEmailTemplates",
                                                     "ListReceiptFilters",
                                                     "ListReceiptRuleSets",
                                                     "ReorderReceiptRuleSet",
                                                     "SendBounce",
                                                     "SendCustomVerificationEmail",
                                                     "SetActiveReceiptRuleSet",
                                                     "SetReceiptRulePosition",
                                                     "UpdateCustomVerificationEmailTemplate",
                                                     "UpdateReceiptRule"};

const query_action* find_action(std::string_view name) {
    for (const auto group :
         {query_sending, query_templates, query_identities, query_account, query_configuration_sets}) {
        const auto found = std::ranges::find(group, name, &query_action::name);
        if (found != group.end())
            return &*found;
    }
    return nullptr;
}

ses_result<std::string> run(query_call& call, const std::string& name) {
    if (name.empty())
        return ses_error{ses_fault::missing_action, "Could not find parameter 'Action' in the request."};
    if (const auto* const action = find_action(name))
        return action->run(call);
    if (std::ranges::find(not_there, name) != not_there.end())
        return ses_error{ses_fault::not_implemented, "Sendlab does not have the operation " + name + "."};
    return ses_error{ses_fault::invalid_action,
                     "Could not find operation " + name + " for version 2010-12-01"};
}

std::string result_document(std::string_view action, std::string_view inside, std::string_view request_id) {
    std::string xml;
    xml.reserve(inside.size() + 400);
    xml.append("<").append(action).append("Response xmlns=\"").append(space).append("\">\n");
    xml.append("  <").append(action).append("Result>").append(inside);
    xml.append("</").append(action).append("Result>\n  <ResponseMetadata>");
    append_xml_element(xml, "RequestId", request_id);
    xml.append("</ResponseMetadata>\n</").append(action).append("Response>\n");
    return xml;
}

http_response document(unsigned status, std::string xml, const std::string& request_id) {
    auto response = http_response::text(status, "text/xml", std::move(xml));
    response.fields.add("x-amzn-RequestId", request_id);
    return response;
}

} // namespace

std::string query_action_of(std::string_view form) {
    constexpr std::string_view name = "Action=";
    for (auto at = form.find(name); at != std::string_view::npos; at = form.find(name, at + 1))
        if (at == 0 || form[at - 1] == '&')
            return percent_decoded(form.substr(at + name.size(), form.find('&', at) - at - name.size()));
    return {};
}

http_response query_answer(query_call& call, const std::string& request_id) {
    const std::string action{call.form.get("Action")};
    const auto inside = run(call, action);
    if (!inside)
        return query_failure(query_name_of(inside.error().why), inside.error().message, request_id);
    return document(200, result_document(action, *inside, request_id), request_id);
}

http_response query_failure(error_name name, std::string_view message, const std::string& request_id) {
    std::string xml = "<ErrorResponse xmlns=\"";
    xml.append(space).append("\">\n  <Error>\n    ");
    append_xml_element(xml, "Type", name.status < 500 ? "Sender" : "Receiver");
    append_xml_element(xml += "\n    ", "Code", name.name);
    append_xml_element(xml += "\n    ", "Message", message);
    append_xml_element(xml += "\n  </Error>\n  ", "RequestId", request_id);
    return document(name.status, xml + "\n</ErrorResponse>\n", request_id);
}

ses_error missing_member(std::string_view member) {
    return {ses_fault::validation, "1 validation error detected: Value null at '" + std::string{member} +
                                       "' failed to satisfy constraint: Member must not be null"};
}

} // namespace sendlab::api
