#include "mailbox/mime_text.hpp"

#include <catch2/catch.hpp>

#include "unit/mailbox/mime_reading.hpp"

using namespace sendlab;
using mailbox::attachment;
using mailbox::draft;
using mailbox::mime_text;
using test::read_part;

namespace {

const std::vector<std::string> reader{"a@example.org"};

draft example_draft() {
    draft d;
    d.from = "Site <admin@example.com>";
    d.to = reader;
    d.subject = "A new comment";
    d.body = "<p>Hello</p>\n";
    d.content_type = "text/html";
    d.message_id = "0100-x@email.amazonses.com";
    d.date = virtual_epoch;
    return d;
}

} // namespace

TEST_CASE("a plain message, byte for byte") {
    CHECK(mime_text(example_draft()) == "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n"
                                        "From: Site <admin@example.com>\r\n"
                                        "To: a@example.org\r\n"
                                        "Subject: A new comment\r\n"
                                        "Message-ID: <0100-x@email.amazonses.com>\r\n"
                                        "MIME-Version: 1.0\r\n"
                                        "Content-Type: text/html; charset=utf-8\r\n"
                                        "Content-Transfer-Encoding: 7bit\r\n"
                                        "\r\n"
                                        "<p>Hello</p>\r\n");
}

TEST_CASE("a message with attachments, byte for byte") {
    const std::vector<attachment> files{{"a.txt", "text/plain", "hello"},
                                        {"b", "", std::string("\0\xff", 2)}};
    auto d = example_draft();
    d.message_id = {};
    d.attachments = files;
    CHECK(mime_text(d) == "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n"
                          "From: Site <admin@example.com>\r\n"
                          "To: a@example.org\r\n"
                          "Subject: A new comment\r\n"
                          "MIME-Version: 1.0\r\n"
                          "Content-Type: multipart/mixed; boundary=\"=_sendlab_mixed\"\r\n"
                          "\r\n"
                          "--=_sendlab_mixed\r\n"
                          "Content-Type: text/html; charset=utf-8\r\n"
                          "Content-Transfer-Encoding: 7bit\r\n"
                          "\r\n"
                          "<p>Hello</p>\r\n"
                          "\r\n"
                          "--=_sendlab_mixed\r\n"
                          "Content-Type: text/plain\r\n"
                          "Content-Transfer-Encoding: base64\r\n"
                          "Content-Disposition: attachment; filename=\"a.txt\"\r\n"
                          "\r\n"
                          "aGVsbG8=\r\n"
                          "--=_sendlab_mixed\r\n"
                          "Content-Type: application/octet-stream\r\n"
                          "Content-Transfer-Encoding: base64\r\n"
                          "Content-Disposition: attachment; filename=\"b\"\r\n"
                          "\r\n"
                          "AP8=\r\n"
                          "--=_sendlab_mixed--\r\n");
}

TEST_CASE("a body beyond ASCII, or with long lines, is encoded and reads the same") {
    const std::string bodies[] = {"Caf\xc3\xa9 and a lot of plain text around it\r\n",
                                  "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82\r\n",
                                  std::string(5000, 'x') + "\r\n"};
    const char* encodings[] = {"quoted-printable", "base64", "quoted-printable"};
    for (std::size_t i = 0; i < 3; ++i) {
        auto d = example_draft();
        d.body = bodies[i];
        const auto text = mime_text(d);
        for (const auto line : test::lines_of(text))
            CHECK(line.size() <= 78);
        CHECK(read_part(text).field("Content-Transfer-Encoding") == encodings[i]);
        CHECK(read_part(text).decoded() == bodies[i]);
    }
}

TEST_CASE("the charset is the given one, once") {
    auto d = example_draft();
    d.charset = "iso-8859-1";
    CHECK(read_part(mime_text(d)).field("Content-Type") == "text/html; charset=iso-8859-1");
    d.content_type = "text/html; Charset=utf-8";
    CHECK(read_part(mime_text(d)).field("Content-Type") == "text/html; Charset=utf-8");
    d.content_type = "text/plain";
    d.charset = {};
    CHECK(read_part(mime_text(d)).field("Content-Type") == "text/plain");
}

TEST_CASE("a body that is a multipart already is not encoded again") {
    auto d = example_draft();
    d.content_type = "Multipart/alternative; boundary=x";
    d.body = "--x\n\nCaf\xc3\xa9\n--x--\n";
    const auto part = read_part(mime_text(d));
    CHECK(part.field("Content-Type") == "Multipart/alternative; boundary=x");
    CHECK(part.field("Content-Transfer-Encoding") == "8bit");
    CHECK(part.body == "--x\r\n\r\nCaf\xc3\xa9\r\n--x--\r\n");
    d.body = "--x\n\nCafe\n--x--\n";
    CHECK(read_part(mime_text(d)).field("Content-Transfer-Encoding") == "7bit");
}

TEST_CASE("a body that holds the boundary does not end its part") {
    const std::vector<attachment> files{{"a.txt", "text/plain", "--=_sendlab_mixed--"}};
    const std::string body = "see:\r\n--=_sendlab_mixed--\r\nend\r\n";
    auto d = example_draft();
    d.body = body;
    d.attachments = files;
    const auto parts = read_part(mime_text(d)).parts();
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].decoded() == body);
    CHECK(parts[1].decoded() == "--=_sendlab_mixed--");
    d.attachments = {};
    CHECK(read_part(mime_text(d)).body == body);
}

TEST_CASE("nothing that is given adds a field or ends the head") {
    const std::string evil = "x\r\nBcc: victim@example.com\r\n\r\n<script>";
    const std::vector<std::string> to{evil, "Name" + evil + " <a@example.org>"};
    const std::vector<attachment> files{{evil, evil, "bytes"}};
    draft d;
    d.from = evil;
    d.to = to;
    d.subject = evil;
    d.content_type = evil;
    d.charset = evil;
    d.message_id = evil;
    d.date = virtual_epoch;
    d.body = "body\r\n";
    const auto alone = read_part(mime_text(d));
    CHECK(alone.fields.size() == 8);
    CHECK(alone.field("Bcc").empty());
    CHECK(alone.body == "body\r\n");

    d.attachments = files;
    const auto whole = read_part(mime_text(d));
    CHECK(whole.fields.size() == 7);
    const auto parts = whole.parts();
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].fields.size() == 2);
    CHECK(parts[1].fields.size() == 3);
    CHECK(parts[1].decoded() == "bytes");
}

TEST_CASE("an empty draft is a message too") {
    draft d;
    d.date = virtual_epoch;
    const auto part = read_part(mime_text(d));
    CHECK(part.field("Content-Type") == "text/plain; charset=utf-8");
    CHECK(part.body.empty());
}
