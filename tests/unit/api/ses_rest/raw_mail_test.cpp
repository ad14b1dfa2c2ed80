#include "api/ses_rest/raw_mail.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using api::as_sent;
using api::read_raw_header;

TEST_CASE("recipients are those of To, Cc and Bcc, folded or in groups") {
    const auto header =
        read_raw_header("To: A <a@x.org>,\r\n b@x.org\r\nCC: team: c@x.org, d@x.org;\r\n"
                        "bcc: e@x.org\r\nFrom: =?utf-8?Q?Z?= <z@x.org>\r\n\r\nTo: not@x.org\r\n");
    CHECK(header.recipients ==
          std::vector<std::string>{"a@x.org", "b@x.org", "c@x.org", "d@x.org", "e@x.org"});
    CHECK(header.from == "=?utf-8?Q?Z?= <z@x.org>");
}

TEST_CASE("the fields that SES reads are read, and go") {
    const std::string mail =
        "X-SES-CONFIGURATION-SET: news\r\nX-SES-MESSAGE-TAGS: a=1, b=2\r\nSubject: x\r\n\r\nb";
    const auto header = read_raw_header(mail);
    CHECK(header.configuration_set == "news");
    CHECK(header.tags == std::vector<std::pair<std::string, std::string>>{{"a", "1"}, {"b", "2"}});
    CHECK(as_sent(mail, "id", virtual_epoch) ==
          "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\nMessage-ID: <id>\r\nSubject: x\r\n\r\nb");
}

TEST_CASE("a message without a header keeps its text as a body") {
    CHECK(as_sent("just text", "id", virtual_epoch).ends_with("<id>\r\n\r\njust text"));
    CHECK(as_sent("", "id", virtual_epoch).ends_with("<id>\r\n\r\n"));
    CHECK(as_sent("A: b", "id", virtual_epoch).ends_with("A: b\r\n\r\n"));
}

TEST_CASE("bytes of the body stay as they are") {
    const std::string body = "a\nb\r\rc\x00\xff\r\n.\r\n";
    CHECK(as_sent("A: b\n\n" + body, "id", virtual_epoch).ends_with("A: b\n\r\n" + body));
}
