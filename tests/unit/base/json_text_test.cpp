#include "base/json_text.hpp"

#include <limits>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <rapidcheck/catch.h>

using namespace sendlab;
using namespace std::string_view_literals;

namespace {

std::string as_json(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

template<class Number>
std::string number(Number value) {
    std::string out;
    append_json_number(out, value);
    return out;
}

std::string as_fixed(double value, int decimals) {
    std::string out;
    append_json_fixed(out, value, decimals);
    return out;
}

constexpr double unbounded = std::numeric_limits<double>::infinity();

} // namespace

TEST_CASE("strings are quoted and escaped") {
    CHECK(as_json("") == R"("")");
    CHECK(as_json("plain text") == R"("plain text")");
    CHECK(as_json("a\"b\\c/d") == R"("a\"b\\c/d")");
    CHECK(as_json("\b\f\n\r\t") == R"("\b\f\n\r\t")");
    CHECK(as_json("\0\x01\x1f\x7f"sv) == R"("\u0000\u0001\u001f\u007f")");
    CHECK(as_json("µ € 😀") == "\"µ € 😀\"");
}

TEST_CASE("a byte that needs an escape gets it wherever it stands") {
    const std::string plain = "0123456789abcdefghi";
    for (int c = 0; c < 0x80; ++c) {
        for (std::size_t at = 0; at < plain.size(); ++at) {
            auto text = plain;
            text[at] = static_cast<char>(c);
            REQUIRE(nlohmann::json::parse(as_json(text)) == text);
        }
    }
}

TEST_CASE("text is appended to what is there") {
    std::string out = "{";
    append_json_string(out, "n");
    out += ':';
    append_json_number(out, 7);
    CHECK(out == R"({"n":7)");
}

TEST_CASE("invalid UTF-8 becomes one replacement character for each maximal part") {
    const std::string r = "\xef\xbf\xbd";
    CHECK(as_json("\xff") == '"' + r + '"');
    CHECK(as_json("a\x80z") == "\"a" + r + "z\"");
    CHECK(as_json("\xc3") == '"' + r + '"');                         // cut off
    CHECK(as_json("\xe2\x82") == '"' + r + '"');                     // cut off
    CHECK(as_json("\xf0\x9f\x98z") == '"' + r + "z\"");              // cut off, then more
    CHECK(as_json("\xc0\xaf") == '"' + r + r + '"');                 // overlong
    CHECK(as_json("\xe0\x80\xaf") == '"' + r + r + r + '"');         // overlong
    CHECK(as_json("\xed\xa0\x80") == '"' + r + r + r + '"');         // surrogate
    CHECK(as_json("\xf4\x90\x80\x80") == '"' + r + r + r + r + '"'); // above U+10FFFF
    CHECK(as_json("\xf4\x8f\xbf\xbf") == "\"\xf4\x8f\xbf\xbf\"");    // U+10FFFF itself
    CHECK(as_json("\xed\x9f\xbf\xee\x80\x80") == "\"\xed\x9f\xbf\xee\x80\x80\"");
    // The Unicode Standard, table 3-8
    CHECK(as_json("\x61\xf1\x80\x80\xe1\x80\xc2\x62\x80\x63\x80\xbf\x64") ==
          "\"a" + r + r + r + "b" + r + "c" + r + r + "d\"");
}

TEST_CASE("any bytes become JSON that a strict parser reads back") {
    rc::prop("bytes", [](const std::string& bytes) {
        const auto parsed = nlohmann::json::parse(as_json(bytes)).get<std::string>();
        const auto replaced = nlohmann::json::parse(
            nlohmann::json(bytes).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
        RC_ASSERT(parsed == replaced.get<std::string>());
    });
}

TEST_CASE("integers of every type are written in full") {
    CHECK(number(0) == "0");
    CHECK(number(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(number(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    CHECK(number(std::uint8_t{200}) == "200");
    CHECK(number(short{-3}) == "-3");
    CHECK(number(1ULL) == "1");
    CHECK(number(-1LL) == "-1");
}

TEST_CASE("doubles are the shortest text that reads back") {
    CHECK(number(0.1) == "0.1");
    CHECK(number(1e22) == "1e+22");
    CHECK(number(3.0) == "3");
    CHECK(number(-0.0) == "-0");
    CHECK(number(unbounded) == "null");
    CHECK(number(std::numeric_limits<double>::quiet_NaN()) == "null");
    rc::prop("any double",
             [](double value) { RC_ASSERT(nlohmann::json::parse(number(value)).get<double>() == value); });
}

TEST_CASE("fixed-point numbers keep their digits") {
    CHECK(as_fixed(1.005, 3) == "1.005");
    CHECK(as_fixed(2, 2) == "2.00");
    CHECK(as_fixed(-0.5, 0) == "-0");
    CHECK(as_fixed(1e300, 2).size() == 304);
    CHECK(as_fixed(-unbounded, 2) == "null");
}
