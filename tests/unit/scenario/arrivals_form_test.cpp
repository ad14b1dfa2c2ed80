#include "scenario/arrivals_form.hpp"

#include "reading.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;

namespace {

std::string scenario_with(const std::string& requests) {
    return R"({"application": {"requests": )" + requests + "}}";
}

template<class Arrivals>
Arrivals arrivals_in(const std::string& requests, const std::filesystem::path& folder = ".") {
    return std::get<Arrivals>(settings_of(scenario_with(requests), folder).application.requests);
}

} // namespace

TEST_CASE("requests arrive at a rate, evenly, or at given times") {
    CHECK(arrivals_in<pipeline::poisson_arrivals>(R"({"poisson": "120/m"})").per_second == 2);
    CHECK(arrivals_in<pipeline::fixed_arrivals>(R"({"every": "5s"})").every == 5s);
    CHECK(arrivals_in<pipeline::listed_arrivals>(R"({"at": ["2s", "0s", "1s"]})").at ==
          std::vector<duration>{0s, 1s, 2s});
}

TEST_CASE("a trace has a time and maybe a number of e-mails in each row, in any order") {
    const scratch_folder folder;
    folder.write("plain.csv", "2s,10\n500\n1s,\n");
    folder.write("headed.csv", "who,emails,at\nann,3,1s\nbob,,0s\n");
    const auto plain =
        arrivals_in<pipeline::traced_arrivals>(R"({"trace": "plain.csv"})", folder.path()).rows;
    REQUIRE(plain.size() == 3);
    CHECK((plain[0].at == 500ms && !plain[0].emails));
    CHECK((plain[1].at == 1s && !plain[1].emails));
    CHECK((plain[2].at == 2s && plain[2].emails == 10U));
    const auto headed =
        arrivals_in<pipeline::traced_arrivals>(R"({"trace": "headed.csv"})", folder.path()).rows;
    REQUIRE(headed.size() == 2);
    CHECK((headed[0].at == 0s && !headed[0].emails));
    CHECK((headed[1].at == 1s && headed[1].emails == 3U));
}

TEST_CASE("ways of arriving that make no sense are told") {
    const std::string forms =
        R"({"poisson": "2/s"}, {"every": "5s"}, {"at": ["0s", "1s"]} or {"trace": "requests.csv"})";
    const std::pair<std::string, std::string> cases[] = {
        {R"({"poisson": "-2/s"})",
         R"(x.json:1:42: application.requests.poisson: "-2/s" is negative, expected a rate above 0 such as "2/s")"},
        {R"({"poisson": "0/s"})",
         R"(x.json:1:42: application.requests.poisson: "0/s" is out of range, expected a rate above 0 such as "2/s")"},
        {R"({"poisson": 2})",
         R"(x.json:1:42: application.requests.poisson: 2 has no unit, expected a rate above 0 such as "2/s")"},
        {R"({"every": "0s"})",
         "x.json:1:40: application.requests.every: \"0s\" is out of range, expected a duration of at "
         "least 1ns such as \"5s\""},
        {R"({"at": ["x"]})",
         R"(x.json:1:38: application.requests.at[0]: "x" is not a duration, expected a duration such as "1s")"},
        {R"({"poison": "2/s"})",
         R"(x.json:1:31: application.requests.poison: unknown way of arriving "poison", did you mean "poisson"?)"},
        {"{}", "x.json:1:30: application.requests: an object does not fit, expected " + forms},
        {R"("2/s")", "x.json:1:30: application.requests: \"2/s\" does not fit, expected " + forms},
        {R"({"poisson": "1/s", "every": "1s"})",
         "x.json:1:30: application.requests: an object does not fit, expected " + forms},
    };
    for (const auto& [requests, problem] : cases)
        CHECK(problems_of(scenario_with(requests)) == lines{problem});
}

TEST_CASE("a row that is no request is told with its line") {
    const scratch_folder folder;
    folder.write("bad.csv", "at,emails\n1s,2\n2s,-1\n");
    folder.write("empty.csv", "at\n");
    const auto problem = [&](const std::string& file, int line) {
        return lines{(folder.path() / file).string() + ':' + std::to_string(line) +
                     ":1: application.requests.trace: no request, expected a time such as \"1.5s\" or 1500 "
                     "(in ms) and "
                     "maybe a number of e-mails"};
    };
    CHECK(problems_of(scenario_with(R"({"trace": "bad.csv"})"), folder.path()) == problem("bad.csv", 3));
    CHECK(problems_of(scenario_with(R"({"trace": "empty.csv"})"), folder.path()) == problem("empty.csv", 1));
}
