#include "planner/chart.hpp"

#include <catch2/catch.hpp>

#include "base/text_table.hpp"
#include "sample_plan.hpp"

using namespace sendlab;
using namespace sendlab::planner;

TEST_CASE("a chart in plain characters") {
    CHECK(chart(article_plan(), glyphs::ascii, 72) ==
          R"(      1 +                                           o                  o
        |                                        |
    0.1 +                                        o
        |
   0.01 +
        |                                      o
   1e-3 +
        |                                    o
 target +-----------------------------------|o--------------------------
        ||                  |       |    |  o
   1e-5 +v                  v       v    v  |
        +---------------------------------------------------------------
         1                  5      10     [20]  30 40                200
)");
}

TEST_CASE("a chart in the characters of a UTF-8 terminal has the same shape") {
    const auto ascii = chart(article_plan(), glyphs::ascii, 100);
    const auto drawn = chart(article_plan(), glyphs::unicode, 100);
    CHECK(display_width(drawn) == ascii.size());
    CHECK(drawn.find("●") != std::string::npos);
    CHECK(drawn.find('|') == std::string::npos);
}

TEST_CASE("a chart of one value, of none, and of a target that nothing comes near") {
    CHECK(chart(plan_of({}), glyphs::ascii, 72).empty());
    CHECK(chart(plan_of({{25, 5, 100}}), glyphs::ascii, 40).find("[") == std::string::npos);
    CHECK(chart(plan_of({{25, 0, 100}}, 25, 1e-30), glyphs::ascii, 40).find("target") != std::string::npos);
    CHECK(chart(plan_of({{25, 100, 100}}, 25, 1), glyphs::ascii, 40).find("target") != std::string::npos);
}

TEST_CASE("no line of a chart is wider than asked, however many values there are") {
    std::vector<sample> all;
    for (std::uint32_t n = 1; n <= 500; ++n)
        all.push_back({n, n > 100 ? 1'000U : 0U, 1'000});
    const auto text = chart(plan_of(all), glyphs::ascii, 60);
    for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1)
        REQUIRE(text.find('\n', begin) - begin <= 60);
}
