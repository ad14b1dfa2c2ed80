#include "mailbox/quick_look.hpp"

#include <memory>

#include <catch2/catch.hpp>

#include "mailbox/search_query.hpp"
#include "mailbox/search_subject.hpp"

using namespace sendlab::mailbox;

namespace {

message kept(std::string raw) {
    message m;
    m.from = "sender@envelope.example";
    m.recipients = {"hidden@envelope.example"};
    m.raw = std::make_shared<const std::string>(std::move(raw));
    return m;
}

const std::vector<std::string> mails{
    "",
    "no header at all",
    "Subject: Hello World\r\nTo: Ann <ann@example.com>\r\n\r\nplain body\r\n",
    "Subject: Hel\r\n lo folded\r\n\r\n",
    "To: a (comment) @ example.com\r\nSubject: x\\y \"quo\\ted\"\r\n\r\n",
    "To: \"An\\n B\" <ann@example.com>\r\n\r\nx",
    "Subject: hel\rlo\r\nTo: he(comment)llo@example.com\r\n\r\nhel\rlo\r\n",
    "Subject: =?utf-8?B?SGVsbG8=?=\r\n\r\nx",
    "Subject: =?utf-8?Q?H=65llo?=\r\n\r\nx",
    "Content-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n",
    "Content-Transfer-Encoding: Quoted-Printable\r\n\r\nhel=\r\nlo\r\n",
    "Content-Transfer-Encoding: 7BIT\r\n\r\nhello\r\n",
    "Content-Type: text/html\r\n\r\nhe<b>ll</b>o &#104;ello\r\n",
    "Content-Type: text/plain; charset=utf-16\r\n\r\nh\0e\0l\0l\0o\0",
    "Content-Type: text/plain; charset=UTF-7\r\n\r\n+AGgAZQBsAGwAbw-\r\n",
    "Content-Type: text/plain; charset=\"us-ascii\"\r\n\r\nHELLO\r\n",
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: "
    "base64\r\n\r\naGVsbG8=\r\n--b--\r\n",
    "Content-Disposition: attachment; filename*0=hel; filename*1=lo.txt\r\n\r\nx",
    "Content-Disposition: attachment; filename=hello.txt\r\n\r\nx",
    "Subject: gr\xc3\xbc\xc3\x9f"
    "e \xe2\x84\xaa"
    "elvin\r\n\r\nx",
};

const std::vector<std::string> terms{"hello",  "hel",   "lo",      "ann",        "a@example", "ann <ann",
                                     "<ann@",  "world", "plain",   "hidden",     "sender",    "hello.txt",
                                     "quoted", "an",    "kelvin",  "gr\xc3\xbc", "lo folded", "example.com",
                                     "x",      "y",     "subject", "zzz",        "!",         ""};

} // namespace

TEST_CASE("what a quick look rules out, taking the message apart does not find either") {
    using what = search_query::what;
    std::size_t ruled_out = 0;
    for (const auto& raw : mails)
        for (const auto& term : terms) {
            const auto m = kept(raw);
            search_subject subject{m};
            INFO(raw << " / " << term);
            if (rules_out(m, term, looked_into::everything)) {
                ++ruled_out;
                CHECK(subject.text_of(what::text).find(term) == std::string::npos);
            }
            if (rules_out(m, term, looked_into::header))
                for (const auto kind :
                     {what::from, what::to, what::cc, what::bcc, what::addressed, what::subject})
                    CHECK(subject.text_of(kind).find(term) == std::string::npos);
        }
    CHECK(ruled_out > 80); // or nothing was tested
}

TEST_CASE("plain mail that lacks a word is ruled out, in any case of letters") {
    const auto m = kept(mails[2]);
    CHECK(rules_out(m, "zzz", looked_into::everything));
    CHECK_FALSE(rules_out(m, "zzz@example.com", looked_into::everything)); // its longest run is there
    CHECK_FALSE(rules_out(m, "world", looked_into::header));
    CHECK(rules_out(m, "body", looked_into::header));
    CHECK_FALSE(rules_out(m, "body", looked_into::everything));
}

TEST_CASE("HTML is looked through as its reader sees it") {
    const auto m = kept("Content-Type: text/html\r\n\r\n<p class=zzz>he<b>ll</b>o &#119;orld</p>\r\n");
    CHECK_FALSE(rules_out(m, "hello", looked_into::everything));
    CHECK_FALSE(rules_out(m, "world", looked_into::everything));
    CHECK(rules_out(m, "yyy", looked_into::everything));
}

TEST_CASE("encoded text, and mail that was not kept, is never ruled out") {
    for (const std::string header : {"Subject: =?utf-8?Q?H=65llo?=", "Subject: hel\rlo"}) {
        CHECK_FALSE(rules_out(kept(header + "\r\n\r\nx"), "zzz", looked_into::everything));
        CHECK_FALSE(rules_out(kept(header + "\r\n\r\nx"), "zzz", looked_into::header));
    }
    const auto body = kept("Content-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n");
    CHECK_FALSE(rules_out(body, "zzz", looked_into::everything));
    CHECK(rules_out(body, "zzz", looked_into::header));
    CHECK_FALSE(rules_out(message{}, "zzz", looked_into::header));
}
