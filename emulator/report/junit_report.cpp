#include "report/junit_report.hpp"

#include <algorithm>
#include <sstream>

#include <pugixml.hpp>

#include "base/number_text.hpp"

namespace sendlab::report {

namespace {

/// XML 1.0, section 2.2, "Char".
bool is_xml_character(wchar_t c) {
    return c == L'\t' || c == L'\n' || c == L'\r' || (c >= 0x20 && c < 0xD800) ||
           (c > 0xDFFF && c < 0xFFFE) || (c > 0xFFFF && c <= 0x10FFFF);
}

/// pugixml escapes markup, but passes on what no XML document may hold, even escaped.
std::string xml_text(std::string_view text) {
    std::wstring characters = pugi::as_wide(std::string{text}); // without what is not UTF-8
    std::ranges::replace_if(
        characters, [](wchar_t c) { return !is_xml_character(c); }, L'\uFFFD');
    return pugi::as_utf8(characters);
}

void set(pugi::xml_node node, const char* name, std::string_view value) {
    node.append_attribute(name).set_value(xml_text(value).c_str());
}

std::size_t count(const junit_suite& suite, junit_case::outcome how) {
    return static_cast<std::size_t>(std::ranges::count(suite.cases, how, &junit_case::how));
}

void add_case(pugi::xml_node node, const junit_suite& suite, const junit_case& one) {
    auto test = node.append_child("testcase");
    set(test, "classname", suite.name);
    set(test, "name", one.name);
    if (one.how == junit_case::outcome::passed)
        return;
    auto failure = test.append_child(one.how == junit_case::outcome::error ? "error" : "failure");
    set(failure, "message", one.why);
    failure.text().set(xml_text(one.why + "\nagain with: " + suite.command).c_str());
}

void add_suite(pugi::xml_node root, const junit_suite& suite) {
    auto node = root.append_child("testsuite");
    set(node, "name", suite.name);
    set(node, "tests", std::to_string(suite.cases.size()));
    set(node, "failures", std::to_string(count(suite, junit_case::outcome::failed)));
    set(node, "errors", std::to_string(count(suite, junit_case::outcome::error)));
    set(node, "time", seconds_text(suite.time));
    for (const auto& one : suite.cases)
        add_case(node, suite, one);
}

void add_baseline(junit_suite& suite, const baseline_verdict& baseline) {
    if (!baseline.found)
        return;
    for (const auto* metric : compared_metrics()) {
        const auto found = std::ranges::find(baseline.worse, metric, &worsening::what);
        const bool same = found == baseline.worse.end();
        suite.add(std::string{metric->name} + " no worse than before", same, same ? "" : found->text());
    }
}

junit_suite suite_of(const run_report& run) {
    junit_suite suite{run.result.name, run.command, run.result.span};
    suite.cases.push_back({"the run reached its end"});
    if (run.result.interrupted)
        suite.cases.back() = {suite.cases.back().name, junit_case::outcome::error, "interrupted"};
    for (const auto& e : run.expectations)
        suite.add(e.condition(), e.met, "expected " + e.condition() + ", but it is " + e.actual);
    if (run.baseline)
        add_baseline(suite, *run.baseline);
    for (const auto& law : run.result.laws)
        suite.add(law.text.substr(0, law.text.find(": ")), law.holds, "broken conservation law: " + law.text);
    return suite;
}

} // namespace

std::string junit_document(std::span<const junit_suite> suites) {
    pugi::xml_document document;
    auto declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    auto root = document.append_child("testsuites");
    root.append_attribute("name") = "sendlab";
    for (const auto& suite : suites)
        add_suite(root, suite);
    std::ostringstream out;
    document.save(out, "  ");
    return std::move(out).str();
}

std::string junit_report(std::span<const run_report> runs) {
    std::vector<junit_suite> suites;
    for (const auto& run : runs)
        suites.push_back(suite_of(run));
    return junit_document(suites);
}

} // namespace sendlab::report
