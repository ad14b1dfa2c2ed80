#include "report/page.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::report;
using strings = std::vector<std::string>;

TEST_CASE("text is broken between words") {
    CHECK(wrapped("one two three", 7) == strings{"one two", "three"});
    CHECK(wrapped("one two three", 7, 2) == strings{"one two", "  three"});
    CHECK(wrapped("", 7) == strings{""});
    CHECK(wrapped("   ", 7) == strings{"   "});
}

TEST_CASE("lines that follow keep the margin of the first") {
    CHECK(wrapped("  one two three", 9, 2) == strings{"  one two", "    three"});
}

TEST_CASE("spaces inside a line stay, so that columns stay aligned") {
    CHECK(wrapped("a    b     c", 20) == strings{"a    b     c"});
}

TEST_CASE("a word that is longer than the line stands alone") {
    CHECK(wrapped("a wonderful b", 5) == strings{"a", "wonderful", "b"});
}

TEST_CASE("long names are shortened in their middle, between characters") {
    CHECK(shortened("short", 10) == "short");
    CHECK(shortened("abcdefghijkl", 9) == "abc...jkl");
    CHECK(shortened("äöüäöüäöüäöü", 9) == "äöü...äöü");
}

TEST_CASE("a label stands beside its first line only") {
    page out{text_style::plain};
    out.section("Cost", {"one", "two"});
    out.section("Nothing", {});
    CHECK(std::move(out).text() == "Cost        one\n            two\n");
}

TEST_CASE("colours are written only where they are asked for") {
    page plain{text_style::plain};
    plain.line({"lost", tone::bad});
    CHECK(std::move(plain).text() == "lost\n");
    page coloured{text_style::colour};
    coloured.line({"lost", tone::bad});
    CHECK(std::move(coloured).text() == "\x1b[31mlost\x1b[0m\n");
}

TEST_CASE("names cannot bring terminal codes of their own") {
    page out{text_style::plain};
    out.line("a\x1b[2Jb\x7f");
    CHECK(std::move(out).text() == "a?[2Jb?\n");
}
