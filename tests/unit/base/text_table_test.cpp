#include "base/text_table.hpp"

#include <catch2/catch.hpp>

using sendlab::display_width;
using sendlab::text_table;

namespace {

text_table latencies() {
    text_table table{{{"latency", text_table::align::left}, {"p50"}, {"max"}}};
    table.add_row({"delivery", "1.2 s", "10 s"});
    table.add_row({"µ", "9"});
    return table;
}

} // namespace

TEST_CASE("a table aligns its columns and leaves no spaces at the end of a line") {
    CHECK(latencies().plain() == "latency     p50   max\n"
                                 "delivery  1.2 s  10 s\n"
                                 "µ             9\n");
}

TEST_CASE("every line of a table can be indented") {
    text_table table{{{"", text_table::align::left}, {""}}};
    table.add_row({"files", "20"});
    CHECK(table.plain(2) == "  files  20\n");
}

TEST_CASE("width is counted in code points") {
    CHECK(display_width("") == 0);
    CHECK(display_width("abc") == 3);
    CHECK(display_width("µ€😀") == 3);
}

TEST_CASE("a table without rows is its header") {
    text_table table{{{"a", text_table::align::left}, {"b"}}};
    CHECK(table.empty());
    CHECK(table.plain() == "a  b\n");
}

TEST_CASE("a table leaves out what is dispensable until it fits") {
    const auto fitted = [](std::size_t width) {
        text_table table{{{"a"}, {"bb"}, {"ccc"}, {"dddd"}}};
        table.add_row({"1", "2", "3", "4"});
        table.fit(width, {2, 0, 1});
        return table.plain();
    };
    CHECK(fitted(16) == "a  bb  ccc  dddd\n1   2    3     4\n");
    CHECK(fitted(15) == "a  bb  dddd\n1   2     4\n");
    CHECK(fitted(10) == "bb  dddd\n 2     4\n");
    CHECK(fitted(0) == "dddd\n   4\n");
}

TEST_CASE("a table can be written as Markdown") {
    CHECK(latencies().markdown() == "| latency | p50 | max |\n"
                                    "| --- | ---: | ---: |\n"
                                    "| delivery | 1.2 s | 10 s |\n"
                                    "| µ | 9 |  |\n");
    text_table table{{{"a", text_table::align::left}}};
    table.add_row({"x|y\nz"});
    CHECK(table.markdown() == "| a |\n| --- |\n| x\\|y z |\n");
}
