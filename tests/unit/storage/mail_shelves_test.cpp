#include "storage/mail_shelves.hpp"

#include <catch2/catch.hpp>

#include "unit/storage/kept.hpp"

namespace sendlab {
namespace {

struct kept_mailbox {
    mailbox::mailbox mail{};
    kept_records kept{storage::shelves_of(mail)};

    kept_mailbox() { storage::watch(mail, kept.marker()); }

    std::uint64_t receive(const std::string& text) {
        mailbox::message message;
        message.accepted = time_point{std::chrono::seconds{5}};
        message.via = mailbox::transport::smtp;
        message.from = "from@example.com";
        message.recipients = {"to@example.com", "bcc@example.com"};
        message.raw = std::make_shared<const std::string>(text);
        message.origin = mailbox::origin{"file.json", 3, 2, "id"};
        message.ses_id = "0100";
        return mail.accept(std::move(message));
    }

    void restart(mailbox::mailbox& into) { kept.restore(storage::shelves_of(into)); }
};

TEST_CASE("A message comes back with its envelope, origin, read state and tags") {
    kept_mailbox at;
    const auto id = at.receive("Message-ID: <a@b>\r\nSubject: J\xf6rg\r\n\r\ntext\r\n");
    at.mail.set_read(id, true);
    at.mail.set_tags(id, {"one", "two"});
    mailbox::mailbox back;
    at.restart(back);
    const auto* const before = at.mail.find(id);
    const auto* const after = back.find(id);
    REQUIRE(after);
    CHECK(*after->raw == *before->raw);
    CHECK(after->from == before->from);
    CHECK(after->recipients == before->recipients);
    CHECK(after->accepted == before->accepted);
    CHECK(after->via == mailbox::transport::smtp);
    CHECK(after->origin == before->origin);
    CHECK(after->read);
    CHECK(after->tags == before->tags);
    CHECK(after->ses_id == "0100");
    CHECK(after->message_id == before->message_id);
    CHECK(after->identity_key == before->identity_key);
    CHECK(back.bytes() == at.mail.bytes());
    CHECK(back.unread() == 0);
}

TEST_CASE("Ids go on behind those of messages that are gone") {
    kept_mailbox at;
    at.receive("Subject: 1\r\n\r\n");
    const auto last = at.receive("Subject: 2\r\n\r\n");
    at.mail.remove(std::array{last});
    mailbox::mailbox back;
    at.restart(back);
    CHECK(back.count() == 1);
    CHECK(back.accepted() == 2);
    CHECK(back.deleted() == 1);
    CHECK(back.accept(mailbox::message{}) == 3);
}

TEST_CASE("To read a message does not write its text again") {
    kept_mailbox at;
    const auto id = at.receive("Subject: 1\r\n\r\n");
    std::vector<std::string> marked;
    mailbox::mailbox other;
    storage::watch(at.mail, [&](std::string_view kind, const std::string&) { marked.emplace_back(kind); });
    at.mail.set_read(id, true);
    CHECK(marked == std::vector<std::string>{"mail.message"});
}

TEST_CASE("What is deleted, evicted or cleared is not kept") {
    kept_mailbox at;
    at.mail.set_limits({.messages = 2});
    for (int i = 0; i < 5; ++i)
        at.receive("Subject: 1\r\n\r\n");
    CHECK(at.kept.count("mail.message") == 2);
    CHECK(at.kept.count("mail.text") == 2);
    at.mail.clear();
    CHECK(at.kept.count("mail.message") == 0);
    CHECK(at.kept.count("mail.text") == 0);
    mailbox::mailbox back;
    at.restart(back);
    CHECK(back.evicted() == at.mail.evicted());
}

TEST_CASE("Where only envelopes are kept there is no text") {
    mailbox::mailbox mail{mailbox::keeping::envelope_only};
    kept_records kept{storage::shelves_of(mail)};
    storage::watch(mail, kept.marker());
    mailbox::message message;
    message.raw = std::make_shared<const std::string>("Subject: 1\r\n\r\n");
    mail.accept(std::move(message));
    CHECK(kept.count("mail.text") == 0);
    mailbox::mailbox back;
    kept.restore(storage::shelves_of(back));
    REQUIRE(back.count() == 1);
    CHECK_FALSE(back.find(1)->raw);
    CHECK(back.find(1)->size == 14);
}

} // namespace
} // namespace sendlab
