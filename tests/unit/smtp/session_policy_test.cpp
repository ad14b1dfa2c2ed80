#include "smtp/policy.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "support/smtp_dialogue.hpp"

using namespace sendlab;
using namespace sendlab::smtp;
using namespace std::chrono_literals;
using sendlab::support::envelope_commands;
using sendlab::support::smtp_dialogue;

namespace {

/// Does something at one stage.
auto at(stage where, decision what) {
    return [=](const occasion& step) { return step.at == where ? what : decision{}; };
}

const std::string whole_mail = envelope_commands + "DATA\r\ntext\r\n.\r\n";

} // namespace

TEST_CASE("a policy is asked at each step, with what names the step") {
    std::vector<std::string> steps;
    smtp_dialogue talk{{}, [&](const occasion& step) {
                           steps.push_back(std::to_string(static_cast<int>(step.at)) + ' ' +
                                           std::to_string(step.message) + ' ' +
                                           std::to_string(step.recipient) + ' ' + std::string{step.argument});
                           return decision{};
                       }};
    talk.say("EHLO x\r\nAUTH PLAIN AHVzZXIAc2VjcmV0\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nRCPT "
             "TO:<e@f>\r\nDATA\r\n.\r\nNOOP\r\n"
             "MAIL FROM:<g@h>\r\nRSET\r\nQUIT\r\n");
    CHECK(steps == std::vector<std::string>{"0 0 0 ", "1 0 0 x", "3 0 0 user", "4 1 0 a@b", "5 1 0 c@d",
                                            "5 1 1 e@f", "6 1 2 ", "7 1 2 ", "8 1 0 ", "4 2 0 g@h", "8 2 0 ",
                                            "9 2 0 "});
}

TEST_CASE("a policy sees the message before it is taken") {
    std::string text;
    std::uint64_t size = 0;
    std::size_t recipients = 0;
    smtp_dialogue talk{{}, [&](const occasion& step) {
                           if (step.at == stage::message) {
                               text = step.text;
                               size = step.size;
                               recipients = step.sent->recipients.size();
                           }
                           return decision{};
                       }};
    talk.greeted().say(whole_mail);
    CHECK(text == "text\r\n");
    CHECK(size == 6);
    CHECK(recipients == 1);
}

TEST_CASE("Amazon SES's throttling comes after the text, and the session goes on") {
    smtp_dialogue talk{
        {},
        at(stage::message,
           {.refused = refusal{454, "", "Throttling failure: Maximum sending rate exceeded"}})};
    talk.greeted();
    CHECK(talk.say(whole_mail)
              .ends_with("354 End data with <CR><LF>.<CR><LF>\r\n"
                         "454 Throttling failure: Maximum sending rate exceeded\r\n"));
    CHECK(talk.mailbox.empty());
    CHECK(talk.codes("DATA\r\n") == "503");
    CHECK(talk.codes("NOOP\r\n") == "250");
}

TEST_CASE("what is refused has not happened") {
    smtp_dialogue mail{{}, at(stage::mail, {.refused = refusal{451, "4.3.0", "No"}})};
    CHECK(mail.greeted().codes(envelope_commands) == "451 503");

    smtp_dialogue data{{}, at(stage::data, {.refused = refusal{451, "4.3.0", "No"}})};
    CHECK(data.greeted().codes(envelope_commands + "DATA\r\nNOOP\r\n") == "250 250 451 250");

    smtp_dialogue chunk{{}, at(stage::data, {.refused = refusal{451, "4.3.0", "No"}})};
    CHECK(chunk.greeted().codes(envelope_commands + "BDAT 4\r\ntextBDAT 4 LAST\r\ntext") ==
          "250 250 451 503");
    CHECK(chunk.mailbox.empty());

    smtp_dialogue auth{
        {}, at(stage::auth, {.refused = refusal{454, "4.7.0", "Temporary authentication failure"}})};
    CHECK(auth.greeted().codes("AUTH PLAIN AHVzZXIAc2VjcmV0\r\nAUTH PLAIN AHVzZXIAc2VjcmV0\r\n") ==
          "454 454");

    smtp_dialogue hello{{}, at(stage::hello, {.refused = refusal{451, "4.3.0", "No"}})};
    CHECK(hello.codes("EHLO x\r\nMAIL FROM:<>\r\n") == "220 451 503");

    smtp_dialogue greeting{{}, at(stage::connect, {.refused = refusal{554, "5.3.2", "No service here"}})};
    CHECK(greeting.say("") == "554 5.3.2 No service here\r\n");
    CHECK(greeting.closed);
}

TEST_CASE("one recipient of three is refused, the others get the message") {
    smtp_dialogue talk{{}, [](const occasion& step) {
                           return step.at == stage::rcpt && step.recipient == 1
                                      ? decision{.refused = refusal{550, "5.1.1", "Unknown"}}
                                      : decision{};
                       }};
    talk.greeted();
    CHECK(talk.codes("MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nRCPT TO:<c@d>\r\nRCPT TO:<e@f>\r\nDATA\r\n.\r\n") ==
          "250 250 550 250 354 250");
    REQUIRE(talk.mailbox.size() == 1);
    CHECK(talk.mailbox[0].envelope.recipients.size() == 2);
}

TEST_CASE("421 closes the connection") {
    smtp_dialogue talk{
        {}, at(stage::rcpt, {.refused = refusal{421, "4.7.0", "Maximum message count per session reached"}})};
    CHECK(talk.greeted().codes(envelope_commands + "NOOP\r\n") == "250 421");
    CHECK(talk.closed);
}

TEST_CASE("a delay is between command and reply, and later commands wait") {
    smtp_dialogue talk{{}, at(stage::mail, {.before = 100ms, .after = 50ms})};
    talk.greeted();
    CHECK(talk.codes(envelope_commands + "NOOP\r\n") == "250 250 250");
    CHECK(talk.clock.now() - virtual_epoch == 150ms);
    const auto& log = talk.session.log();
    CHECK(log[log.size() - 1].at - virtual_epoch == 150ms);
}

TEST_CASE("a message is in the mailbox after the first delay, its answer comes after the second") {
    time_point accepted{};
    virtual_scheduler clock;
    support::scripted_policy faults;
    faults.script = at(stage::message, {.before = 70ms, .after = 30ms});
    const session_settings settings;
    session under_test{settings, clock, &faults, 1};
    under_test.start();
    const std::string all = "EHLO x\r\n" + whole_mail;
    std::string_view input{all};
    CHECK(under_test.receive(input) == action::wait);
    CHECK(under_test.delay() == 70ms);
    CHECK(under_test.wait_over() == action::deliver);
    under_test.output().clear();
    CHECK(under_test.delivered({"7", {}}) == action::wait);
    CHECK(under_test.output().empty());
    CHECK(under_test.delay() == 30ms);
    CHECK(under_test.wait_over() == action::read);
    CHECK(under_test.output() == "250 2.0.0 Ok: queued as 7\r\n");
}

TEST_CASE("a message is stored and its answer lost") {
    for (const auto how : {ending::hang_up, ending::reset}) {
        smtp_dialogue talk{{}, at(stage::message, {.then = how})};
        CHECK(talk.greeted().codes(whole_mail) == "250 250 354");
        CHECK(talk.closed);
        CHECK(talk.was_reset == (how == ending::reset));
        CHECK(talk.mailbox.size() == 1);
        CHECK(talk.session.answer_in_doubt());
        CHECK(talk.session.log().text().find("the answer is withheld") != std::string::npos);
    }
}

TEST_CASE("a connection closes after an answer, or in place of one") {
    smtp_dialogue after{{}, at(stage::rcpt, {.then = ending::close})};
    CHECK(after.greeted().codes(envelope_commands + "NOOP\r\n") == "250 250");
    CHECK(after.closed);

    smtp_dialogue instead{{}, at(stage::rcpt, {.before = 1s, .then = ending::hang_up})};
    CHECK(instead.greeted().codes(envelope_commands + "NOOP\r\n") == "250");
    CHECK(instead.closed);
    CHECK(instead.clock.now() - virtual_epoch == 1s);
}

TEST_CASE("STARTTLS can be refused") {
    session_settings settings;
    settings.tls_available = true;
    smtp_dialogue talk{
        settings,
        at(stage::starttls, {.refused = refusal{454, "4.7.0", "TLS not available due to temporary reason"}})};
    CHECK(talk.greeted().codes("STARTTLS\r\nNOOP\r\n") == "454 250");
}

TEST_CASE("a text comes through a narrow link, commands do not") {
    smtp_dialogue talk{{}, at(stage::data, {.text = {.octets_per_second = 1'000}})};
    CHECK(talk.greeted().codes(envelope_commands + "DATA\r\n") == "250 250 354");
    CHECK(talk.clock.now() == virtual_epoch);
    const std::string text(497, 'x');
    CHECK(talk.codes(text + "\r\n.\r\nNOOP\r\n") == "250 250");
    CHECK(talk.clock.now() - virtual_epoch == 502ms); // the end mark travels too
    REQUIRE(talk.mailbox.size() == 1);
    CHECK(talk.mailbox[0].text == text + "\r\n");
    CHECK(talk.mailbox[0].received - virtual_epoch == 502ms);
    CHECK(talk.codes(envelope_commands + "BDAT 250\r\n" + std::string(250, 'x') + "BDAT 250 LAST\r\n" +
                     std::string(250, 'y')) == "250 250 250 250");
    CHECK(talk.clock.now() - virtual_epoch == 1'002ms);
}

TEST_CASE("a link of an octet a second still carries") {
    smtp_dialogue talk{{}, at(stage::data, {.text = {.octets_per_second = 1}})};
    CHECK(talk.greeted().codes(whole_mail) == "250 250 354 250");
    CHECK(talk.clock.now() - virtual_epoch == 9s);
}

TEST_CASE("a connection breaks at the very octet of a text, and nothing is stored") {
    for (const std::size_t piece : {1U, 7U, 1'000U}) {
        smtp_dialogue talk{{}, at(stage::data, {.text = {.reset_after = 10}})};
        CHECK(talk.greeted().codes(envelope_commands + "DATA\r\n") == "250 250 354");
        talk.say_in_pieces("12345678\r", std::min<std::size_t>(piece, 9));
        CHECK_FALSE(talk.was_reset);
        talk.say_in_pieces("\nmore\r\n.\r\n", piece);
        CHECK(talk.was_reset);
        CHECK(talk.mailbox.empty());
        CHECK(talk.session.log().text().find("reset inside a text") != std::string::npos);
    }
}

TEST_CASE("a text that is longer is asked about, once; one that is not is told of when it has ended") {
    std::vector<std::uint64_t> asked;
    bool breaks = false;
    const auto watched = [&](std::uint64_t octets) {
        asked.push_back(octets);
        return breaks;
    };
    const decision through{.text = {.reset_after = 10, .breaks = watched}};
    for (const std::size_t piece : {1U, 1'000U}) {
        smtp_dialogue talk{{}, at(stage::data, through)};
        CHECK(talk.greeted().codes(envelope_commands + "DATA\r\n") == "250 250 354");
        talk.say_in_pieces("12345678\r\n..and so on\r\n.\r\n", piece);
        talk.say_in_pieces(envelope_commands + "DATA\r\n..345678\r\n.\r\n", piece);
        CHECK(talk.mailbox.size() == 2);
        CHECK(talk.mailbox.back().size == 9); // without stuffing
        CHECK(asked == std::vector<std::uint64_t>{11, 9});
        asked.clear();
    }
    breaks = true;
    smtp_dialogue talk{{}, at(stage::data, through)};
    talk.greeted().say(envelope_commands + "BDAT 11\r\n12345678901");
    CHECK(talk.was_reset);
    CHECK(talk.mailbox.empty());
}

TEST_CASE("a text that ends at the octet where the connection would break has arrived") {
    smtp_dialogue talk{{}, at(stage::data, {.text = {.reset_after = 9}})};
    CHECK(talk.greeted().codes(whole_mail) == "250 250 354 250");
    CHECK_FALSE(talk.was_reset);
    // the count begins anew with each message
    CHECK(talk.codes(envelope_commands + "BDAT 9 LAST\r\n123456789NOOP\r\n") == "250 250 250 250");
    talk.say(envelope_commands + "BDAT 5\r\n12345BDAT 5 LAST\r\n67890");
    CHECK(talk.was_reset);
    CHECK(talk.mailbox.size() == 2);
}
