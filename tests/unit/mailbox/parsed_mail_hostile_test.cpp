// What nobody should send. Nothing of it may crash, hang or cost more than its size.
#include <catch2/catch.hpp>

#include "mailbox/parsed_mail.hpp"
#include "mailbox/search_query.hpp"

using namespace sendlab;
using mailbox::parse_mail;

namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    out.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

} // namespace

TEST_CASE("what is no mail is text") {
    CHECK(parse_mail("").text.empty());
    CHECK(parse_mail("just words").text == "just words");
    CHECK(parse_mail("\r\n\r\n").headers.empty());
    CHECK(parse_mail(std::string(3, '\0')).attachments.empty());
    const std::string binary = "\xff\xfe\x00\x01\x80\r\n\xc3";
    CHECK_FALSE(parse_mail(binary).opaque);
}

TEST_CASE("a million empty parts are not taken apart", "[row 32]") {
    const auto mail =
        parse_mail("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + repeated("--b\r\n\r\n", 1'000'000));
    CHECK(mail.opaque);
    CHECK(mail.attachments.empty());
}

TEST_CASE("parts of parts of parts end somewhere", "[row 32]") {
    std::string nested;
    for (int i = 0; i < 4000; ++i)
        nested += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b" +
                  std::to_string(i) + "\r\n";
    const auto mail = parse_mail(nested + "\r\ndeep\r\n");
    CHECK(mail.text.empty());
    const auto forwarded = parse_mail(repeated("Content-Type: message/rfc822\r\n\r\n", 10'000));
    CHECK(forwarded.attachments.size() <= 1);
}

TEST_CASE("a header of 10 MB, in one field or in many, is cut off", "[row 32]") {
    const auto one = parse_mail("Subject: x\r\nX-Long: " + std::string(10'000'000, 'a') + "\r\n\r\nbody");
    CHECK(one.opaque);
    CHECK(one.subject == "x");
    CHECK(one.text == "body");
    const auto many = parse_mail("Subject: x\r\n" + repeated("A: b\r\n", 500'000) + "\r\nbody");
    CHECK(many.opaque);
    CHECK(many.headers.size() < 200'000);
}

TEST_CASE("a boundary that never ends, none, and one that is its own part", "[row 32]") {
    CHECK(parse_mail("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nopen").text == "open");
    CHECK_NOTHROW(parse_mail("Content-Type: multipart/mixed\r\n\r\n--\r\n\r\nx"));
    CHECK_NOTHROW(parse_mail("Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\nx\r\n----\r\n"));
}

TEST_CASE("a charset that nobody knows and base64 that is none lose nothing but themselves", "[row 32]") {
    const auto charset = parse_mail("Content-Type: text/plain; charset=x-unknown\r\n\r\nkept\r\n");
    CHECK(charset.text == "kept\r\n");
    CHECK_NOTHROW(parse_mail("Content-Transfer-Encoding: base64\r\n\r\n!!!!=%%%A\r\n"));
    CHECK_NOTHROW(parse_mail("Content-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n=ZZ=4"));
    CHECK_NOTHROW(parse_mail("Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n!!!\r\n"));
    CHECK_NOTHROW(parse_mail("Subject: =?utf-8?B?////?= =?x-no?Q?=ZZ?= =?utf-8?Q?open\r\n\r\n"));
}

TEST_CASE("addresses beyond all sense are no trouble") {
    CHECK_NOTHROW(parse_mail("To: " + std::string(100'000, '(') + "\r\n\r\n"));
    CHECK_NOTHROW(parse_mail("To: " + std::string(100'000, '"') + "\r\n\r\n"));
    CHECK_NOTHROW(parse_mail("To: " + repeated("a:", 20'000) + "\r\n\r\n"));
    CHECK_NOTHROW(parse_mail("To: " + repeated("<@", 20'000) + "\r\n\r\n"));
    CHECK(parse_mail("To: " + repeated("a@b.c,", 20'000) + "\r\n\r\n").to.size() == 20'000);
    CHECK_NOTHROW(parse_mail("Date: " + std::string(100'000, '9') + "\r\n\r\n"));
}

TEST_CASE("groups in groups in groups of addresses do not exhaust the stack, in forwarded mail neither") {
    const auto groups = "To: " + repeated("a:", 400'000) + "\r\n";
    CHECK(parse_mail(groups + "\r\nbody").to.empty());
    CHECK(parse_mail("Content-Type:\r\n message/rfc822\r\n\r\n" + groups + "\r\nbody").attachments.size() ==
          1);
    CHECK(parse_mail("content-type: MESSAGE/Global\r\n\r\n" + groups + "\r\nbody").attachments.size() == 1);
    CHECK(parse_mail("To: team: a@x.org; , [IPv6:::1]\r\n\r\n").to.size() >= 1);
}

TEST_CASE("text that speaks of messages is shown as it is") {
    const auto mail = parse_mail("Subject: x\r\n\r\nContent-Type: message/rfc822\r\n and message/rfc822\r\n");
    CHECK(mail.text == "Content-Type: message/rfc822\r\n and message/rfc822\r\n");
}

TEST_CASE("searching through such mail is no trouble either") {
    const auto query = *mailbox::search_query::parse("needle");
    for (const std::string raw :
         {"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\xff\xfe", "\xc3", ""}) {
        mailbox::message kept;
        kept.raw = std::make_shared<const std::string>(raw);
        CHECK_FALSE(query.matches(kept));
    }
}
