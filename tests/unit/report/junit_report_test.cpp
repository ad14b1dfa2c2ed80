#include "report/junit_report.hpp"

#include <catch2/catch.hpp>
#include <pugixml.hpp>

#include "unit/report/sample_runs.hpp"

using namespace sendlab::report;

namespace {

pugi::xml_document parsed_junit(std::span<const run_report> runs) {
    pugi::xml_document document;
    const auto result = document.load_string(junit_report(runs).c_str());
    INFO(result.description());
    REQUIRE(result);
    return document;
}

} // namespace

TEST_CASE("a scenario is a suite, its expectations and laws are cases") {
    const std::vector runs{timed_out_run()};
    CHECK(junit_report(runs) == R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="sendlab">
  <testsuite name="article" tests="5" failures="1" errors="0" time="63.456789012">
    <testcase classname="article" name="the run reached its end" />
    <testcase classname="article" name="lost = 0" />
    <testcase classname="article" name="duplicates = 0">
      <failure message="expected duplicates = 0, but it is 15">expected duplicates = 0, but it is 15
again with: sendlab run scenarios/article.json --seed 42</failure>
    </testcase>
    <testcase classname="article" name="emails = accepted + lost + pending" />
    <testcase classname="article" name="sends = accepted + duplicates" />
  </testsuite>
</testsuites>
)");
}

TEST_CASE("no runs are a document without suites") {
    CHECK(parsed_junit({}).child("testsuites").first_child().empty());
}

TEST_CASE("an interrupted run is an error, a broken law a failure") {
    const std::vector runs{worst_run()};
    const auto document = parsed_junit(runs);
    const auto suite = document.child("testsuites").child("testsuite");
    CHECK(suite.attribute("errors").as_int() == 1);
    CHECK(suite.attribute("failures").as_int() == 2);
    CHECK(suite.attribute("tests").as_int() == 6);
}

TEST_CASE("names come back from the XML, but for what XML cannot hold") {
    const std::vector runs{worst_run()};
    const auto document = parsed_junit(runs);
    CHECK(std::string{document.child("testsuites").child("testsuite").attribute("name").value()} ==
          "a \"bad\" <name> & \xEF\xBF\xBD\xEF\xBF\xBD[31m ]]> ");
}

TEST_CASE("every character that XML forbids is replaced, every other one kept") {
    auto run = idle_run();
    run.result.name =
        std::string{"\0", 1} + "\t\n\x1f\x20\x7f\xC2\x80\xED\x9F\xBF\xEF\xBF\xBE\xF0\x9F\x98\x80";
    const std::vector runs{run};
    const auto xml = junit_report(runs);
    for (const char c : xml)
        CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
    const auto document = parsed_junit(runs);
    CHECK(std::string{document.child("testsuites").child("testsuite").attribute("name").value()} ==
          "\xEF\xBF\xBD\t\n\xEF\xBF\xBD\x20\x7f\xC2\x80\xED\x9F\xBF\xEF\xBF\xBD\xF0\x9F\x98\x80");
}
