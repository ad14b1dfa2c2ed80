#include "mailbox/transfer_encoding.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "unit/mailbox/mime_reading.hpp"

using namespace sendlab::mailbox;
using sendlab::test::decode_base64;
using sendlab::test::decode_quoted_printable;
using sendlab::test::lines_of;

namespace {

std::string encoded(std::string_view text, transfer_encoding encoding) {
    std::string out;
    append_text(out, text, encoding);
    return out;
}

std::string quoted(std::string_view text) {
    return encoded(text, transfer_encoding::quoted_printable);
}

std::string plain(std::string_view text) {
    return encoded(text, transfer_encoding::seven_bit);
}

} // namespace

TEST_CASE("ASCII in lines of at most 998 octets needs no encoding") {
    CHECK(encoding_for("") == transfer_encoding::seven_bit);
    CHECK(encoding_for("Hello\r\n") == transfer_encoding::seven_bit);
    CHECK(encoding_for(std::string(998, 'x') + "\n" + std::string(998, 'x')) == transfer_encoding::seven_bit);
    CHECK(encoding_for(std::string(998, 'x') + "\r" + std::string(998, 'x')) == transfer_encoding::seven_bit);
}

TEST_CASE("longer lines, bytes beyond ASCII and NUL need quoted-printable") {
    CHECK(encoding_for(std::string(999, 'x')) == transfer_encoding::quoted_printable);
    CHECK(encoding_for("Gr\xc3\xbc\xc3\x9f"
                       "e aus K\xc3\xb6ln und Umgebung, bis bald dann wieder") ==
          transfer_encoding::quoted_printable);
    CHECK(encoding_for(std::string(20, 'x') + '\0') == transfer_encoding::quoted_printable);
}

TEST_CASE("a byte beyond ASCII is found wherever it stands") {
    for (std::size_t at = 0; at < 40; ++at) {
        std::string text(40, 'x');
        text[at] = '\xe9';
        CHECK(encoding_for(text) == transfer_encoding::quoted_printable);
    }
}

TEST_CASE("text that is mostly not ASCII is shorter in base64") {
    CHECK(encoding_for("\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82") == transfer_encoding::base64);
    CHECK(encoding_for(std::string(5, 'x') + '\xe9') == transfer_encoding::quoted_printable);
    CHECK(encoding_for(std::string(4, 'x') + '\xe9') == transfer_encoding::base64);
}

TEST_CASE("all line ends become CRLF, and the last line has one") {
    CHECK(plain("a\nb\r\nc\rd") == "a\r\nb\r\nc\r\nd\r\n");
    CHECK(plain("a\r\n") == "a\r\n");
    CHECK(plain("a\n\n\nb") == "a\r\n\r\n\r\nb\r\n");
    CHECK(plain("a\r\r\nb") == "a\r\n\r\nb\r\n");
    CHECK(plain("\r\n\n\r") == "\r\n\r\n\r\n");
    CHECK(plain("a\r") == "a\r\n");
    CHECK(plain("").empty());
}

TEST_CASE("quoted-printable leaves printable ASCII and quotes the rest") {
    CHECK(quoted("a=b") == "a=3Db\r\n");
    CHECK(quoted("\xc3\xa9~\x7f!") == "=C3=A9~=7F!\r\n");
    CHECK(quoted(std::string_view{"a\0b", 3}) == "a=00b\r\n");
    CHECK(quoted("a\tb c") == "a\tb c\r\n");
}

TEST_CASE("a blank at the end of a line is quoted, so that no server can strip it") {
    CHECK(quoted("a \nb\t\n ") == "a=20\r\nb=09\r\n=20\r\n");
    CHECK(quoted("  ") == " =20\r\n");
}

TEST_CASE("quoted-printable lines end with a soft line break before they are too long") {
    CHECK(quoted(std::string(75, 'x')) == std::string(75, 'x') + "\r\n");
    CHECK(quoted(std::string(76, 'x')) == std::string(75, 'x') + "=\r\nx\r\n");
    CHECK(quoted(std::string(72, 'x') + "=") == std::string(72, 'x') + "=3D\r\n");
    CHECK(quoted(std::string(73, 'x') + "=") == std::string(73, 'x') + "=\r\n=3D\r\n");
    CHECK(quoted(std::string(75, 'x') + " ") == std::string(75, 'x') + "=\r\n=20\r\n");
}

TEST_CASE("base64 has lines of 76 characters") {
    std::string out;
    append_base64_lines(out, std::string(58, 'x'));
    const auto lines = lines_of(out);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].size() == 76);
    CHECK(lines[1] == "eA==");
}

TEST_CASE("base64 of the test vectors of RFC 4648") {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : vectors) {
        std::string out = "before";
        append_base64(out, bytes);
        CHECK(out == std::string{"before"} + text);
    }
}

TEST_CASE("base64 of text has canonical line ends") {
    CHECK(decode_base64(encoded("\xd0\x9f\n\xd0\x9f", transfer_encoding::base64)) ==
          "\xd0\x9f\r\n\xd0\x9f\r\n");
}

TEST_CASE("encodings have the names of RFC 2045") {
    CHECK(to_string(transfer_encoding::seven_bit) == "7bit");
    CHECK(to_string(transfer_encoding::eight_bit) == "8bit");
    CHECK(to_string(transfer_encoding::quoted_printable) == "quoted-printable");
    CHECK(to_string(transfer_encoding::base64) == "base64");
}

TEST_CASE("whatever the text, a reader gets it back, in lines of the length allowed") {
    rc::prop("quoted-printable", [](const std::string& text) {
        const auto out = quoted(text);
        for (const auto line : lines_of(out))
            RC_ASSERT(line.size() <= 76U);
        RC_ASSERT(decode_quoted_printable(out) == plain(text));
    });
    rc::prop("base64", [](const std::string& bytes) {
        std::string out;
        append_base64_lines(out, bytes);
        for (const auto line : lines_of(out))
            RC_ASSERT(line.size() <= 76U);
        RC_ASSERT(decode_base64(out) == bytes);
    });
    rc::prop("quoted-printable of long texts", [](std::uint8_t seed) {
        std::string text;
        std::uint32_t state = seed;
        for (int i = 0; i < 2000; ++i) {
            state = state * 1664525 + 1013904223;
            text += "ab= \t\n\r\xc3\xa9xyz0123"[state >> 28];
        }
        for (const auto line : lines_of(quoted(text)))
            RC_ASSERT(line.size() <= 76U);
        RC_ASSERT(decode_quoted_printable(quoted(text)) == plain(text));
    });
}
