#include "planner/plan_text.hpp"

#include <catch2/catch.hpp>

#include "base/text_table.hpp"
#include "sample_plan.hpp"

using namespace sendlab;
using namespace sendlab::planner;

namespace {

std::size_t widest_line(const std::string& text) {
    std::size_t widest = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = text.find('\n', begin);
        widest = std::max(widest, display_width(std::string_view{text}.substr(begin, end - begin)));
        begin = end + 1;
    }
    return widest;
}

bool says(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

} // namespace

TEST_CASE("a plan on a terminal") {
    CHECK(plan_text(article_plan(), glyphs::ascii) == R"(followers-burst

   N    files   times     95 % interval    dupl.   lost  $ per M  $ per M        attempt  delivery
                  out                      per M  per M      1ms    100ms        p50/p99       p99
   1   90,000       0       0 to 4.1e-5        0      0  $340.00  $343.40      85/117 ms    3.12 s
   5   90,000       0       0 to 4.1e-5        0      0  $148.00  $149.48     425/585 ms    3.12 s
  10   90,000       0       0 to 4.1e-5        0      0  $124.00  $125.24  850 ms/1.17 s    3.12 s
  15  120,000       0       0 to 3.1e-5        0      0  $116.00  $117.16    1.28/1.76 s    3.12 s
> 20  200,000  3.0e-5  1.1e-5 to 6.5e-5       15      0  $112.00  $113.12     1.7/2.34 s    3.12 s
  21  200,000  9.5e-5  5.7e-5 to 1.5e-4     45.2      0  $111.43  $112.54    1.79/2.46 s    3.12 s
  22  130,000  3.2e-4  2.3e-4 to 4.3e-4      158      0  $110.91  $112.02    1.87/2.57 s    3.12 s
* 25   20,000  3.9e-3  3.0e-3 to 4.8e-3    1,850      0  $109.60  $110.70    2.13/2.93 s    3.12 s
  30    2,000    0.17      0.15 to 0.19   85,000      0  $108.00  $109.08    2.55/3.51 s    3.12 s
  40    2,000   0.995  0.9908 to 0.9976  498,000      0  $106.00  $107.06     3.4/4.68 s    3.12 s
and 1 value up to 200 of which most files time out: see --csv
> recommended. * yours. Per M: in a million e-mails. $ per M: per million delivered, attempts billed
in steps of 1ms and 100ms.

      1 +                                                               o                          o
        |                                                          |
    0.1 +                                                          o
        |
   0.01 +
        |                                                       o
   1e-3 +
        |                                                     o
 target +---------------------------------------------------|o--------------------------------------
        ||                          |           |      |    o
   1e-5 +v                          v           v      v    |
        +-------------------------------------------------------------------------------------------
         1                          5          10     15  [20] 25 30   40                        200

Use EMAILS_PER_FILE=20: 95 % sure that at most 1 in 10,000 files times out; 15 duplicates per
million e-mails, none lost; $112 per million. Yours, 25: 1 in 260 files times out (77 of 20,000),
more than 1 in 10,000; 1,850 duplicates per million e-mails, none lost; $110 per million.

The next value, 21, is undecided: P(time-out) lies between 5.7e-5 and 1.5e-4; more --samples would
tell.

Method: P(time-out) is the share of files whose first attempt times out, counted, with
Clopper-Pearson intervals (files do not interact here). N=20: 6 of 200,000 files in 40 runs with
4,000,000 e-mails. Seed 42; all values met the same latencies. Durations are means of the runs'
percentiles.

Not considered: how sure you are of the latencies that the scenario states, and latencies that go
together inside an invocation, which would break this: set ses.correlation (0.1 can make time-outs
ten times as frequent).
)");
}

TEST_CASE("no line of a plan is wider than 100 columns") {
    CHECK(widest_line(plan_text(article_plan(), glyphs::ascii)) <= 100);
    CHECK(widest_line(plan_text(article_plan(), glyphs::unicode)) <= 100);
    auto costly = plan_of({{199, 1'234'567, 2'000'000}, {200, 0, 1'234'567}});
    costly.values[0].counts.lost = 123'456'789;
    CHECK(widest_line(plan_text(costly, glyphs::unicode)) <= 100);
}

TEST_CASE("in a narrow terminal a plan is as narrow, without the columns that matter least") {
    for (const std::size_t columns : {60U, 80U, 96U})
        CHECK(widest_line(plan_text(article_plan(), glyphs::unicode, columns)) <= columns);
    const auto narrow = plan_text(article_plan(), glyphs::ascii, 80);
    CHECK(says(narrow, "95 % interval"));
    CHECK(says(narrow, "attempt"));
    CHECK_FALSE(says(narrow, "100ms\n"));
}

TEST_CASE("values that are asked for are all in the table") {
    auto planned = article_plan();
    CHECK(says(plan_text(planned, glyphs::ascii), "and 1 value up to 200"));
    planned.given_values = true;
    CHECK_FALSE(says(plan_text(planned, glyphs::ascii), "up to 200 of which"));
}

TEST_CASE("where files interact, the plan says why and what the sample is worth") {
    auto planned = article_plan();
    planned.coupled = {observation::busy_period, {"ses.rate: invocations share the send rate"}};
    for (auto& value : planned.values) {
        value.timeout_probability.method = estimator::counted_clustered;
        value.timeout_probability.clusters = 9'000;
        value.timeout_probability.effective_n = 8'500;
    }
    const auto text = plan_text(planned, glyphs::ascii);
    CHECK(says(text, "ses.rate"));
    CHECK(says(text, "9,000 busy periods"));
    CHECK(says(text, "8,500"));
}

TEST_CASE("the caveat about correlation goes away once the scenario has one") {
    auto planned = article_plan();
    CHECK(says(plan_text(planned, glyphs::ascii), "ses.correlation"));
    planned.correlation = 0.1;
    CHECK_FALSE(says(plan_text(planned, glyphs::ascii), "ses.correlation"));
}

TEST_CASE("an interrupted plan says so first, and one without values is short") {
    auto planned = article_plan();
    planned.interrupted = true;
    CHECK(says(plan_text(planned, glyphs::ascii), "Interrupted"));
    auto empty = plan_of({});
    CHECK(plan_text(empty, glyphs::ascii) == "followers-burst\n\nUndecided: nothing was computed.\n");
}
