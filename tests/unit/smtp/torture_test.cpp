// What clients should not do, and strange things that they may. Cases are tagged with their row of this table; rows that
// need a socket are in tests/wire, with the same number. tests/house/torture_rows.py lists them all.
//
//  1 order of commands             12 text without 354          23 recipients by the thousand
//  2 EHLO inside a transaction     13 smuggling                 24 text over the limit
//  3 RSET NOOP HELP VRFY EXPN      14 dot-stuffing              25 lost inside a text
//  4 <>, Postmaster                15 NUL, lone CR and LF       26 lost behind the final dot
//  5 case, blanks, routes, quotes  16 eight bits undeclared     27 slow and idle clients
//  6 unknown parameters            17 UTF-8 in addresses        28 a reader that never reads
//  7 SIZE                          18 BODY                      29 wrong commands, 10,000 NOOP
//  8 long command lines            19 BDAT                      30 floods of connections
//  9 long lines of text            20 STARTTLS                  31 header injection
// 10 early talkers                 21 AUTH                      32 MIME bombs
// 11 pipelining, single octets     22 parameters of DSN         33 the HTTP side
#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "support/smtp_dialogue.hpp"

using namespace sendlab;
using namespace sendlab::smtp;
using sendlab::support::envelope_commands;
using sendlab::support::smtp_dialogue;

namespace {

session_settings with(void (*change)(session_settings&)) {
    session_settings made;
    change(made);
    return made;
}

const std::string second_mail =
    "MAIL FROM:<smuggled@x.example>\r\nRCPT TO:<b@server.example>\r\nDATA\r\nsmuggled\r\n.\r\n";

} // namespace

TEST_CASE("commands out of order are answered 503, and DATA without a recipient never 354", "[row 1]") {
    smtp_dialogue talk;
    CHECK(talk.codes("MAIL FROM:<a@b.example>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n") == "220 503 503 503");
    talk.greeted();
    CHECK(talk.codes("RCPT TO:<a@b.example>\r\nDATA\r\n") == "503 503");
    CHECK(talk.codes("MAIL FROM:<a@b.example>\r\nDATA\r\nMAIL FROM:<c@d.example>\r\n") == "250 503 503");
    CHECK(talk.codes("RCPT TO:<nobody>\r\nDATA\r\n") == "501 554");
}

TEST_CASE("EHLO, HELO and RSET inside a transaction end it", "[row 2]") {
    for (const auto* command : {"EHLO again\r\n", "HELO again\r\n", "RSET\r\n"}) {
        smtp_dialogue talk;
        talk.greeted();
        CHECK(talk.codes(envelope_commands + command + "RCPT TO:<a@b.example>\r\n" + envelope_commands) ==
              "250 250 250 503 250 250");
    }
}

TEST_CASE("RSET, NOOP, HELP, VRFY, EXPN, an unknown verb and an empty line", "[row 3]") {
    smtp_dialogue talk;
    talk.greeted();
    CHECK(talk.codes("RSET\r\nNOOP with an argument\r\nHELP\r\nHELP MAIL\r\nVRFY postmaster\r\nEXPN "
                     "list\r\nTURN\r\n\r\n") == "250 250 214 214 252 502 500 500");
    CHECK(talk.codes("RSET now\r\nDATA now\r\nQUIT now\r\nVRFY\r\nEHLO\r\nHELO\r\n") ==
          "501 501 501 501 501 501");
}

TEST_CASE("the null reverse-path and a Postmaster without domain are taken", "[row 4]") {
    smtp_dialogue talk;
    talk.greeted();
    CHECK(talk.codes("MAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\nRCPT TO:<postMASTER>\r\nDATA\r\n.\r\n") ==
          "250 250 250 354 250");
    CHECK(talk.mailbox.at(0).envelope.from.empty());
}

TEST_CASE("verbs in lower case, blanks, source routes and quoted local parts are taken", "[row 5]") {
    smtp_dialogue talk;
    CHECK(talk.codes("ehlo x\r\nmail from: <@a.example,@b.example:c@d.example>  \r\nrcpt to:<\"a "
                     "b\"@c.example> \r\ndata \r\n.\r\nquit \r\n") == "220 250 250 250 354 250 221");
    CHECK(talk.mailbox.at(0).envelope.from == "c@d.example");
    CHECK(talk.mailbox.at(0).envelope.recipients.at(0).mailbox == "\"a b\"@c.example");
}

TEST_CASE("an unknown parameter is answered 555", "[row 6]") {
    smtp_dialogue talk;
    talk.greeted();
    CHECK(
        talk.codes("MAIL FROM:<a@b.example> X=1\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<a@b.example> X\r\n") ==
        "555 250 555");
}

TEST_CASE("a size over the limit is refused at MAIL, and again when more comes than was declared",
          "[row 7]") {
    smtp_dialogue talk{with([](auto& s) { s.limits.message = 100; })};
    talk.greeted();
    CHECK(talk.codes(
              "MAIL FROM:<> SIZE=101\r\nMAIL FROM:<> SIZE=x\r\nMAIL FROM:<> SIZE=18446744073709551616\r\n") ==
          "552 501 552");
    CHECK(talk.codes("MAIL FROM:<> SIZE=10\r\nRCPT TO:<a@b.example>\r\nDATA\r\n" + std::string(99, 'x') +
                     "\r\n.\r\nNOOP\r\n") == "250 250 354 552 250");
    CHECK(talk.mailbox.empty());
    CHECK(talk.codes("MAIL FROM:<> SIZE=10\r\nRCPT TO:<a@b.example>\r\nDATA\r\n" + std::string(98, 'x') +
                     "\r\n.\r\n") == "250 250 354 250");
}

TEST_CASE("a command line that is too long is answered 500, however long it is", "[row 8]") {
    smtp_dialogue talk;
    talk.greeted();
    CHECK(talk.codes("NOOP " + std::string(506, 'x') + "\r\nNOOP\r\n") == "500 250");
    CHECK(talk.codes("MAIL FROM:<" + std::string(100'000, 'x') + "@b.example>\r\nNOOP\r\n") == "500 250");
    std::string replies;
    for (int i = 0; i < 2000; ++i) // 2 MB without a line end
        replies += talk.say(std::string(1000, 'x'));
    CHECK(replies.empty());
    CHECK(talk.codes("\r\nNOOP\r\n") == "500 250");
}

TEST_CASE("a line of text over 1,000 octets is refused, or taken where the limit is lifted", "[row 9]") {
    const auto text = "DATA\r\n" + std::string(999, 'x') + "\r\n.\r\nNOOP\r\n";
    smtp_dialogue strict;
    CHECK(strict.greeted().codes(envelope_commands + text) == "250 250 354 554 250");
    CHECK(strict.mailbox.empty());
    smtp_dialogue lenient{with([](auto& s) { s.limits.text_line = 0; })};
    CHECK(lenient.greeted().codes(envelope_commands + "DATA\r\n" + std::string(100'000, 'x') + "\r\n.\r\n") ==
          "250 250 354 250");
    CHECK(lenient.mailbox.at(0).size == 100'002);
    smtp_dialogue fits;
    CHECK(fits.greeted().codes(envelope_commands + "DATA\r\n" + std::string(998, 'x') + "\r\n.\r\n") ==
          "250 250 354 250");
}

TEST_CASE("a client that speaks before the greeting is taken, or sent away", "[row 10]") {
    const virtual_scheduler clock;
    session_settings settings;
    session patient{settings, clock, nullptr, 1};
    CHECK(patient.start(false, true) == action::read);
    settings.refuse_early_talker = true;
    session strict{settings, clock, nullptr, 2};
    CHECK(strict.start(false, true) == action::close);
    CHECK(strict.output().starts_with("554 "));
}

TEST_CASE("two transactions and QUIT in one piece, or octet by octet, get the same replies", "[row 11]") {
    const auto all = "EHLO x\r\n" + envelope_commands + "DATA\r\none\r\n.\r\n" + envelope_commands +
                     "DATA\r\ntwo\r\n.\r\nQUIT\r\n";
    smtp_dialogue at_once, in_pieces;
    const auto replies = at_once.say(all);
    CHECK(smtp_dialogue::codes_of(replies) == "220 250 250 250 354 250 250 250 354 250 221");
    CHECK(in_pieces.say_in_pieces(all, 1) == replies);
    CHECK(in_pieces.mailbox.at(1).text == "two\r\n");
}

TEST_CASE("a text that follows a refused DATA is commands, and too many of them end the session",
          "[row 12]") {
    smtp_dialogue talk{with([](auto& s) { s.limits.errors = 10; })};
    talk.greeted();
    std::string text;
    for (int i = 0; i < 50; ++i)
        text += "line of text\r\n";
    CHECK(talk.codes("DATA\r\n" + text + ".\r\n") == "503 500 500 500 500 500 500 500 500 500 500 421");
    CHECK(talk.closed);
}

TEST_CASE("nothing but CRLF.CRLF ends a text: no second mail is smuggled in", "[row 13]") {
    for (const auto* mark : {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r", "\r\r\n.\r\r\n"}) {
        const auto all = envelope_commands + "DATA\r\nfirst" + mark + second_mail + "NOOP\r\n";
        smtp_dialogue strict;
        CHECK(strict.greeted().codes(all) == "250 250 354 550 250");
        CHECK(strict.mailbox.empty());
        smtp_dialogue tolerant{with([](auto& s) { s.line_ends = bare_line_ends::keep; })};
        CHECK(tolerant.greeted().codes(all) == "250 250 354 250 250");
        REQUIRE(tolerant.mailbox.size() == 1);
        CHECK(tolerant.mailbox[0].text.find("smuggled@x.example") != std::string::npos);
        CHECK(tolerant.mailbox[0].flaws != text_flaws{});
    }
    smtp_dialogue nul;
    CHECK(nul.greeted().codes(envelope_commands + std::string{"DATA\r\na\r\n\0.\r\n", 13} + second_mail) ==
          "250 250 354 250");
    CHECK(nul.mailbox.size() == 1);
}

TEST_CASE("dot-stuffing is removed and nothing else", "[row 14]") {
    smtp_dialogue talk;
    talk.greeted().say(envelope_commands + "DATA\r\n..\r\n..x\r\n....\r\n.y\r\n..\r\n.\r\n");
    CHECK(talk.mailbox.at(0).text == ".\r\n.x\r\n...\r\ny\r\n.\r\n");
    talk.say(envelope_commands + "DATA\r\n.\r\n");
    CHECK(talk.mailbox.at(1).text.empty());
}

TEST_CASE("NUL in a command is an error, in a text an octet like others", "[row 15]") {
    smtp_dialogue talk;
    talk.greeted();
    CHECK(talk.codes(std::string_view{"NO\0OP\r\nNOOP\r\n", 13}) == "501 250");
    CHECK(talk.codes(envelope_commands + std::string{"DATA\r\n\0\xff\r\n.\r\n", 13}) == "250 250 354 250");
    CHECK(talk.mailbox.at(0).text == std::string_view{"\0\xff\r\n", 4});
}

TEST_CASE("LF or CR alone is refused in commands and texts, or kept octet for octet", "[row 15]") {
    smtp_dialogue strict;
    strict.greeted();
    CHECK(strict.codes("NOOP\nNOOP\r\n") == "500 250");
    CHECK(strict.codes(envelope_commands + "DATA\r\na\nb\r\n.\r\n") == "250 250 354 550");
    CHECK(strict.codes(envelope_commands + "DATA\r\na\rb\r\n.\r\n") == "250 250 354 550");
    smtp_dialogue tolerant{with([](auto& s) { s.line_ends = bare_line_ends::keep; })};
    CHECK(tolerant.codes("EHLO x\nMAIL FROM:<>\nRCPT TO:<a@b.example>\nDATA\na\nb\rc\r\n.\r\n") ==
          "220 250 250 250 354 250");
    CHECK(tolerant.mailbox.at(0).text == "a\nb\rc\r\n");
    CHECK(tolerant.mailbox.at(0).flaws == text_flaws{.bare_lf = true, .bare_cr = true});
}

TEST_CASE("eight-bit text is taken as it is, declared or not", "[row 16]") {
    const std::string text = "Subject: \xff\xfe\r\n\r\n\x80\xc3\xa4\r\n";
    for (const auto* body : {"", " BODY=8BITMIME", " BODY=7BIT"}) {
        smtp_dialogue talk;
        CHECK(talk.greeted().codes("MAIL FROM:<>" + std::string{body} +
                                   "\r\nRCPT TO:<a@b.example>\r\nDATA\r\n" + text + ".\r\n") ==
              "250 250 354 250");
        CHECK(talk.mailbox.at(0).text == text);
    }
}

TEST_CASE("an address in UTF-8 needs SMTPUTF8, and has to be UTF-8", "[row 17]") {
    smtp_dialogue talk;
    talk.greeted();
    CHECK(talk.say("MAIL FROM:<\xc3\xa4@b.example>\r\n").starts_with("553 5.6.7 "));
    CHECK(talk.codes("MAIL FROM:<\xc3\xa4@b.example> SMTPUTF8\r\nRCPT TO:<\xe2\x82\xac@c.example>\r\n") ==
          "250 250");
    CHECK(talk.codes("RCPT TO:<\xff@c.example>\r\nRCPT TO:<\xc0\xaf@c.example>\r\nRCPT "
                     "TO:<\xed\xa0\x80@c.example>\r\n") == "501 501 501");
    CHECK(talk.codes("EHLO \xff\r\nEHLO \xc3\xa4.example\r\n") == "501 250");
}

TEST_CASE("BODY=BINARYMIME goes with BDAT only, BODY=foo with nothing", "[row 18]") {
    smtp_dialogue talk;
    talk.greeted();
    CHECK(talk.codes(
              "MAIL FROM:<> BODY=foo\r\nMAIL FROM:<> BODY=BINARYMIME\r\nRCPT TO:<a@b.example>\r\nDATA\r\n") ==
          "501 250 250 503");
    CHECK(talk.codes("BDAT 4 LAST\r\n\n\r.\xff") == "250");
}

TEST_CASE("BDAT takes octets as they are, in one chunk or several", "[row 19]") {
    smtp_dialogue talk;
    talk.greeted();
    CHECK(talk.codes(envelope_commands + "BDAT 9\r\na\r\n.\r\n..b" +
                     "BDAT 4\r\nNOOPBDAT 0 LAST\r\nNOOP\r\n") == "250 250 250 250 250 250");
    CHECK(talk.mailbox.at(0).text == "a\r\n.\r\n..bNOOP");
    CHECK(talk.codes(envelope_commands + "BDAT 3 LAST\r\nabc") == "250 250 250");
    CHECK(talk.mailbox.at(1).text == "abc");
}

TEST_CASE("BDAT in the wrong place is answered once its octets have been eaten", "[row 19]") {
    smtp_dialogue talk{with([](auto& s) { s.limits.message = 10; })};
    CHECK(talk.codes("BDAT 6 LAST\r\nNOOP\r\n") == "220 503");
    talk.greeted();
    CHECK(talk.codes("MAIL FROM:<>\r\nBDAT 6 LAST\r\nNOOP\r\nRSET\r\n") == "250 503 250");
    CHECK(talk.codes(envelope_commands +
                     "BDAT 3\r\nabcDATA\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nRSET\r\n") ==
          "250 250 250 503 503 503 250");
    CHECK(
        talk.codes(envelope_commands + "BDAT 6\r\nabcdefBDAT 6\r\nNOOP\r\nBDAT 6 LAST\r\nNOOP\r\nNOOP\r\n") ==
        "250 250 250 552 503 250");
    CHECK(talk.codes("BDAT x\r\nBDAT -1\r\nBDAT\r\nBDAT 1 FIRST\r\n") == "501 501 501 501");
    CHECK(talk.mailbox.empty());
}

TEST_CASE("STARTTLS forgets what was said before, and takes nothing that stands behind it", "[row 20]") {
    smtp_dialogue talk{with([](auto& s) { s.tls_available = true; })};
    CHECK(talk.say("EHLO x\r\n").find("STARTTLS") != std::string::npos);
    CHECK(talk.codes("STARTTLS now\r\n") == "501");
    talk.say("AUTH PLAIN AHVzZXIAc2VjcmV0\r\nMAIL FROM:<a@b.example>\r\n");
    CHECK(talk.codes("STARTTLS\r\nRCPT TO:<injected@x.example>\r\n") == "220");
    CHECK(talk.session.log().text().find("thrown away") != std::string::npos);
    CHECK(talk.codes("MAIL FROM:<a@b.example>\r\n") == "503"); // EHLO is to be said again
    const auto offered = talk.say("EHLO x\r\n");
    CHECK(offered.find("STARTTLS") == std::string::npos);
    CHECK(talk.codes("RCPT TO:<a@b.example>\r\nSTARTTLS\r\n") == "503 503");
    CHECK(talk.codes(envelope_commands + "DATA\r\n.\r\n") == "250 250 354 250");
    CHECK(talk.mailbox.at(0).tls);
    CHECK(talk.mailbox.at(0).user.empty());
}

TEST_CASE("AUTH in the wrong place or with wrong words", "[row 21]") {
    smtp_dialogue talk;
    CHECK(talk.codes("AUTH PLAIN AGEAYg==\r\n") == "220 503");
    talk.greeted();
    CHECK(talk.say("AUTH PLAIN !\r\n").starts_with("501 5.5.2 "));
    CHECK(talk.say("AUTH PLAIN\r\n") == "334 \r\n");
    CHECK(talk.codes("=\r\n") == "501");
    CHECK(talk.codes("AUTH PLAIN =\r\nAUTH\r\n") == "501 501");
    CHECK(talk.codes("AUTH LOGIN\r\n*\r\nNOOP\r\n") == "334 501 250");
    CHECK(talk.say("AUTH GSSAPI\r\n").starts_with("504 5.5.4 "));
    CHECK(talk.codes("AUTH LOGIN\r\n" + std::string(12'300, 'A') + "\r\nNOOP\r\n") == "334 500 250");
    CHECK(talk.codes(envelope_commands + "AUTH PLAIN AGEAYg==\r\nRSET\r\n") == "250 250 503 250");
    CHECK(talk.codes("AUTH PLAIN AGEAYg==\r\nAUTH PLAIN AGEAYg==\r\n") == "235 503");
    talk.say(envelope_commands + "DATA\r\n.\r\n");
    CHECK(talk.mailbox.at(0).user == "a");
}

TEST_CASE("AUTH and TLS can be demanded, and credentials checked", "[row 21]") {
    smtp_dialogue needs_tls{with([](auto& s) { s.tls_available = s.auth_needs_tls = true; })};
    CHECK(needs_tls.say("EHLO x\r\n").find("AUTH") == std::string::npos);
    CHECK(needs_tls.codes("AUTH PLAIN AGEAYg==\r\n") == "538");
    CHECK(needs_tls.codes("STARTTLS\r\n") == "220");
    CHECK(needs_tls.greeted().codes("AUTH PLAIN AGEAYg==\r\n") == "235");

    smtp_dialogue tls_first{with([](auto& s) { s.tls_available = s.require_tls = true; })};
    CHECK(tls_first.greeted().codes("MAIL FROM:<>\r\nSTARTTLS\r\nEHLO x\r\n") == "530 220");
    CHECK(tls_first.greeted().codes("MAIL FROM:<>\r\n") == "250");

    smtp_dialogue checked{with([](auto& s) {
        s.require_auth = true;
        s.credentials = [](auto user, auto password) { return user == "user" && password == "secret"; };
    })};
    checked.greeted();
    CHECK(checked.codes("MAIL FROM:<>\r\nAUTH PLAIN AHVzZXIAd3Jvbmc=\r\nMAIL FROM:<>\r\n") == "530 535 530");
    CHECK(checked.codes("AUTH PLAIN AHVzZXIAc2VjcmV0\r\nMAIL FROM:<>\r\n") == "235 250");
}

TEST_CASE("parameters with bad values are answered 501", "[row 22]") {
    smtp_dialogue talk;
    talk.greeted();
    CHECK(talk.codes("MAIL FROM:<> AUTH=a+zz\r\nMAIL FROM:<> RET=X\r\nMAIL FROM:<> ENVID=a=b\r\nMAIL FROM:<> "
                     "AUTH=<>\r\n") == "501 501 501 250");
    CHECK(talk.codes("RCPT TO:<a@b> NOTIFY=NEVER,SUCCESS\r\nRCPT TO:<a@b> ORCPT=x\r\n") == "501 501");
}

TEST_CASE("10,000 recipients are taken, the next is told 452 and the rest is delivered", "[row 23]") {
    smtp_dialogue talk;
    talk.greeted().say("MAIL FROM:<>\r\n");
    std::string many;
    for (int i = 0; i < 10'000; ++i)
        many += "RCPT TO:<same@b.example>\r\n";
    const auto replies = talk.say(many);
    CHECK(std::ranges::count(replies, '\n') == 10'000);
    CHECK(replies.find("452") == std::string::npos);
    CHECK(talk.say("RCPT TO:<one-more@b.example>\r\n").starts_with("452 4.5.3 "));
    CHECK(talk.codes("DATA\r\n.\r\n") == "354 250");
    CHECK(talk.mailbox.at(0).envelope.recipients.size() == 10'000);
}

TEST_CASE("a connection lost inside a text or a chunk leaves nothing behind", "[row 25]") {
    for (const auto* half : {"DATA\r\nhalf", "DATA\r\nhalf\r\n.\r", "BDAT 10 LAST\r\nhalf", ""}) {
        smtp_dialogue talk;
        talk.greeted().say(envelope_commands + half);
        talk.session.lost(loss::closed_by_client);
        CHECK(talk.mailbox.empty());
        CHECK(talk.session.log()[talk.session.log().size() - 1].who == session_log::speaker::note);
    }
}

TEST_CASE("200 wrong commands end a session at the limit; 10,000 NOOP and RSET do not", "[row 29]") {
    std::string wrong, fine;
    for (int i = 0; i < 200; ++i)
        wrong += "FOO\r\n";
    for (int i = 0; i < 5000; ++i)
        fine += "NOOP\r\nRSET\r\n";
    smtp_dialogue talk;
    talk.greeted();
    CHECK(std::ranges::count(talk.say(fine), '\n') == 10'000);
    const auto replies = talk.say(wrong);
    CHECK(std::ranges::count(replies, '\n') == 102);
    CHECK(replies.ends_with("421 4.7.0 Too many errors\r\n"));
    CHECK(talk.closed);
    smtp_dialogue endless{with([](auto& s) { s.limits.errors = 0; })};
    endless.greeted();
    CHECK(std::ranges::count(endless.say(wrong), '\n') == 200);
}

TEST_CASE("line ends in names and addresses are refused, so that no header can be injected", "[row 31]") {
    smtp_dialogue talk;
    talk.greeted();
    CHECK(talk.codes("MAIL FROM:<a@b.example>\r\nRCPT TO:<a@b\rX-Evil: 1>\r\nRCPT TO:<a@b\nX-Evil: 1>\r\n") ==
          "250 501 500 500");
    CHECK(talk.codes("EHLO a\rb\r\n") == "501");
    CHECK(talk.codes("RCPT TO:<\"a\rb\"@c.example>\r\nRCPT TO:<\"a\x01\"@c.example>\r\n") == "501 501");
}

TEST_CASE("a MIME bomb is octets like others", "[row 32]") {
    std::string bomb = "Content-Type: multipart/mixed; boundary=x\r\n\r\n";
    for (int i = 0; i < 1'400'000 / 4; ++i)
        bomb += "--x\r\n\r\n";
    smtp_dialogue talk;
    CHECK(talk.greeted().codes(envelope_commands + "DATA\r\n" + bomb + ".\r\n") == "250 250 354 250");
    CHECK(talk.mailbox.at(0).text == bomb);
}
