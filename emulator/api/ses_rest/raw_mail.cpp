#include "api/ses_rest/raw_mail.hpp"

#include <array>

#include "base/ascii.hpp"
#include "mailbox/header_fields.hpp"
#include "mailbox/header_writer.hpp"
#include "mailbox/parsed_mail.hpp"

namespace sendlab::api {

namespace {

using mailbox::same_name;

void append_addresses(std::vector<std::string>& out, std::string_view value) {
    for (auto& address : mailbox::parse_addresses(mailbox::unfolded(value)))
        out.push_back(std::move(address.address));
}

void append_tags(std::vector<std::pair<std::string, std::string>>& out, const std::string& value) {
    for (std::string_view rest = value; !rest.empty();) {
        const auto end = std::min(rest.find_first_of(",;"), rest.size());
        const auto tag = ascii::trimmed(rest.substr(0, end), " ");
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (const auto equals = tag.find('='); equals != std::string_view::npos)
            out.emplace_back(tag.substr(0, equals), tag.substr(equals + 1));
    }
}

void read_field(raw_header& out, const mailbox::raw_field& field) {
    const auto is = [&](std::string_view name) { return same_name(field.name, name); };
    if (is("To") || is("Cc") || is("Bcc"))
        append_addresses(out.recipients, field.value);
    else if (is("From"))
        out.from = mailbox::unfolded(field.value);
    else if (is("Subject"))
        out.subject = mailbox::decoded_words(mailbox::unfolded(field.value));
    else if (is("Return-Path"))
        out.return_path = mailbox::unfolded(field.value);
    else if (is("X-SES-CONFIGURATION-SET"))
        out.configuration_set = mailbox::unfolded(field.value);
    else if (is("X-SES-MESSAGE-TAGS"))
        append_tags(out.tags, mailbox::unfolded(field.value));
}

bool is_left_out(std::string_view name) {
    static constexpr std::array<std::string_view, 9> names{"Bcc",
                                                           "Date",
                                                           "Message-ID",
                                                           "Return-Path",
                                                           "X-SES-CONFIGURATION-SET",
                                                           "X-SES-MESSAGE-TAGS",
                                                           "X-SES-SOURCE-ARN",
                                                           "X-SES-FROM-ARN",
                                                           "X-SES-RETURN-PATH-ARN"};
    for (const auto left_out : names)
        if (same_name(name, left_out))
            return true;
    return false;
}

} // namespace

raw_header read_raw_header(std::string_view message) {
    raw_header out;
    mailbox::header_fields fields{message};
    for (mailbox::raw_field field; fields.next(field);)
        read_field(out, field);
    return out;
}

std::string as_sent(std::string_view message, std::string_view message_id, time_point date) {
    std::string out;
    out.reserve(message.size() + 200);
    mailbox::header_writer added{out};
    added.date("Date", date);
    added.plain("Message-ID", '<' + std::string{message_id} + '>');
    mailbox::header_fields fields{message};
    for (mailbox::raw_field field; fields.next(field);)
        if (!is_left_out(field.name))
            out += field.whole;
    if (!out.ends_with('\n'))
        out += "\r\n";
    out += "\r\n";
    out += fields.body();
    return out;
}

} // namespace sendlab::api
