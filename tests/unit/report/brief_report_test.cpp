#include "report/brief_report.hpp"

#include <catch2/catch.hpp>

#include "unit/report/sample_runs.hpp"

using namespace sendlab::report;

TEST_CASE("a run that is as expected takes one line") {
    CHECK(brief_report(idle_run(), text_style::plain) ==
          "ok          nothing: 0 e-mails, 0 duplicates, 0 lost\n");
    auto run = timed_out_run();
    run.expectations.pop_back();
    CHECK(brief_report(run, text_style::plain) ==
          "ok          article: 25 e-mails, 15 duplicates, 0 lost; 1 of 1 met\n");
}

TEST_CASE("expectations that were not met stand below their run") {
    CHECK(brief_report(timed_out_run(), text_style::plain) ==
          "NOT OK      article: 25 e-mails, 15 duplicates, 0 lost; 1 of 2 met\n"
          "            NOT MET  duplicates = 0  is 15\n");
}

TEST_CASE("a broken law or an interruption is not ok") {
    auto run = idle_run();
    run.result.laws = {{"1 = 2", false}};
    CHECK(brief_report(run, text_style::plain) == "NOT OK      nothing: 0 e-mails, 0 duplicates, 0 lost\n"
                                                  "            BROKEN: 1 = 2\n");
    run = idle_run();
    run.result.interrupted = true;
    CHECK(brief_report(run, text_style::plain) ==
          "NOT OK      nothing: 0 e-mails, 0 duplicates, 0 lost, interrupted\n");
}

TEST_CASE("the last line says how many runs were as expected") {
    const std::vector good{idle_run()};
    CHECK(tally(good, text_style::plain) == "\n1 scenario: all as expected\n");
    const std::vector mixed{idle_run(), timed_out_run(), worst_run()};
    CHECK(tally(mixed, text_style::plain) == "\n3 scenarios: 1 as expected, 2 not\n");
}
