#include "api/ses_rest/templated_mail.hpp"

#include "api/ses_rest/raw_mail.hpp"

namespace sendlab::api {

ses_result<const ses::email_template*> find_template(const ses::ses_service& ses, std::string_view name) {
    const auto found = ses.templates().find(name);
    if (found == ses.templates().end())
        return ses_error{ses_fault::template_missing, "Template " + std::string{name} + " does not exist"};
    return &found->second;
}

ses_error rendering_error_of(const ses::rendering_error& error) {
    switch (error.why) {
    case ses::rendering_failure::invalid_data:
        return {ses_fault::rendering_data_invalid, error.what};
    case ses::rendering_failure::missing_attribute:
        return {ses_fault::rendering_attribute_missing, error.what};
    case ses::rendering_failure::invalid_template:
        break;
    }
    return {ses_fault::template_invalid, error.what};
}

ses_result<std::string> send_template(mail_sender& sender, outgoing_mail mail,
                                      const ses::email_template& what, std::string_view data) {
    auto rendered = ses::render(what, data);
    if (!rendered && rendered.error().why == ses::rendering_failure::missing_attribute)
        return sender.send_nothing(mail, what.name, rendered.error().what);
    if (!rendered) // sent with data that is no JSON: this message says more than the code
        return ses_error{ses_fault::invalid_parameter, rendered.error().what};
    mail.subject = std::move(rendered->subject);
    mail.text = std::move(rendered->text);
    mail.html = std::move(rendered->html);
    return sender.send(std::move(mail));
}

void complete_from_header(outgoing_mail& mail) {
    auto header = read_raw_header(*mail.raw);
    if (mail.source.empty())
        mail.source = header.from.empty() ? header.return_path : header.from;
    if (mail.return_path.empty())
        mail.return_path = header.return_path;
    if (mail.to.empty() && mail.cc.empty() && mail.bcc.empty())
        mail.to = std::move(header.recipients);
    if (mail.configuration_set.empty())
        mail.configuration_set = std::move(header.configuration_set);
    if (mail.tags.empty())
        mail.tags = std::move(header.tags);
    mail.subject = std::move(header.subject);
}

} // namespace sendlab::api
