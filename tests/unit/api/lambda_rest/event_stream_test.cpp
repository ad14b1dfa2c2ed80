#include <catch2/catch.hpp>

#include "api/lambda_rest/event_stream.hpp"

using sendlab::api::lambda_api::event_stream_message;

namespace {

std::string hex(const std::string& bytes) {
    constexpr const char* digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

} // namespace

TEST_CASE("messages of the event stream are those of AWS's test vectors") {
    CHECK(hex(event_stream_message({}, "")) == "000000100000000005c248eb7d98c8ff");
    CHECK(hex(event_stream_message({}, R"({'foo':'bar'})")) ==
          "0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936");
}

TEST_CASE("headers stand between the lengths and the payload") {
    const auto message = event_stream_message({{"a", "xy"}}, "p");
    CHECK(message.size() == 16 + 7 + 1);
    CHECK(hex(message).substr(0, 16) == "0000001800000007");
    CHECK(message.substr(12, 7) == std::string("\x01"
                                               "a\x07\x00\x02xy",
                                               7));
    CHECK(message[19] == 'p');
}
