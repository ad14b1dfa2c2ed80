#include "smtp/reply.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::smtp;

namespace {

std::string written(const reply& what, bool with_status = true) {
    std::string out;
    append_reply(out, what, with_status);
    return out;
}

} // namespace

TEST_CASE("a reply has code, status and text") {
    CHECK(written({250, "2.1.5", "Ok"}) == "250 2.1.5 Ok\r\n");
    CHECK(written({250, "2.1.5", "Ok"}, false) == "250 Ok\r\n");
    CHECK(written({354, "", "Go on"}) == "354 Go on\r\n");
}

TEST_CASE("each line of a reply has the code and the status") {
    CHECK(written({214, "2.0.0", "a\nb\nc"}) == "214-2.0.0 a\r\n214-2.0.0 b\r\n214 2.0.0 c\r\n");
}

TEST_CASE("a text never begins a reply of its own") {
    CHECK(written({451, "", "a\r\n250 Ok"}) == "451-a \r\n451 250 Ok\r\n");
    CHECK(written({451, "", std::string_view{"a\0\tb\x7f", 5}}) == "451 a  b \r\n");
}
