#include "s3/blob_parts.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::s3;

namespace {

blob_ptr of(std::string text) {
    return std::make_shared<const memory_blob>(std::move(text));
}

std::string read(const blob& from, std::uint64_t offset, std::size_t size) {
    std::string into(size, '?');
    into.resize(from.read(offset, into));
    return into;
}

} // namespace

TEST_CASE("blobs in a row read as one, wherever one begins") {
    const joined_blob all{{of("abc"), of(""), of("de"), of("fghi")}};
    const std::string whole = "abcdefghi";
    CHECK(all.size() == 9);
    CHECK_FALSE(all.in_memory());
    CHECK(to_string(all) == whole);
    for (std::size_t offset = 0; offset <= whole.size() + 1; ++offset)
        for (std::size_t size = 0; size <= whole.size() + 1; ++size)
            CHECK(read(all, offset, size) == (offset < whole.size() ? whole.substr(offset, size) : ""));
}

TEST_CASE("a single part is in memory as itself, and none is empty") {
    CHECK(joined_blob{{of("abc")}}.in_memory() == "abc");
    const joined_blob none{{}};
    CHECK(none.size() == 0);
    CHECK(to_string(none).empty());
}

TEST_CASE("a slice reads nothing outside itself") {
    const blob_slice slice{of("0123456789"), 2, 5};
    CHECK(slice.size() == 5);
    CHECK(slice.in_memory() == "23456");
    CHECK(read(slice, 0, 100) == "23456");
    CHECK(read(slice, 3, 100) == "56");
    CHECK(read(slice, 1, 2) == "34");
    CHECK(read(slice, 5, 1).empty());
    const blob_slice of_many{std::make_shared<const joined_blob>(std::vector{of("abc"), of("def")}), 1, 4};
    CHECK(to_string(of_many) == "bcde");
    CHECK_FALSE(of_many.in_memory());
}
