#include "storage/mail_shelves.hpp"

#include <cstdio>
#include <map>
#include <memory>
#include <utility>

#include <nlohmann/json.hpp>

#include "storage/document.hpp"

// Members' names, and the numbers of enumerators, are those of what is kept: whoever changes one changes the format.
namespace sendlab::mailbox {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(origin, file_key, position, attempt, request_id)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(message, id, accepted, via, read, from, recipients, size,
                                                origin, ses_id, message_id, tags, identity_key, content_key)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(eviction_counts, by_number, by_bytes, by_age)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(mailbox_history, accepted, bytes, deleted, evicted)

} // namespace sendlab::mailbox

namespace sendlab::storage {

namespace {

using text_ptr = std::shared_ptr<const std::string>;

constexpr const char* history_kind = "mail.history";
constexpr const char* text_kind = "mail.text"; // apart from what changes when somebody reads it
constexpr const char* message_kind = "mail.message";

/// In the order of ids.
std::string key_of(std::uint64_t id) {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(id));
    return text;
}

std::uint64_t id_of(const std::string& key) {
    return std::stoull(key, nullptr, 16);
}

std::optional<record> find_text(const mailbox::mailbox& mail, const std::string& key) {
    const auto* const message = mail.find(id_of(key));
    if (!message || !message->raw)
        return std::nullopt;
    return record{"", {std::make_shared<const shared_blob>(message->raw)}};
}

/// Without a second copy.
text_ptr text_in(const record& kept) {
    if (kept.bodies.size() != 1)
        throw damaged_record{"its text is missing"};
    const auto& bytes = kept.bodies.front();
    if (const auto memory = std::dynamic_pointer_cast<const memory_blob>(bytes))
        return {memory, &memory->text()};
    return std::make_shared<const std::string>(to_string(*bytes));
}

std::optional<record> find_message(const mailbox::mailbox& mail, const std::string& key) {
    const auto* const message = mail.find(id_of(key));
    return message ? std::optional{record{packed(*message)}} : std::nullopt;
}

} // namespace

std::vector<shelf> shelves_of(mailbox::mailbox& mail) {
    const auto texts = std::make_shared<std::map<std::string, text_ptr>>(); // restored before their messages
    shelf history{history_kind, [&mail](const std::string&) { return record{packed(mail.history())}; },
                  [&mail](const std::string&, const record& kept) {
                      mail.restore(unpacked(kept.value).get<mailbox::mailbox_history>());
                  }};
    shelf text{text_kind, [&mail](const std::string& key) { return find_text(mail, key); },
               [texts](const std::string& key, const record& kept) { texts->emplace(key, text_in(kept)); }};
    shelf message{message_kind, [&mail](const std::string& key) { return find_message(mail, key); },
                  [&mail, texts](const std::string& key, const record& kept) {
                      auto restored = unpacked(kept.value).get<mailbox::message>();
                      if (const auto found = texts->extract(key))
                          restored.raw = found.mapped();
                      mail.restore(std::move(restored));
                  }};
    return {std::move(history), std::move(text), std::move(message)};
}

void watch(mailbox::mailbox& mail, mark_function mark) {
    const auto mark_text = [mark](std::uint64_t id) {
        mark(message_kind, key_of(id));
        mark(text_kind, key_of(id));
    };
    mail.subscribe([&mail, mark, mark_text](mailbox::mailbox_event event, const mailbox::message* about) {
        if (event == mailbox::mailbox_event::updated)
            return mark(message_kind, key_of(about->id));
        mark(history_kind, "");
        if (about)
            return mark_text(about->id);
        for (const auto* const message : mail.list(0, mail.count()))
            mark_text(message->id);
    });
}

} // namespace sendlab::storage
