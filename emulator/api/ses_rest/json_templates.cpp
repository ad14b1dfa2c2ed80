// Templates of the REST API.
#include <array>

#include <nlohmann/json.hpp>

#include "api/ses_rest/json_members.hpp"
#include "api/ses_rest/json_protocol.hpp"
#include "api/ses_rest/page.hpp"
#include "api/ses_rest/rendered_text.hpp"
#include "api/ses_rest/seconds.hpp"
#include "api/ses_rest/templated_mail.hpp"
#include "base/json_value.hpp"

namespace sendlab::api {

namespace {

using nlohmann::json;

std::optional<ses_error> keep_template(json_call& call, const std::string& name, time_point created) {
    const auto* const content = member_of(call.body, "TemplateContent");
    if (!content)
        return missing_json_member("templateContent");
    ses::email_template wanted{name, text_member(*content, "Subject"), text_member(*content, "Text"),
                               text_member(*content, "Html"), created};
    if (auto fault = ses::fault_of(wanted))
        return ses_error{ses_fault::template_invalid, std::move(*fault)};
    call.world.ses.templates().insert_or_assign(name, std::move(wanted));
    return std::nullopt;
}

ses_result<std::string> create_template(json_call& call) {
    const auto name = text_member(call.body, "TemplateName");
    if (call.world.ses.templates().contains(name))
        return ses_error{ses_fault::template_exists, "Template " + name + " already exists."};
    if (auto fault = keep_template(call, name, call.world.clock.now()))
        return std::move(*fault);
    return json_done();
}

ses_result<std::string> update_template(json_call& call) {
    const auto found = find_template(call.world.ses, call.names[0]);
    if (!found)
        return found.error();
    if (auto fault = keep_template(call, call.names[0], (*found)->created))
        return std::move(*fault);
    return json_done();
}

ses_result<std::string> get_template(json_call& call) {
    const auto found = find_template(call.world.ses, call.names[0]);
    if (!found)
        return found.error();
    const auto& what = **found;
    return json_text(
        json{{"TemplateName", what.name},
             {"TemplateContent", {{"Subject", what.subject}, {"Text", what.text}, {"Html", what.html}}}});
}

ses_result<std::string> delete_template(json_call& call) {
    const auto found = find_template(call.world.ses, call.names[0]);
    if (!found)
        return found.error();
    call.world.ses.templates().erase(call.names[0]);
    return json_done();
}

ses_result<std::string> list_templates(json_call& call) {
    const auto& known = call.world.ses.templates();
    const auto page =
        page_of(known.begin(), known.end(), call.parameter("NextToken"), call.parameter("PageSize"));
    json answer = {{"TemplatesMetadata", json::array()}};
    for (const auto& entry : page.entries)
        answer["TemplatesMetadata"].push_back(
            {{"TemplateName", entry->first}, {"CreatedTimestamp", epoch_seconds(entry->second.created)}});
    if (!page.next_token.empty())
        answer["NextToken"] = page.next_token;
    return json_text(answer);
}

ses_result<std::string> test_render_template(json_call& call) {
    const auto found = find_template(call.world.ses, call.names[0]);
    if (!found)
        return found.error();
    const auto text = rendered_text(**found, text_member(call.body, "TemplateData"), call.world.clock.now());
    if (!text)
        return text.error();
    return json_text(json{{"RenderedTemplate", *text}});
}

constexpr std::array<json_action, 6> json_templates_table{{
    {"POST", "/v2/email/templates", "CreateEmailTemplate", create_template},
    {"GET", "/v2/email/templates", "ListEmailTemplates", list_templates},
    {"GET", "/v2/email/templates/{}", "GetEmailTemplate", get_template},
    {"PUT", "/v2/email/templates/{}", "UpdateEmailTemplate", update_template},
    {"DELETE", "/v2/email/templates/{}", "DeleteEmailTemplate", delete_template},
    {"POST", "/v2/email/templates/{}/render", "TestRenderEmailTemplate", test_render_template},
}};

} // namespace

const std::span<const json_action> json_templates{json_templates_table};

} // namespace sendlab::api
