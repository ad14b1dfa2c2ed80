#include "smtp/chunk_reader.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::smtp;

TEST_CASE("BDAT has a number, and LAST for the last") {
    CHECK(parse_chunk("100")->octets == 100);
    CHECK_FALSE(parse_chunk("100")->last);
    CHECK(parse_chunk("0 last")->last);
    for (const auto* bad : {"", "LAST", "-1", "1x", "1 FIRST", "1 LAST x", "0x1", "1  LAST"})
        CHECK_FALSE(parse_chunk(bad));
}

TEST_CASE("a chunk is so many octets, whatever they are") {
    chunk_reader reader;
    text_sink sink;
    sink.start(100, true);
    reader.start(8);
    std::string_view first{"a\r\n.\r"};
    CHECK_FALSE(reader.read(first, &sink));
    CHECK(first.empty());
    std::string_view second{"\nbcNOOP"};
    CHECK(reader.read(second, &sink));
    CHECK(second == "NOOP");
    CHECK(sink.take() == "a\r\n.\r\nbc");
}

TEST_CASE("octets of a refused chunk go nowhere") {
    chunk_reader reader;
    reader.start(3);
    std::string_view input{"abcd"};
    CHECK(reader.read(input, nullptr));
    CHECK(input == "d");
}
