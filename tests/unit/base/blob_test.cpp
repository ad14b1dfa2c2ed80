#include "base/blob.hpp"

#include <array>

#include <catch2/catch.hpp>

using namespace sendlab;

TEST_CASE("a blob gives what stands at an offset, and nothing past its end") {
    const memory_blob bytes{"0123456789"};
    std::array<char, 4> some{};
    CHECK(bytes.read(3, some) == 4);
    CHECK(std::string_view{some.data(), 4} == "3456");
    CHECK(bytes.read(8, some) == 2);
    CHECK(bytes.read(10, some) == 0);
    CHECK(bytes.read(11, some) == 0);
}

TEST_CASE("what was written is what is read") {
    memory_blob_writer writer;
    writer.append("ab");
    writer.append("");
    writer.append("cd");
    const auto bytes = writer.finish();
    CHECK(bytes->size() == 4);
    CHECK(to_string(*bytes) == "abcd");
}
