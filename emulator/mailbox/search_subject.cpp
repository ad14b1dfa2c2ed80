#include "mailbox/search_subject.hpp"

#include "mailbox/folded_text.hpp"
#include "mailbox/html_text.hpp"

namespace sendlab::mailbox {

namespace {

using what = search_query::what;

void append(std::string& out, const std::vector<mail_address>& list) {
    for (const auto& a : list)
        out.append(a.name).append(" <").append(a.address).append(">\n");
}

std::string text_of_list(const std::vector<mail_address>& list) {
    std::string out;
    append(out, list);
    return out;
}

} // namespace

const parsed_mail& search_subject::mail() {
    if (!mail_)
        mail_ = shown(kept_, parse_scope::overview);
    return *mail_;
}

const std::string& search_subject::text_of(what kind) {
    const auto found = texts_.find(kind);
    if (found != texts_.end())
        return found->second;
    return texts_.emplace(kind, folded_text(unfolded_text(kind))).first->second;
}

std::string search_subject::unfolded_text(what kind) {
    switch (kind) {
    case what::message_id:
        return kept_.message_id.empty() ? mail().message_id : kept_.message_id;
    case what::tag: {
        std::string tags = "\n";
        for (const auto& tag : kept_.tags)
            tags.append(tag).append("\n");
        return tags;
    }
    case what::from:
        return text_of_list(mail().from) + kept_.from;
    case what::to:
        return text_of_list(mail().to);
    case what::cc:
        return text_of_list(mail().cc);
    case what::bcc:
        return text_of_list(mail().bcc);
    case what::reply_to:
        return text_of_list(mail().reply_to);
    case what::addressed: {
        std::string all;
        for (const auto* const list : {&mail().from, &mail().to, &mail().cc, &mail().bcc, &mail().reply_to})
            append(all, *list);
        return all;
    }
    case what::subject:
        return mail().subject;
    default:
        return everything();
    }
}

std::string search_subject::everything() {
    std::string all;
    for (const auto& [name, value] : mail().headers)
        all.append(name).append(": ").append(value).append("\n");
    append(all, mail().bcc);
    all.append(mail().text).append("\n").append(html_text(mail().html)).append("\n");
    for (const auto& part : mail().attachments)
        all.append(part.file_name).append("\n");
    for (const auto& part : mail().inlines)
        all.append(part.file_name).append("\n");
    return all;
}

} // namespace sendlab::mailbox
