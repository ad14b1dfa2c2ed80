#include "report/json_report.hpp"

#include <fstream>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "unit/report/sample_runs.hpp"

using namespace sendlab::report;
using nlohmann::json;

namespace {

json parsed_report(const run_report& run) {
    return json::parse(json_report(run, "1.2.3"));
}

/// "cost.total", "stories[].key": the names of all values.
void collect(const json& value, const std::string& path, std::set<std::string>& out) {
    if (value.is_object()) {
        for (const auto& [name, member] : value.items())
            collect(member, path.empty() ? name : path + '.' + name, out);
    } else if (value.is_array()) {
        if (value.empty())
            out.insert(path + "[]");
        for (const auto& item : value)
            collect(item, path + "[]", out);
    } else {
        out.insert(path);
    }
}

std::set<std::string> written_fields() {
    auto run = worst_run();
    run.result.stories.resize(1);
    std::set<std::string> fields;
    collect(parsed_report(run), "", fields);
    return fields;
}

/// The names in the first column of the tables of docs/run-reports.md, below "## JSON".
std::set<std::string> documented_fields() {
    std::ifstream in{SENDLAB_SOURCE_DIR "/docs/run-reports.md"};
    REQUIRE(in);
    std::set<std::string> fields;
    bool here = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("## "))
            here = line == "## JSON";
        if (here && line.starts_with("| `"))
            fields.insert(line.substr(3, line.find('`', 3) - 3));
    }
    return fields;
}

} // namespace

TEST_CASE("every field is documented, and every documented field is written") {
    CHECK(written_fields() == documented_fields());
}

TEST_CASE("durations are milliseconds, exact to the nanosecond, and counts keep all their bits") {
    auto run = timed_out_run();
    run.result.delivery.p50 = sendlab::duration{4'918'177'999}; // not the shortest in every JSON library
    run.result.seed = ~std::uint64_t{0};
    const auto text = json_report(run, "1.2.3");
    CHECK(text.find("\"p50_ms\": 4918.177999,") != std::string::npos);
    CHECK(text.find("\"span_ms\": 63456.789012,") != std::string::npos);
    CHECK(text.find("\"p90_ms\": 62000,") != std::string::npos);
    CHECK(text.find("\"seed\": 18446744073709551615,") != std::string::npos);
    CHECK(text.find("\"digest\": \"0123456789abcdef\",") != std::string::npos);
}

TEST_CASE("money comes back to the last bit") {
    const auto run = timed_out_run();
    const auto document = parsed_report(run);
    CHECK(document["cost"]["lambda_time"].get<double>() == run.result.cost.lambda_time);
    CHECK(document["cost"]["total"].get<double>() == run.result.cost.total());
    CHECK(document["gb_seconds"].get<double>() == run.result.gb_seconds);
}

TEST_CASE("the cost per million is null where nothing was delivered") {
    CHECK(parsed_report(idle_run())["cost"]["per_million"].is_null());
}

TEST_CASE("a verdict says whether everything was as expected") {
    CHECK(parsed_report(idle_run())["as_expected"] == true);
    CHECK(parsed_report(timed_out_run())["as_expected"] == false);
    CHECK(parsed_report(timed_out_run())["expectations"][1] ==
          json({{"metric", "duplicates"}, {"expected", "0"}, {"actual", "15"}, {"met", false}}));
}

TEST_CASE("names that are not UTF-8 do not make the document invalid") {
    CHECK(parsed_report(worst_run())["name"] == "a \"bad\" <name> & \x01\x1b[31m ]]> \xEF\xBF\xBD");
}

TEST_CASE("numbers of any size are written") {
    const auto document = parsed_report(huge_run());
    CHECK(document["emails"].get<std::uint64_t>() == ~std::uint64_t{0});
    CHECK(document["stories"][0]["key"].get<std::string>().size() == 1024);
}

TEST_CASE("several runs are one document") {
    const std::vector runs{idle_run(), timed_out_run()};
    const auto document = json::parse(json_report(runs, "1.2.3"));
    CHECK(document["sendlab"] == "1.2.3");
    REQUIRE(document["runs"].size() == 2);
    CHECK(document["runs"][1] == parsed_report(timed_out_run()));
    CHECK(json::parse(json_report(std::span<const run_report>{}, "1.2.3"))["runs"] == json::array());
}

TEST_CASE("the same run gives the same bytes") {
    CHECK(json_report(worst_run(), "1.2.3") == json_report(worst_run(), "1.2.3"));
}
