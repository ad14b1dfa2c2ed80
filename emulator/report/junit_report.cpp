#include "report/junit_report.hpp"

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

class suite {
public:
    suite(pugi::xml_node parent, const run_report& run) : run_{run}, node_{parent.append_child("testsuite")} {
        set(node_, "name", run.result.name);
    }

    void add_case(std::string_view name, bool passed, const char* kind, const std::string& why) {
        auto test = node_.append_child("testcase");
        set(test, "classname", run_.result.name);
        set(test, "name", name);
        ++tests_;
        if (passed)
            return;
        ++(std::string_view{kind} == "error" ? errors_ : failures_);
        auto failure = test.append_child(kind);
        set(failure, "message", why);
        failure.text().set(xml_text(why + "\nagain with: " + run_.command).c_str());
    }

    void close() {
        set(node_, "tests", std::to_string(tests_));
        set(node_, "failures", std::to_string(failures_));
        set(node_, "errors", std::to_string(errors_));
        set(node_, "time", seconds_text(run_.result.span));
    }

private:
    const run_report& run_;
    pugi::xml_node node_;
    std::size_t tests_ = 0;
    std::size_t failures_ = 0;
    std::size_t errors_ = 0;
};

void add_suite(pugi::xml_node root, const run_report& run) {
    suite out{root, run};
    out.add_case("the run reached its end", !run.result.interrupted, "error", "interrupted");
    for (const auto& e : run.expectations)
        out.add_case(e.condition(), e.met, "failure",
                     "expected " + e.condition() + ", but it is " + e.actual);
    for (const auto& law : run.result.laws)
        out.add_case(law.text.substr(0, law.text.find(": ")), law.holds, "failure",
                     "broken conservation law: " + law.text);
    out.close();
}

} // namespace

std::string junit_report(std::span<const run_report> runs) {
    pugi::xml_document document;
    auto declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    auto root = document.append_child("testsuites");
    root.append_attribute("name") = "sendlab";
    for (const auto& run : runs)
        add_suite(root, run);
    std::ostringstream out;
    document.save(out, "  ");
    return std::move(out).str();
}

} // namespace sendlab::report
