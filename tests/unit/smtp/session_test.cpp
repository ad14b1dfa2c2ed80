#include "smtp/session.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "support/smtp_dialogue.hpp"

using namespace sendlab;
using namespace sendlab::smtp;
using sendlab::support::envelope_commands;
using sendlab::support::smtp_dialogue;

TEST_CASE("a mail goes from greeting to QUIT") {
    smtp_dialogue talk;
    CHECK(
        talk.say("EHLO client.example\r\n").starts_with("220 localhost ESMTP Sendlab\r\n250-localhost\r\n"));
    CHECK(talk.say("MAIL FROM:<a@client.example> BODY=8BITMIME\r\n") == "250 2.1.0 Ok\r\n");
    CHECK(talk.say("RCPT TO:<b@server.example>\r\n") == "250 2.1.5 Ok\r\n");
    CHECK(talk.say("RCPT TO:<c@server.example> NOTIFY=NEVER\r\n") == "250 2.1.5 Ok\r\n");
    CHECK(talk.say("DATA\r\n") == "354 End data with <CR><LF>.<CR><LF>\r\n");
    CHECK(talk.say("Subject: x\r\n\r\n..\r\n.\r\n") == "250 2.0.0 Ok: queued as id\r\n");
    CHECK(talk.say("QUIT\r\n") == "221 2.0.0 Bye\r\n");
    CHECK(talk.closed);

    REQUIRE(talk.mailbox.size() == 1);
    const auto& mail = talk.mailbox[0];
    CHECK(mail.envelope.from == "a@client.example");
    REQUIRE(mail.envelope.recipients.size() == 2);
    CHECK(mail.envelope.recipients[1].mailbox == "c@server.example");
    CHECK(mail.envelope.recipients[1].notify.bits == dsn_notify::never);
    CHECK(mail.envelope.body == body_type::eight_bit_mime);
    CHECK(mail.text == "Subject: x\r\n\r\n.\r\n");
    CHECK(mail.size == mail.text.size());
    CHECK(mail.client == "client.example");
    CHECK(mail.session == 1);
    CHECK(mail.number == 1);
    CHECK(mail.received == virtual_epoch);
    CHECK_FALSE(mail.tls);
}

TEST_CASE("several mails go over one connection, and nothing stays from one to the next") {
    smtp_dialogue talk;
    talk.greeted();
    CHECK(talk.codes(envelope_commands + "DATA\r\nfirst\r\n.\r\n") == "250 250 354 250");
    CHECK(talk.codes("DATA\r\n") == "503");
    CHECK(talk.codes(envelope_commands + "DATA\r\nsecond\r\n.\r\n") == "250 250 354 250");
    REQUIRE(talk.mailbox.size() == 2);
    CHECK(talk.mailbox[1].text == "second\r\n");
    CHECK(talk.mailbox[1].number == 2);
    CHECK(talk.mailbox[1].envelope.recipients.size() == 1);
}

TEST_CASE("texts of all sessions have so much memory together, and what does not fit is refused for now") {
    memory_pool memory{40'000};
    session_settings settings;
    settings.text_memory = &memory;
    smtp_dialogue one{settings}, other{settings};
    const auto codes = [](smtp_dialogue& talk, const std::string& octets) {
        return smtp_dialogue::codes_of(talk.say_in_pieces(octets, 1000));
    };
    std::string text;
    while (text.size() < 90'000)
        text += std::string(70, 'x') + "\r\n";
    one.greeted();
    other.greeted();
    CHECK(codes(one, envelope_commands + "DATA\r\n" + text) == "250 250 354");
    CHECK(memory.used > 90'000 - 65'536);
    CHECK(codes(other, envelope_commands + "DATA\r\n" + text + ".\r\n") == "250 250 354 452");
    const auto chunk = "BDAT " + std::to_string(text.size()) + "\r\n";
    CHECK(codes(other, envelope_commands + chunk + text) == "250 250 452");
    CHECK(codes(other, envelope_commands + "DATA\r\nshort\r\n.\r\n") == "250 250 354 250");
    CHECK(codes(one, ".\r\n") == "250");
    CHECK(memory.used == 0);
    CHECK(codes(other, envelope_commands + "DATA\r\n" + text + ".\r\n") == "250 250 354 250");
    CHECK(memory.used == 0);
}

TEST_CASE("EHLO lists what is offered, and what is hidden does not exist") {
    smtp_dialogue all;
    const auto listed = all.say("EHLO x\r\n");
    for (const auto* keyword : {"PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "DSN",
                                "CHUNKING", "BINARYMIME", "SIZE 41943040", "AUTH PLAIN LOGIN"})
        CHECK((listed.find("250-" + std::string{keyword} + "\r\n") != std::string::npos ||
               listed.find("250 " + std::string{keyword} + "\r\n") != std::string::npos));
    CHECK(listed.find("STARTTLS") == std::string::npos); // there is no certificate

    session_settings bare;
    bare.extensions = {};
    for (int i = 0; i < 10; ++i)
        bare.extensions.hide(static_cast<extension>(i));
    smtp_dialogue talk{bare};
    CHECK(talk.say("EHLO x\r\n") == "220 localhost ESMTP Sendlab\r\n250 localhost\r\n");
    CHECK(talk.codes("AUTH PLAIN AGEAYg==\r\nSTARTTLS\r\nMAIL FROM:<> SIZE=1\r\nMAIL FROM:<> RET=FULL\r\n") ==
          "502 502 555 555");
    CHECK(talk.codes("BDAT 6\r\nNOOP\r\nRSET\r\n") == "502 250"); // octets of a chunk are never commands
    CHECK(talk.say("MAIL FROM:<>\r\n") == "250 Ok\r\n");          // no enhanced status
}

TEST_CASE("HELO knows no parameters") {
    smtp_dialogue talk;
    CHECK(talk.say("HELO x\r\n").ends_with("250 localhost\r\n"));
    CHECK(talk.codes("MAIL FROM:<a@b.example> SIZE=10\r\n") == "555");
    CHECK(talk.codes("AUTH PLAIN AGEAYg==\r\n") == "503");
    CHECK(talk.codes(envelope_commands + "DATA\r\n.\r\n") == "250 250 354 250");
}

TEST_CASE("the mailbox may refuse a message, and the next one is welcome") {
    smtp_dialogue talk;
    talk.greeted();
    talk.verdict.error = refusal{452, "4.3.1", "Mailbox full"};
    CHECK(talk.say(envelope_commands + "DATA\r\n.\r\n").ends_with("452 4.3.1 Mailbox full\r\n"));
    CHECK(talk.session.accepted() == 0);
    talk.verdict.error.reset();
    CHECK(talk.codes(envelope_commands + "DATA\r\n.\r\n") == "250 250 354 250");
    CHECK(talk.session.accepted() == 1);
}

TEST_CASE("texts that are not kept are counted") {
    session_settings settings;
    settings.keep_text = false;
    smtp_dialogue talk{settings};
    talk.greeted().say(envelope_commands + "DATA\r\n12345678\r\n.\r\n");
    REQUIRE(talk.mailbox.size() == 1);
    CHECK(talk.mailbox[0].text.empty());
    CHECK(talk.mailbox[0].size == 10);
}

TEST_CASE("a session that is given up says why, whatever it was doing") {
    constexpr reply why{421, "4.4.2", "Timeout"};
    for (const auto* before :
         {"", "EHLO x\r\n", "EHLO", "EHLO x\r\nAUTH LOGIN\r\n",
          "EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nhalf a te"}) {
        smtp_dialogue talk;
        talk.say(before);
        CHECK(talk.session.give_up(why) == action::close);
        CHECK(talk.session.output().ends_with("421 4.4.2 Timeout\r\n"));
        CHECK(talk.mailbox.empty());
    }
}

TEST_CASE("progress tells a client that gets on from one that does not") {
    smtp_dialogue talk;
    talk.greeted();
    const auto at_start = talk.session.progress();
    talk.say("MAIL FROM:<a@b.exa");
    CHECK(talk.session.progress() == at_start);
    talk.say("mple>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n");
    const auto in_text = talk.session.progress();
    CHECK(in_text > at_start);
    talk.say("a few octets");
    CHECK(talk.session.progress() == in_text);
    talk.say(std::string(5000, 'x'));
    CHECK(talk.session.progress() > in_text);
}

TEST_CASE("many replies to little input come in portions") {
    smtp_dialogue talk;
    talk.greeted();
    std::string many;
    for (int i = 0; i < 20'000; ++i)
        many += "HELP\r\n";
    std::string_view input{many};
    std::size_t portions = 0;
    for (; !input.empty(); ++portions) {
        CHECK(talk.session.receive(input) == action::read);
        CHECK(talk.session.output().size() < session::most_output + 1000);
        talk.session.output().clear();
    }
    CHECK(portions > 1);
}

TEST_CASE("the log of a session shows its dialogue, without credentials and texts") {
    smtp_dialogue talk;
    talk.greeted().say("AUTH PLAIN AHVzZXIAc2VjcmV0\r\n" + envelope_commands +
                       "DATA\r\nsecret text\r\n.\r\n");
    const auto log = talk.session.log().text();
    CHECK(log.find("C: AUTH PLAIN\n") != std::string::npos);
    CHECK(log.find("AHVzZXIAc2VjcmV0") == std::string::npos);
    CHECK(log.find("secret text") == std::string::npos);
    CHECK(log.find("C: MAIL FROM:<a@client.example>\nS: 250 2.1.0 Ok\n") != std::string::npos);
    CHECK(log.find("-- text of 13 octets\nS: 250 2.0.0 Ok: queued as id\n") != std::string::npos);

    smtp_dialogue login;
    login.greeted().say("AUTH LOGIN\r\ndXNlcg==\r\nc2VjcmV0\r\n");
    CHECK(login.session.log().text().find("c2VjcmV0") == std::string::npos);
}

TEST_CASE("an answer is in doubt until the client says something") {
    smtp_dialogue talk;
    talk.greeted().say(envelope_commands + "DATA\r\n.\r\n");
    CHECK(talk.session.answer_in_doubt());
    talk.session.lost(loss::connection_reset);
    CHECK(talk.session.log().text().find("may not know") != std::string::npos);

    smtp_dialogue other;
    other.greeted().say(envelope_commands + "DATA\r\n.\r\n");
    other.say("NOOP\r\n");
    CHECK_FALSE(other.session.answer_in_doubt());
}
