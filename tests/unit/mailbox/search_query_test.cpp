#include "mailbox/search_query.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;
using mailbox::search_query;

namespace {

mailbox::message sample() {
    mailbox::message kept;
    kept.accepted = virtual_epoch + 36h; // 2 January, noon
    kept.from = "bounces@shop.example";
    kept.recipients = {"ann@x.org", "secret@x.org"};
    kept.tags = {"Spring Sale"};
    kept.message_id = "abc@mail";
    kept.raw = std::make_shared<const std::string>(
        "From: The Shop <shop@shop.example>\r\nTo: Ann <ann@x.org>\r\nCc: cc@x.org\r\nReply-To: "
        "help@shop.example\r\n"
        "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= from us\r\nX-Campaign: k7\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "SGVsbG8gd29uZGVyZnVsIHdvcmxk\r\n--b\r\nContent-Disposition: attachment; filename=\"price "
        "list.pdf\"\r\n\r\n"
        "PDF\r\n--b--\r\n");
    kept.size = 2000;
    return kept;
}

bool finds(std::string_view query) {
    const auto parsed = search_query::parse(query);
    REQUIRE(parsed.has_value());
    return parsed->matches(sample());
}

} // namespace

TEST_CASE("words are looked for in header, text and names of attachments, in any case") {
    CHECK(finds("wonderful"));
    CHECK(finds("WONDERFUL World"));
    CHECK(finds("\"hello wonderful\""));
    CHECK_FALSE(finds("\"wonderful hello\""));
    CHECK(finds("k7"));
    CHECK(finds("\"price list\""));
    CHECK(finds("GR\u00dcSSE") == finds("gr\u00fcsse"));
    CHECK(finds("gr\u00dc\u00dfe"));
    CHECK_FALSE(finds("SGVsbG8"));
    CHECK(finds(""));
}

TEST_CASE("filters look at their own field") {
    CHECK(finds("from:shop@"));
    CHECK(finds("from:\"the shop\""));
    CHECK(finds("from:bounces@"));
    CHECK_FALSE(finds("from:ann"));
    CHECK(finds("to:ann"));
    CHECK_FALSE(finds("to:secret"));
    CHECK(finds("bcc:secret"));
    CHECK(finds("cc:cc@x"));
    CHECK(finds("reply-to:help"));
    CHECK(finds("addressed:help addressed:secret addressed:shop"));
    CHECK(finds("subject:\"Gr\u00fc\u00dfe from\""));
    CHECK_FALSE(finds("subject:wonderful"));
    CHECK(finds("message-id:abc"));
    CHECK(finds("tag:\"spring sale\""));
    CHECK_FALSE(finds("tag:spring"));
}

TEST_CASE("a minus or an exclamation mark turns a term round") {
    CHECK_FALSE(finds("-wonderful"));
    CHECK(finds("-missing !subject:none"));
    CHECK_FALSE(finds("wonderful -from:shop"));
    CHECK(finds("-\"not there\""));
}

TEST_CASE("states: read, tags, attachments") {
    CHECK(finds("is:unread"));
    CHECK_FALSE(finds("is:read"));
    CHECK(finds("-is:read is:tagged has:attachment has:attachments"));
    CHECK_FALSE(finds("has:inline"));
}

TEST_CASE("sizes and times") {
    CHECK(finds("larger:1k smaller:2k"));
    CHECK_FALSE(finds("larger:2000"));
    CHECK(finds("larger:1999"));
    CHECK(finds("smaller:1MB"));
    CHECK(finds("after:2026-01-02 before:2026-01-03"));
    CHECK(finds("after:2026/01/02"));
    CHECK(finds("after:\"2026-01-02 12:00\""));
    CHECK_FALSE(finds("after:\"2026-01-02 12:00:01\""));
    CHECK(finds("before:2026-01-02T12:00:01Z"));
    CHECK(finds("after:2026-01-02T14:00:00+02:00"));
    CHECK_FALSE(finds("after:2026-01-02T11:00:00-02:00"));
    CHECK_FALSE(finds("before:2026-01-02"));
}

TEST_CASE("a size or a date that is none is an error, and says which") {
    for (const auto* const bad :
         {"larger:", "larger:x", "smaller:5tb", "before:yesterday", "after:2026-13-01", "after:2026-02-30",
          "after:2026-257-01", "after:2026-01-257", "before:2026-01-01T10:00+24:00",
          "before:2026-01-01T10:00+999999999:00", "before:2026-01-01Tnoon", "before:2026-01-01T25:00",
          "after:2026-01-01T10:00+2", "larger:99999999999999999999"}) {
        const auto parsed = search_query::parse(bad);
        INFO(bad);
        REQUIRE(parsed.has_error());
        CHECK(parsed.error().find(bad) == 0);
    }
}

TEST_CASE("other words with a colon are words, and an open quotation mark ends with the text") {
    CHECK(finds("X-Campaign:"));
    CHECK_FALSE(finds("unknown:thing"));
    CHECK(finds("\"hello wonderful"));
    CHECK(finds("\"\""));
}
