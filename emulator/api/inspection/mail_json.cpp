#include "api/inspection/mail_json.hpp"

#include <set>

#include <nlohmann/json.hpp>

#include "aws/hashing.hpp"
#include "base/utc_text.hpp"
#include "mailbox/html_text.hpp"
#include "mailbox/message_name.hpp"
#include "mailbox/shown_mail.hpp"

namespace sendlab::api {

namespace {

using mailbox::mail_address;
using mailbox::parsed_mail;
using nlohmann::ordered_json;

constexpr std::size_t longest_snippet = 250;

ordered_json address_json(const mail_address& address) {
    return {{"Name", address.name}, {"Address", address.address}};
}

ordered_json list_json(const std::vector<mail_address>& list) {
    auto out = ordered_json::array();
    for (const auto& address : list)
        out.push_back(address_json(address));
    return out;
}

ordered_json sender_json(const parsed_mail& mail) {
    return address_json(mail.from.empty() ? mail_address{} : mail.from.front());
}

/// What both forms of a message begin with.
ordered_json head_json(const mailbox::message& kept, const parsed_mail& mail) {
    return {{"ID", mailbox::message_name(kept.id)},
            {"MessageID", mail.message_id},
            {"From", sender_json(mail)},
            {"To", list_json(mail.to)},
            {"Cc", list_json(mail.cc)},
            {"Bcc", list_json(mail.bcc)},
            {"ReplyTo", list_json(mail.reply_to)},
            {"Subject", mail.subject}};
}

ordered_json part_json(const mailbox::mail_part& part) {
    const auto sum = [&](aws::hash_kind kind) { return aws::hex(aws::hash_of(kind, part.bytes)); };
    return {{"PartID", part.id},
            {"FileName", part.file_name},
            {"ContentType", part.content_type},
            {"ContentID", part.content_id},
            {"Size", part.size},
            {"Checksums",
             {{"MD5", sum(aws::hash_kind::md5)},
              {"SHA1", sum(aws::hash_kind::sha1)},
              {"SHA256", sum(aws::hash_kind::sha256)}}}};
}

ordered_json parts_json(const std::vector<mailbox::mail_part>& parts) {
    auto out = ordered_json::array();
    for (const auto& part : parts)
        out.push_back(part_json(part));
    return out;
}

/// The addresses between angle brackets.
ordered_json links_in(std::string_view header) {
    auto links = ordered_json::array();
    for (auto open = header.find('<'); open != std::string_view::npos; open = header.find('<', open + 1)) {
        const auto close = header.find('>', open);
        if (close == std::string_view::npos)
            break;
        links.push_back(std::string{header.substr(open + 1, close - open - 1)});
    }
    return links;
}

ordered_json unsubscribe_json(const parsed_mail& mail) {
    const std::string header{mail.header("List-Unsubscribe")};
    return {{"Header", header},
            {"Links", links_in(header)},
            {"Errors", ""},
            {"HeaderPost", std::string{mail.header("List-Unsubscribe-Post")}}};
}

} // namespace

ordered_json summary_json(const mailbox::message& kept) {
    const auto mail = shown(kept, mailbox::parse_scope::overview);
    const auto text = mail.text.empty() ? mailbox::html_text(mail.html) : mail.text;
    auto out = head_json(kept, mail);
    out["Read"] = kept.read;
    out["Created"] = utc_text(kept.accepted, nanosecond_digits);
    out["Username"] = "";
    out["Tags"] = kept.tags;
    out["Size"] = kept.size;
    out["Attachments"] = mail.attachments.size();
    out["Snippet"] = mailbox::one_line(text, longest_snippet);
    return out;
}

ordered_json message_json(const mailbox::message& kept) {
    const auto mail = shown(kept);
    auto out = head_json(kept, mail);
    out["ReturnPath"] = kept.from;
    out["ListUnsubscribe"] = unsubscribe_json(mail);
    out["Date"] = utc_text(mail.date.value_or(kept.accepted), nanosecond_digits);
    out["Tags"] = kept.tags;
    out["Username"] = "";
    out["Text"] = mail.text;
    out["HTML"] = mail.html;
    out["Size"] = kept.size;
    out["Inline"] = parts_json(mail.inlines);
    out["Attachments"] = parts_json(mail.attachments);
    return out;
}

ordered_json page_json(const mailbox::mailbox& box, const std::vector<const mailbox::message*>& page,
                       std::size_t start, std::size_t all, std::size_t all_unread) {
    auto summaries = ordered_json::array();
    for (const auto* const kept : page)
        summaries.push_back(summary_json(*kept));
    return {{"total", box.count()},     {"unread", box.unread()},          {"count", page.size()},
            {"messages_count", all},    {"messages_unread", all_unread},   {"start", start},
            {"tags", tags_in_use(box)}, {"messages", std::move(summaries)}};
}

std::vector<std::string> tags_in_use(const mailbox::mailbox& box) {
    std::set<std::string> tags;
    for (const auto* const kept : box.list(0, box.count()))
        tags.insert(kept->tags.begin(), kept->tags.end());
    return {tags.begin(), tags.end()};
}

} // namespace sendlab::api
