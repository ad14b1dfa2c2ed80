// Templates of the Query API.
#include <array>

#include "api/ses_rest/page.hpp"
#include "api/ses_rest/query_protocol.hpp"
#include "api/ses_rest/rendered_text.hpp"
#include "api/ses_rest/templated_mail.hpp"
#include "api/ses_rest/xml_text.hpp"
#include "base/utc_text.hpp"

namespace sendlab::api {

namespace {

ses::email_template read_template(const query_form& form) {
    ses::email_template read;
    read.name = form.get("Template.TemplateName");
    read.subject = form.get("Template.SubjectPart");
    read.text = form.get("Template.TextPart");
    read.html = form.get("Template.HtmlPart");
    return read;
}

ses_result<std::string> put_template(query_call& call, bool is_new) {
    if (!call.form.has("Template."))
        return missing_member("template");
    auto wanted = read_template(call.form);
    auto& known = call.world.ses.templates();
    const auto found = known.find(wanted.name);
    if (is_new && found != known.end())
        return ses_error{ses_fault::template_exists, "Template " + wanted.name + " already exists."};
    if (!is_new && found == known.end())
        return ses_error{ses_fault::template_missing, "Template " + wanted.name + " does not exist."};
    if (auto fault = ses::fault_of(wanted))
        return ses_error{ses_fault::template_invalid, std::move(*fault)};
    wanted.created = is_new ? call.world.clock.now() : found->second.created;
    auto name = wanted.name;
    known.insert_or_assign(std::move(name), std::move(wanted));
    return std::string{};
}

ses_result<std::string> create_template(query_call& call) {
    return put_template(call, true);
}

ses_result<std::string> update_template(query_call& call) {
    return put_template(call, false);
}

ses_result<std::string> get_template(query_call& call) {
    if (!call.form.find("TemplateName"))
        return missing_member("templateName");
    const auto found = find_template(call.world.ses, call.form.get("TemplateName"));
    if (!found)
        return found.error();
    std::string xml = "<Template>";
    append_xml_element(xml, "TemplateName", (*found)->name);
    append_xml_element(xml, "SubjectPart", (*found)->subject);
    append_xml_element(xml, "TextPart", (*found)->text);
    append_xml_element(xml, "HtmlPart", (*found)->html);
    return xml + "</Template>";
}

ses_result<std::string> delete_template(query_call& call) {
    if (!call.form.find("TemplateName"))
        return missing_member("templateName");
    call.world.ses.templates().erase(std::string{call.form.get("TemplateName")});
    return std::string{};
}

ses_result<std::string> list_templates(query_call& call) {
    const auto& known = call.world.ses.templates();
    const auto page =
        page_of(known.begin(), known.end(), call.form.get("NextToken"), call.form.get("MaxItems"));
    std::string xml = "<TemplatesMetadata>";
    for (const auto& entry : page.entries) {
        append_xml_element(xml += "<member>", "Name", entry->first);
        append_xml_element(xml, "CreatedTimestamp", utc_text(entry->second.created));
        xml += "</member>";
    }
    xml += "</TemplatesMetadata>";
    if (!page.next_token.empty())
        append_xml_element(xml, "NextToken", page.next_token);
    return xml;
}

ses_result<std::string> test_render_template(query_call& call) {
    for (const auto& [parameter, member] :
         {std::pair{"TemplateName", "templateName"}, {"TemplateData", "templateData"}})
        if (!call.form.find(parameter))
            return missing_member(member);
    const auto found = find_template(call.world.ses, call.form.get("TemplateName"));
    if (!found)
        return found.error();
    const auto text = rendered_text(**found, call.form.get("TemplateData"), call.world.clock.now());
    if (!text)
        return text.error();
    std::string xml;
    append_xml_element(xml, "RenderedTemplate", *text);
    return xml;
}

constexpr std::array<query_action, 6> query_templates_table{{
    {"CreateTemplate", create_template},
    {"UpdateTemplate", update_template},
    {"GetTemplate", get_template},
    {"DeleteTemplate", delete_template},
    {"ListTemplates", list_templates},
    {"TestRenderTemplate", test_render_template},
}};

} // namespace

const std::span<const query_action> query_templates{query_templates_table};

} // namespace sendlab::api
