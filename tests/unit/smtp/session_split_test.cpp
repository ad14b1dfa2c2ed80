// However the octets of a client are cut into pieces, replies and messages are the same.
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>
#include <rapidcheck/catch.h>

#include "support/smtp_dialogue.hpp"

using namespace sendlab;
using sendlab::support::smtp_dialogue;

namespace {

struct outcome {
    std::string replies;
    std::vector<std::string> texts;
    bool closed = false;

    friend bool operator==(const outcome&, const outcome&) = default;
};

template<class Cut>
outcome outcome_of(std::string_view octets, Cut next_piece) {
    smtp_dialogue talk;
    outcome made;
    while (!octets.empty()) {
        const auto size = std::min<std::size_t>(octets.size(), next_piece());
        made.replies += talk.say(octets.substr(0, size));
        octets.remove_prefix(size);
    }
    for (const auto& message : talk.mailbox)
        made.texts.push_back(message.envelope.from + "|" + message.text);
    made.closed = talk.closed;
    return made;
}

/// Commands, texts and rubbish in any order. (Not STARTTLS: what comes with it in one piece is thrown away.)
std::string any_input() {
    static const std::vector<std::string> pieces{"EHLO x\r\n",
                                                 "HELO x\r\n",
                                                 "MAIL FROM:<a@b.example>\r\n",
                                                 "MAIL FROM:<> SIZE=10 BODY=8BITMIME\r\n",
                                                 "RCPT TO:<c@d.example>\r\n",
                                                 "DATA\r\n",
                                                 "text\r\n..\r\n.x\r\n",
                                                 "\r\n.\r\n",
                                                 ".\r\n",
                                                 "\n.\n",
                                                 "\r",
                                                 "\n",
                                                 ".",
                                                 "BDAT 5\r\n",
                                                 "BDAT 3 LAST\r\n",
                                                 "BDAT 0 LAST\r\n",
                                                 "abc",
                                                 "AUTH LOGIN\r\n",
                                                 "AUTH PLAIN\r\n",
                                                 "dXNlcg==\r\n",
                                                 "*\r\n",
                                                 "NOOP\r\n",
                                                 "NOOP\n",
                                                 "RSET\r\n",
                                                 "FOO\r\n",
                                                 "QUIT\r\n",
                                                 std::string(600, 'y') + "\r\n",
                                                 std::string(1, '\0')};
    std::string input = "EHLO x\r\n";
    for (const auto index :
         *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, pieces.size())))
        input += pieces[index];
    return input;
}

} // namespace

TEST_CASE("a dialogue is the same when it is cut at any one place") {
    const std::string octets =
        "EHLO x\r\nAUTH LOGIN\r\ndXNlcg==\r\nc2VjcmV0\r\nMAIL FROM:<a@b.example> SIZE=20\r\n"
        "RCPT TO:<c@d.example>\r\nDATA\r\n..a\r\n.b\nc\r\n...\r\n.\r\nFOO\r\nMAIL FROM:<a@b.example>\r\n"
        "RCPT TO:<c@d.example>\r\nDATA\r\n\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<c@d.example>\r\nBDAT "
        "6\r\n\r\n.\r\nx"
        "BDAT 2 LAST\r\nyzNO\rOP\r\nQUIT\r\n";
    const auto whole = outcome_of(octets, [] { return std::size_t{10'000}; });
    CHECK(whole.texts == std::vector<std::string>{"a@b.example|\r\n", "|\r\n.\r\nxyz"});
    for (std::size_t at = 1; at < octets.size(); ++at)
        CHECK(outcome_of(octets, [=, first = true]() mutable {
                  return std::exchange(first, false) ? at : 10'000;
              }) == whole);
    CHECK(outcome_of(octets, [] { return std::size_t{1}; }) == whole);
}

TEST_CASE("any input is understood in the same way, whatever pieces it comes in") {
    rc::prop("pieces do not matter", [] {
        const auto octets = any_input();
        const auto whole = outcome_of(octets, [] { return std::size_t{1'000'000}; });
        RC_ASSERT(outcome_of(octets, [] { return *rc::gen::inRange<std::size_t>(1, 40); }) == whole);
        RC_ASSERT(outcome_of(octets, [] { return std::size_t{1}; }) == whole);
    });
}
