#include "mailbox/message_name.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::mailbox;

TEST_CASE("a name has 22 letters and digits, sorts as the number does, and is read back") {
    CHECK(message_name(1) == "0000000000000000000001");
    CHECK(message_name(61) == "000000000000000000000z");
    CHECK(message_name(62) == "0000000000000000000010");
    std::string last;
    for (const std::uint64_t id : {0UL, 9UL, 10UL, 61UL, 62UL, 3844UL, 1UL << 40, UINT64_MAX}) {
        const auto name = message_name(id);
        CHECK(name.size() == 22);
        CHECK(last < name);
        CHECK(message_number(name) == id);
        last = name;
    }
}

TEST_CASE("a decimal number is a name too") {
    CHECK(message_number("42") == 42);
    CHECK_FALSE(message_number(""));
    CHECK_FALSE(message_number("4 2"));
    CHECK_FALSE(message_number("-1"));
    CHECK_FALSE(message_number("99999999999999999999"));
}

TEST_CASE("what is no name has no number") {
    CHECK_FALSE(message_number("latest"));
    CHECK_FALSE(message_number("00000000000000000000_1"));
    CHECK_FALSE(message_number("zzzzzzzzzzzzzzzzzzzzzz"));
    CHECK_FALSE(message_number("AAAAAAAAAAAAAAAAAAAAAAA"));
}
