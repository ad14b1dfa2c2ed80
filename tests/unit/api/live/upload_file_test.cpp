#include "api/live/upload_file.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using sendlab::api::live::emails_in;

namespace {

std::uint32_t count(std::string text) {
    return emails_in(memory_blob{std::move(text)});
}

} // namespace

TEST_CASE("the e-mails of an upload file are counted, whatever stands in them") {
    CHECK(count(R"({"meta": {"from": "a"}, "emails": [{"to": ["a", "b"]}, {"emails": [1, 2]}]})") == 2);
    CHECK(count(R"({"emails": [1, "x", null, [1, 2], {}], "after": [1, 2]})") == 5);
    CHECK(count(R"({"meta": {"emails": [1]}, "emails": []})") == 0);
}

TEST_CASE("what is no upload file has none") {
    for (const char* text :
         {"", "{", "[]", "[[1]]", R"({"emails": 3})", R"({"emails": [1)", "null", "PK\x03\x04"})
        CHECK(count(text) == 0);
    CHECK(count(std::string(100'000, '[')) == 0);
    CHECK(count(R"({"emails": [)" + std::string(9'000'000, ' ') + "1]}") == 0);
}
