#include "scenario/setup_form.hpp"

#include "reading.hpp"
#include "scenario/scenario.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

std::string problem_of(const std::string& setup) {
    const auto read = scenario::parse(R"({"setup": )" + setup + "}", "x.json", SENDLAB_SOURCE_DIR);
    return read ? "none" : to_string(read.error().front());
}

} // namespace

TEST_CASE("a setup says what a live emulator creates") {
    const auto read = scenario::parse(R"({"setup": {
        "buckets": ["uploads"],
        "functions": [{"name": "Sender", "code": "fixtures", "runtime": "python3.11", "handler": "app.main",
                       "environment": {"FROM": "a@example.org", "MODE_2": ""}}],
        "notifications": [{"bucket": "uploads", "function": "Sender", "suffix": ".json"}]}})",
                                      "x.json", SENDLAB_SOURCE_DIR);
    REQUIRE(read.has_value());
    const auto& setup = read->settings.setup;
    CHECK(setup.buckets == std::vector<std::string>{"uploads"});
    REQUIRE(setup.functions.size() == 1);
    const auto& function = setup.functions.front();
    CHECK(function.name == "Sender");
    CHECK(function.runtime == "python3.11");
    CHECK(function.handler == "app.main");
    CHECK(function.code == std::string{SENDLAB_SOURCE_DIR} + "/fixtures"); // from the scenario's folder
    REQUIRE(function.environment.size() == 2);
    CHECK(function.environment[0] == std::pair<std::string, std::string>{"FROM", "a@example.org"});
    REQUIRE(setup.notifications.size() == 1);
    CHECK(setup.notifications.front().suffix == ".json");
}

TEST_CASE("a setup that cannot be is refused before anything is created") {
    const std::pair<std::string, std::string> cases[] = {
        {R"({"functions": [{"name": "x"}]})", "x.json:1:26: setup.functions[0]: a function without code, "
                                              "expected a folder or a zip archive as code"},
        {R"({"buckets": ["UPPER"]})", "x.json:1:24: setup.buckets[0]: \"UPPER\" is not a bucket name, "
                                      "expected a bucket name such as \"uploads\""},
        {R"({"functions": [{"code": "fixtures", "environment": {"1": "x"}}]})",
         "x.json:1:63: setup.functions[0].environment: \"1\" is no name of a variable, expected letters, "
         "digits "
         "and underscores, a letter first"},
        {R"({"notifications": [{"function": "Nobody"}]})",
         "x.json:1:29: setup.notifications: no function \"Nobody\" in setup.functions, expected one of that "
         "name"},
    };
    for (const auto& [setup, problem] : cases)
        CHECK(problem_of(setup) == problem);
    CHECK(problem_of(R"({"functions": [{"code": "no/such/folder"}]})").find("does not exist") !=
          std::string::npos);
}
