#include "api/live/smtp_reception.hpp"

#include <catch2/catch.hpp>

#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using namespace sendlab::api::live;

namespace {

struct receiving {
    virtual_scheduler clock;
    ses::ses_service ses;
    mailbox::mailbox box;
    smtp_reception reception;

    explicit receiving(bool as_ses, ses::account_config account = {})
        : ses{clock, random_source{1}, std::move(account)}, reception{clock, ses, box, as_ses} {}

    smtp::accept_result accept(std::vector<std::string> recipients = {"b@example.com"}) {
        smtp::received_message message;
        message.envelope.from = "a@example.org";
        for (auto& recipient : recipients)
            message.envelope.recipients.push_back({std::move(recipient)});
        message.text = "Message-ID: <1@x>\r\nSubject: s\r\n\r\ntext\r\n";
        message.size = message.text.size();
        return reception.accept(std::move(message));
    }
};

} // namespace

TEST_CASE("a message that came by SMTP is in the mailbox under the id that its client is told") {
    receiving server{false};
    const auto result = server.accept({"b@example.com", "c@example.com"});
    CHECK(result.id == "0000000000000000000001");
    const auto* const kept = server.box.find(1);
    REQUIRE(kept);
    CHECK(kept->via == mailbox::transport::smtp);
    CHECK(kept->from == "a@example.org");
    CHECK(kept->recipients == std::vector<std::string>{"b@example.com", "c@example.com"});
    CHECK(kept->message_id == "1@x");
    CHECK(kept->ses_id.empty());
}

TEST_CASE("through SES a message gets SES's id, and its recipients count against the account's quota") {
    receiving server{true, {.daily_quota = 3}};
    const auto result = server.accept({"b@example.com", "c@example.com"});
    REQUIRE(server.box.find(1));
    CHECK(server.box.find(1)->ses_id == result.id);
    CHECK(server.box.find(1)->via == mailbox::transport::smtp);
    CHECK(server.ses.quota().sent_last_24_hours == 2);
    CHECK(server.accept({"b@example.com", "c@example.com"}).error ==
          smtp::refusal{454, "", "Throttling failure: Daily message quota exceeded"});
    CHECK(server.box.count() == 1);
}

TEST_CASE("through SES a client's own Message-ID still tells copies, though SES replaces it") {
    receiving server{true};
    (void)server.accept();
    (void)server.accept();
    CHECK(server.box.find(1)->message_id != server.box.find(2)->message_id);
    CHECK(server.box.find(1)->identity_key == server.box.find(2)->identity_key);
}

TEST_CASE("an account that is paused, and a sender that nobody has verified, are told 554") {
    receiving paused{true};
    paused.ses.set_sending_enabled(false);
    CHECK(paused.accept().error->code == 554);
    receiving strict{true, {.verify_senders = true}};
    const auto refused = strict.accept().error;
    REQUIRE(refused);
    CHECK(refused->code == 554);
    CHECK(refused->text.starts_with("Message rejected: Email address is not verified."));
}
