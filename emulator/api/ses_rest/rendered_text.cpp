#include "api/ses_rest/rendered_text.hpp"

#include "api/ses_rest/templated_mail.hpp"
#include "mailbox/header_writer.hpp"
#include "mailbox/transfer_encoding.hpp"

namespace sendlab::api {

namespace {

constexpr std::string_view boundary = "----=_Part_sendlab";

void append_part(std::string& out, std::string_view type, std::string_view text) {
    out.append("--").append(boundary).append("\r\n");
    mailbox::header_writer fields{out};
    fields.plain("Content-Type", std::string{type} + "; charset=UTF-8");
    fields.plain("Content-Transfer-Encoding", "8bit");
    out += "\r\n";
    mailbox::append_text(out, text, mailbox::transfer_encoding::eight_bit);
    out += "\r\n";
}

} // namespace

ses_result<std::string> rendered_text(const ses::email_template& what, std::string_view data,
                                      time_point now) {
    const auto rendered = ses::render(what, data);
    if (!rendered)
        return rendering_error_of(rendered.error());
    std::string out;
    mailbox::header_writer fields{out};
    fields.date("Date", now);
    fields.text("Subject", rendered->subject);
    fields.plain("MIME-Version", "1.0");
    fields.plain("Content-Type", "multipart/alternative; boundary=\"" + std::string{boundary} + '"');
    out += "\r\n";
    append_part(out, "text/plain", rendered->text);
    append_part(out, "text/html", rendered->html);
    return out.append("--").append(boundary).append("--\r\n");
}

} // namespace sendlab::api
