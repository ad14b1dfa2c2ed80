#include "mailbox/header_writer.hpp"

#include <catch2/catch.hpp>

#include "unit/mailbox/mime_reading.hpp"

using namespace sendlab;
using namespace std::chrono_literals;
using mailbox::header_writer;

namespace {

std::string subject(std::string_view value) {
    std::string out;
    header_writer{out}.text("Subject", value);
    return out;
}

std::string to(const std::vector<std::string>& mailboxes) {
    std::string out;
    header_writer{out}.addresses("To", mailboxes);
    return out;
}

std::string disposition(std::string_view file_name) {
    std::string out;
    header_writer{out}.attachment("Content-Disposition", "attachment", file_name);
    return out;
}

std::string date(time_point when) {
    std::string out;
    header_writer{out}.date("Date", when);
    return out;
}

/// The value as a reader sees it; fails the test if there is more than one field.
std::string read(const std::string& written, std::string_view name) {
    const auto part = test::read_part(written + "\r\n");
    REQUIRE(part.fields.size() == 1);
    return test::decode_words(part.field(name));
}

} // namespace

TEST_CASE("a subject of ASCII stays as it is") {
    CHECK(subject("Hello") == "Subject: Hello\r\n");
    CHECK(subject("") == "Subject: \r\n");
    CHECK(subject("a=?b") == "Subject: a=?b\r\n");
    CHECK(subject("=?UTF-8?Q?=C3=A9?=") == "Subject: =?UTF-8?Q?=C3=A9?=\r\n");
}

TEST_CASE("a subject beyond ASCII becomes encoded words") {
    CHECK(subject("Caf\xc3\xa9") == "Subject: =?utf-8?Q?Caf=C3=A9?=\r\n");
    const std::string text =
        "\xd0\x9d\xd0\xbe\xd0\xb2\xd1\x8b\xd0\xb9 comment, at last: \xf0\x9f\x93\xa7 for you and for "
        "\xd0\x92\xd0\xb0\xd1\x81\xd0\xb8\xd0\xbb\xd0\xb8\xd0\xb9 \xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd";
    const auto written = subject(text);
    for (const auto line : test::lines_of(written))
        CHECK(line.size() <= 76);
    CHECK(read(written, "Subject") == text);
}

TEST_CASE("a long subject is folded between words and reads the same") {
    std::string text;
    for (int i = 0; i < 60; ++i)
        text += i % 7 == 0 ? "word  " : "another ";
    text += "end";
    const auto written = subject(text);
    for (const auto line : test::lines_of(written)) {
        CHECK(line.size() <= 76);
        CHECK(line.find_first_not_of(' ') != std::string_view::npos);
    }
    CHECK(read(written, "Subject") == text);
}

TEST_CASE("a word too long for any line is encoded") {
    const std::string text(3000, 'x');
    const auto written = subject(text);
    for (const auto line : test::lines_of(written))
        CHECK(line.size() <= 76);
    CHECK(read(written, "Subject") == text);
}

TEST_CASE("line ends and other control characters cannot begin another field") {
    CHECK(subject("Hi\r\nBcc: victim@example.com") == "Subject: Hi  Bcc: victim@example.com\r\n");
    CHECK(subject("Hi\nX: y") == "Subject: Hi X: y\r\n");
    CHECK(subject("Hi\r\n\r\n<html>") == "Subject: Hi    <html>\r\n");
    CHECK(subject(std::string_view{"a\0b\x7f\x1b", 5}) == "Subject: a b  \r\n");
    CHECK(to({"a@b.example\r\nBcc: victim@example.com"}) == "To: a@b.example  Bcc: victim@example.com\r\n");
    CHECK(to({"X\r\nBcc: v <a@b.example>"}) == "To: \"X  Bcc: v\" <a@b.example>\r\n");
    CHECK(disposition("a\r\nX: y.pdf") == "Content-Disposition: attachment; filename=\"a  X: y.pdf\"\r\n");
    CHECK(read(subject("\xc3\xa9\r\nBcc: victim@example.com"), "Subject") ==
          "\xc3\xa9  Bcc: victim@example.com");
}

TEST_CASE("addresses are written as they are, names quoted or encoded where they must be") {
    CHECK(to({"a@b.example"}) == "To: a@b.example\r\n");
    CHECK(to({"My Site <a@b.example>"}) == "To: My Site <a@b.example>\r\n");
    CHECK(to({" <a@b.example> "}) == "To: <a@b.example>\r\n");
    CHECK(to({"Doe, John <a@b.example>"}) == "To: \"Doe, John\" <a@b.example>\r\n");
    CHECK(to({"\"Doe, \\\"Jo\\\" John\" <a@b.example>"}) == "To: \"Doe, \\\"Jo\\\" John\" <a@b.example>\r\n");
    CHECK(to({"J\xc3\xb6rg M\xc3\xbcller-Meyer <a@b.example>"}) ==
          "To: =?utf-8?Q?J=C3=B6rg_M=C3=BCller-Meyer?= <a@b.example>\r\n");
    CHECK(to({"\"J\xc3\xb6rg, Mr of Some Place\" <a@b.example>"}) ==
          "To: =?utf-8?Q?J=C3=B6rg=2C_Mr_of_Some_Place?= <a@b.example>\r\n");
    CHECK(to({}).empty());
}

TEST_CASE("many recipients are folded") {
    std::vector<std::string> many;
    std::string expected;
    for (int i = 0; i < 50; ++i) {
        many.push_back("user" + std::to_string(i) + "@example.com");
        expected += (i == 0 ? "" : ", ") + many.back();
    }
    const auto written = to(many);
    for (const auto line : test::lines_of(written))
        CHECK(line.size() <= 76);
    CHECK(read(written, "To") == expected);
}

TEST_CASE("a date is that of RFC 5322, in UTC") {
    CHECK(date(virtual_epoch) == "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n");
    CHECK(date(std::chrono::sys_days{std::chrono::February / 29 / 2028} + 23h + 59min + 59s + 999ms) ==
          "Date: Tue, 29 Feb 2028 23:59:59 +0000\r\n");
    CHECK(date(std::chrono::sys_days{std::chrono::December / 6 / 2026} + 1h + 2min + 3s) ==
          "Date: Sun, 06 Dec 2026 01:02:03 +0000\r\n");
}

TEST_CASE("file names of attachments are quoted, or encoded where they are long or not ASCII") {
    CHECK(disposition("a.pdf") == "Content-Disposition: attachment; filename=\"a.pdf\"\r\n");
    CHECK(disposition("a \"b\\\".pdf") ==
          "Content-Disposition: attachment; filename=\"a \\\"b\\\\\\\".pdf\"\r\n");
    CHECK(disposition("\xc3\xa9t\xc3\xa9 1.pdf") ==
          "Content-Disposition: attachment;\r\n filename*=utf-8''%C3%A9t%C3%A9%201.pdf\r\n");
    const auto written = disposition(std::string(130, 'x') + ".pdf");
    for (const auto line : test::lines_of(written))
        CHECK(line.size() <= 76);
    CHECK(written.find("\r\n filename*1*=xxx") != std::string::npos);
    std::string joined;
    for (const auto line : test::lines_of(written))
        if (const auto at = line.find("*="); at != std::string_view::npos)
            joined += line.substr(at + 2, line.find(';') - at - 2);
    CHECK(joined == "utf-8''" + std::string(130, 'x') + ".pdf");
}
