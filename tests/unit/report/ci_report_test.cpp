#include "report/ci_report.hpp"

#include <catch2/catch.hpp>

#include "unit/report/sample_runs.hpp"

using namespace sendlab::report;

TEST_CASE("a workflow command escapes what would end it") {
    CHECK(workflow_command(
              {.file = "a,b:c.json", .line = 3, .column = 7, .title = "50 %", .text = "1: 2,\r\n3 %"}) ==
          "::error file=a%2Cb%3Ac.json,line=3,col=7,title=50 %25::1: 2,%0D%0A3 %25\n");
    CHECK(workflow_command({.how = annotation::level::notice, .text = "x"}) == "::notice::x\n");
}

TEST_CASE("unmet expectations are annotated at their lines, with the command that shows them again") {
    auto run = timed_out_run();
    run.expectations[1].line = 12;
    const auto all = annotations_of(run);
    REQUIRE(all.size() == 1);
    CHECK(workflow_command(all.front()) ==
          "::error file=scenarios/article.json,line=12,title=article::expected duplicates = 0, but it is 15"
          "%0Aagain with: sendlab run scenarios/article.json --seed 42\n");
}

TEST_CASE("what got worse, broken laws and interruptions are annotated") {
    auto run = worst_run();
    run.baseline = baseline_verdict{"before.json", true, 139, {{compared_metrics().front(), 1, 2}}};
    CHECK(annotations_of(run).size() == 4);
    CHECK(annotations_of(idle_run()).empty());
}

TEST_CASE("problems of files are annotated where they are, whatever the file is called") {
    const auto all = annotations_of_problems("a:1.json:3:14: lambda: no\nb.json: is a directory\n");
    REQUIRE(all.size() == 2);
    CHECK(workflow_command(all[0]) ==
          "::error file=a%3A1.json,line=3,col=14,title=Invalid file::lambda: no\n");
    CHECK(workflow_command(all[1]) == "::error title=Invalid file::b.json: is a directory\n");
    CHECK(annotations_of_problems("").empty());
    CHECK(annotations_of_problems("a:99999999999:1: x").front().line == 0);
}

TEST_CASE("a summary has a row a run, and tells what is not as it should be") {
    const std::vector runs{timed_out_run(), idle_run()};
    CHECK(run_markdown(runs) ==
          R"(### Sendlab: 1 of 2 scenarios as expected

|  | scenario | e-mails | duplicates | lost | time-outs | delivery p99 | $ per million |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
| **NOT OK** | article | 25 | 15 | 0 | 1 | 1 min 3 s | $160.68 |
| ok | nothing | 0 | 0 | 0 | 0 | 0 s | $0 |

- **article**: expected duplicates = 0, but it is 15; again with `sendlab run scenarios/article.json --seed 42`
)");
}
