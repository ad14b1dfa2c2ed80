#include "mailbox/parsed_mail.hpp"

#include <catch2/catch.hpp>

#include "mailbox/mime_text.hpp"

using namespace sendlab;
using namespace std::chrono_literals;
using mailbox::mail_address;
using mailbox::parse_mail;
using addresses = std::vector<mail_address>;

TEST_CASE("header fields are unfolded and decoded, in their order") {
    const auto mail =
        parse_mail("Subject: =?utf-8?Q?Gr=C3=BC?=\r\n =?utf-8?B?w59l?=\r\nX-A: 1\r\nx-a: 2\r\n"
                   "Date: Thu, 01 Jan 2026 01:00:00 +0100\r\nMessage-ID: <m@x>\r\n\r\nbody\r\n");
    CHECK(mail.subject == "Gr\u00fc\u00dfe");
    CHECK(mail.header("X-A") == "1");
    CHECK(mail.headers.size() == 5);
    CHECK(mail.headers[2] == std::pair<std::string, std::string>{"x-a", "2"});
    CHECK(mail.message_id == "m@x");
    CHECK(mail.date == virtual_epoch);
    CHECK(mail.text == "body\r\n");
    CHECK_FALSE(mail.opaque);
}

TEST_CASE("addresses have names and addresses, in groups or not, over several fields") {
    const auto mail =
        parse_mail("From: =?iso-8859-1?Q?J=F6rg?= <j@x.org>\r\nTo: \"B, Bob\" <b@x.org>, c@x.org\r\n"
                   "To: team: d@x.org;\r\nCc: undisclosed-recipients:;\r\nReply-To: r@x.org\r\n\r\n");
    CHECK(mail.from == addresses{{"J\u00f6rg", "j@x.org"}});
    CHECK(mail.to == addresses{{"B, Bob", "b@x.org"}, {"", "c@x.org"}, {"", "d@x.org"}});
    CHECK(mail.cc.empty());
    CHECK(mail.reply_to == addresses{{"", "r@x.org"}});
}

TEST_CASE("groups in groups are not followed down far, however the semicolons lie between them") {
    constexpr int many = 150'000;
    const auto repeated = [](std::string_view text) {
        std::string all;
        for (int i = 0; i < many; ++i)
            all += text;
        return all;
    };
    CHECK(mailbox::parse_addresses("a:b:x@x.org;;") == addresses{{"", "x@x.org"}});
    CHECK(mailbox::parse_addresses(repeated("a:")).empty());
    CHECK(mailbox::parse_addresses(repeated("a:\";\"")).empty());
    CHECK(mailbox::parse_addresses('"' + repeated(";") + "\" <x@x.org>, " + repeated("a:")).empty());
}

TEST_CASE("what mime_text writes is read: two forms of text, attachments, a picture") {
    const std::vector<mailbox::attachment> attachments{
        {"r\u00e9sum\u00e9.pdf", "application/pdf", "PDF\x00\x01"},
        {"logo.png", "image/png", "PNG", "logo@x", true}};
    const std::vector<std::string> to{"a@x.org"};
    mailbox::draft draft;
    draft.from = "s@x.org";
    draft.to = to;
    draft.subject = "x";
    draft.body = "plain \u00fc";
    draft.html = "<img src=\"cid:logo@x\">";
    draft.attachments = attachments;
    const auto mail = parse_mail(mailbox::mime_text(draft));
    CHECK(mail.text == "plain \u00fc\r\n");
    CHECK(mail.html == "<img src=\"cid:logo@x\">\r\n");
    REQUIRE(mail.attachments.size() == 1);
    CHECK(mail.attachments[0].file_name == "r\u00e9sum\u00e9.pdf");
    CHECK(mail.attachments[0].content_type == "application/pdf");
    CHECK(mail.attachments[0].bytes == attachments[0].bytes);
    CHECK(mail.attachments[0].id == "2");
    REQUIRE(mail.inlines.size() == 1);
    CHECK(mail.inlines[0].content_id == "logo@x");
    CHECK(mail.inlines[0].size == 3);

    std::vector<std::string> outline;
    for (const auto& part : mail.outline)
        outline.push_back(std::string(static_cast<std::size_t>(part.depth), ' ') + part.id + ' ' +
                          part.content_type);
    CHECK(outline == std::vector<std::string>{" multipart/mixed", " 1 multipart/alternative",
                                              "  1.1 text/plain", "  1.2 text/html", " 2 application/pdf",
                                              " 3 image/png"});
    CHECK(mail.outline[4].size == attachments[0].bytes.size());
}

TEST_CASE("text in another charset becomes UTF-8") {
    const auto mail = parse_mail("Content-Type: text/plain; charset=iso-8859-1\r\n"
                                 "Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n");
    CHECK(mail.text == "Gr\u00fc\u00dfe\r\n");
}

TEST_CASE("a forwarded message is an attachment, and so is text that has a name") {
    const auto mail =
        parse_mail("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\n"
                   "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninside\r\n--b\r\n"
                   "Content-Type: text/plain; name=\"notes.txt\"\r\n\r\nnotes\r\n--b--\r\n");
    CHECK(mail.text == "Hello");
    REQUIRE(mail.attachments.size() == 2);
    CHECK(mail.attachments[0].content_type == "message/rfc822");
    CHECK(mail.attachments[0].bytes.find("Subject: inner") != std::string::npos);
    CHECK(mail.attachments[1].file_name == "notes.txt");
    CHECK(mail.attachments[1].bytes == "notes");
}

TEST_CASE("an overview names the parts without their bytes") {
    const std::vector<mailbox::attachment> attachments{{"a.txt", "text/plain", "bytes"}};
    mailbox::draft draft;
    draft.from = "s@x.org";
    draft.body = "x";
    draft.attachments = attachments;
    const auto mail = parse_mail(mailbox::mime_text(draft), mailbox::parse_scope::overview);
    REQUIRE(mail.attachments.size() == 1);
    CHECK(mail.attachments[0].file_name == "a.txt");
    CHECK(mail.attachments[0].bytes.empty());
}

TEST_CASE("a mail that is nothing but an attachment is part 0") {
    const auto mail =
        parse_mail("Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nUERG\r\n");
    REQUIRE(mail.attachments.size() == 1);
    CHECK(mail.attachments[0].id == "0");
    CHECK(mail.attachments[0].bytes == "PDF");
}

TEST_CASE("a date that no clock of ours can show is none") {
    const auto date_of = [](const std::string& year) {
        return parse_mail("Date: Mon, 23 Nov " + year + " 10:00:00 +0100\r\n\r\n").date;
    };
    CHECK(date_of("2026").has_value());
    CHECK_FALSE(date_of("2426").has_value());
}
