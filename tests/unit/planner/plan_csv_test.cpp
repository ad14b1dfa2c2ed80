#include "planner/plan_csv.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

#include "sample_plan.hpp"

using namespace sendlab;
using namespace sendlab::planner;

namespace {

std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> out{""};
    for (const char c : line) {
        if (c == ',')
            out.emplace_back();
        else if (c != '\r')
            out.back() += c;
    }
    return out;
}

std::vector<std::vector<std::string>> rows(const std::string& csv) {
    std::vector<std::vector<std::string>> out;
    std::istringstream lines{csv};
    for (std::string line; std::getline(lines, line);)
        out.push_back(cells(line));
    return out;
}

std::string cell(const std::vector<std::vector<std::string>>& table, std::size_t row,
                 const std::string& column) {
    const auto at = std::find(table[0].begin(), table[0].end(), column);
    REQUIRE(at != table[0].end());
    return table[row][static_cast<std::size_t>(at - table[0].begin())];
}

} // namespace

TEST_CASE("a plan's CSV has a header and one row a value, all of one length") {
    const auto table = rows(plan_csv(article_plan()));
    REQUIRE(table.size() == 12);
    for (const auto& row : table)
        CHECK(row.size() == table[0].size());
    CHECK(cell(table, 5, "emails_per_file") == "20");
    CHECK(cell(table, 5, "safe") == "yes");
    CHECK(cell(table, 5, "timeout_probability") == "3e-05");
    CHECK(cell(table, 5, "k") == "6");
    CHECK(cell(table, 5, "n") == "200000");
    CHECK(cell(table, 5, "method") == "clopper-pearson");
    CHECK(cell(table, 5, "delivery_p99_ms") == "3123");
    CHECK(cell(table, 8, "target") == "broken");
    CHECK(cell(table, 8, "safe") == "no");
}

TEST_CASE("numbers in CSV read back as the same doubles, what is infinite is an empty cell") {
    auto planned =
        plan_of({{3, 1, 3'000, {{"lost", "", 0, 40}, {"errors", "", 0, 1}, {"duplicates", "", 0, 40}}}});
    auto table = rows(plan_csv(planned));
    CHECK(std::stod(cell(table, 1, "high")) == planned.values[0].timeout_probability.bounds.high);
    CHECK(cell(table, 1, "broken_expectations") == "lost duplicates");
    planned.values[0].counts.accepted = 0;
    table = rows(plan_csv(planned));
    CHECK(cell(table, 1, "cost_per_million").empty());
    CHECK(table[1].size() == table[0].size());
}

TEST_CASE("a plan without values is a header") {
    CHECK(rows(plan_csv(plan_of({}))).size() == 1);
}
