#include "mailbox/encoded_word.hpp"

#include <algorithm>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "unit/mailbox/mime_reading.hpp"

using namespace sendlab;
using mailbox::append_encoded_words;

namespace {

std::string words(std::string_view text, std::size_t column = 9) {
    std::string out;
    append_encoded_words(out, text, column);
    return out;
}

/// The lines of a field, the first of which begins at `column`, put together again.
std::string read(std::string_view encoded, std::size_t column) {
    std::string unfolded;
    const auto text = std::string{encoded} + "\r\n";
    for (const auto line : test::lines_of(text)) {
        REQUIRE(column + line.size() <= 76);
        column = 0;
        unfolded += line;
    }
    const auto blanks =
        std::min(unfolded.find_first_not_of(' '), unfolded.size()); // where a fold comes first
    return test::decode_words(unfolded.substr(blanks));
}

} // namespace

TEST_CASE("mostly ASCII text is encoded in Q") {
    CHECK(words("Caf\xc3\xa9 au lait") == "=?utf-8?Q?Caf=C3=A9_au_lait?=");
    CHECK(words("a_b?c=d\xc3\xa9 and more text") == "=?utf-8?Q?a=5Fb=3Fc=3Dd=C3=A9_and_more_text?=");
}

TEST_CASE("text that is mostly beyond ASCII is encoded in B") {
    CHECK(words("\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82") == "=?utf-8?B?0J/RgNC40LLQtdGC?=");
}

TEST_CASE("nothing to encode is nothing") {
    CHECK(words("").empty());
}

TEST_CASE("no character is cut in two") {
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += "\xf0\x9f\x93\xa7";
    const auto out = words(text);
    for (auto rest = std::string_view{out}; !rest.empty();) {
        const auto end = rest.find("\r\n ");
        const auto word = test::decode_words(rest.substr(0, end));
        CHECK(word.size() % 4 == 0);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 3);
    }
    CHECK(read(out, 9) == text);
}

TEST_CASE("a line that is nearly full goes on in the next") {
    const auto out = words("\xc3\xa9t\xc3\xa9", 70);
    CHECK(out.starts_with("\r\n "));
    CHECK(words("\xc3\xa9", 1000).starts_with("\r\n "));
}

TEST_CASE("whatever the text and the column, a reader gets it back from lines of at most 76 characters") {
    rc::prop("encoded words", [](const std::string& text, std::uint8_t byte) {
        const auto column = static_cast<std::size_t>(byte % 76);
        RC_ASSERT(read(words(text, column), column) == text);
    });
}
