#include "planner/comparison_page.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "sample_plan.hpp"

using namespace sendlab;
using namespace sendlab::planner;

namespace {

/// Safe at 10, at this cost per million and with so many duplicates.
plan plan_at(double cost, std::uint64_t duplicates) {
    auto out = plan_of({{10, 0, 1'000'000}, {40, 900'000, 1'000'000}});
    auto& safe = out.values.front();
    safe.counts.cost = cost * static_cast<double>(safe.counts.accepted) / 1e6;
    safe.counts.duplicates = duplicates;
    return out;
}

plan unsafe_plan() {
    return plan_of({{10, 1'000, 1'000}});
}

comparison five_variants() {
    return compare({{{{"lambda.timeout", "3s"}, {"lambda.memory_mb", "128"}}, plan_at(102, 0)},
                    {{{"lambda.timeout", "3s"}, {"lambda.memory_mb", "512"}}, plan_at(101, 50'000'000)},
                    {{{"lambda.timeout", "10s"}, {"lambda.memory_mb", "128"}}, plan_at(103, 50'000'000)},
                    {{{"lambda.timeout", "10s"}, {"lambda.memory_mb", "512"}}, plan_at(100, 10'000'000)},
                    {{{"lambda.timeout", "1s"}, {"lambda.memory_mb", "128"}}, unsafe_plan()}});
}

} // namespace

TEST_CASE("the cheapest variant is best, and on the front is what nothing beats in everything") {
    const auto compared = five_variants();
    CHECK(compared.best == 3U);
    CHECK(compared.variants[0].on_front);       // dearer, but without duplicates
    CHECK_FALSE(compared.variants[1].on_front); // the best one beats it
    CHECK_FALSE(compared.variants[2].on_front);
    CHECK(compared.variants[3].on_front);
    CHECK_FALSE(compared.variants[4].on_front); // nothing safe
}

TEST_CASE("a setting costs what the best variant that has it costs more") {
    const auto compared = five_variants();
    REQUIRE(compared.prices.size() == 5);
    CHECK(compared.prices[0].fixed.value == "3s");
    CHECK(compared.prices[0].more_per_million.value() == Approx(1));
    CHECK(compared.prices[1].more_per_million.value() == Approx(0).margin(1e-9));
    CHECK_FALSE(compared.prices[2].more_per_million); // 1s
    CHECK(compared.prices[3].fixed.value == "128");
    CHECK(compared.prices[3].more_per_million.value() == Approx(2));
}

TEST_CASE("a comparison is told as a table, a best combination and prices") {
    auto text = comparison_text(five_variants());
    std::ranges::replace(text, '\n', ' '); // wherever a line ends
    const auto says = [&](const char* words) { return text.find(words) != std::string::npos; };
    CAPTURE(text);
    CHECK(says("Best: lambda.timeout=10s, lambda.memory_mb=512 with EMAILS_PER_FILE=10: $100"));
    CHECK(says("lambda.timeout=3s costs $1.00 more per"));
    CHECK(says("lambda.timeout=1s has nothing that is surely safe"));
    CHECK(says("none safe"));
}

TEST_CASE("a comparison without a safe variant has no best one and no prices") {
    const auto compared = compare({{{{"lambda.timeout", "1s"}}, unsafe_plan()}});
    CHECK_FALSE(compared.best);
    CHECK(comparison_text(compared).find("No combination has a safe value.") != std::string::npos);
}

TEST_CASE("a comparison as JSON and CSV") {
    const auto document = nlohmann::json::parse(comparison_json(five_variants()));
    CHECK(document["best"] == 3);
    CHECK(document["variants"][3]["settings"]["lambda.timeout"] == "10s");
    CHECK(document["variants"][3]["plan"]["recommendation"]["largest_safe"] == 10);
    CHECK(document["prices"][2]["more_per_million"].is_null());
    const auto csv = comparison_csv(five_variants());
    CHECK(csv.starts_with("lambda.timeout,lambda.memory_mb,best,on_front,emails_per_file,"));
    CHECK(csv.find("\r\n10s,512,yes,yes,10,10,0.0,") != std::string::npos);
    CHECK(csv.find("\r\n1s,128,no,no,,,,,,,\r\n") != std::string::npos);
    CHECK(comparison_csv(compare({{{{"a", R"({"x": 1, "y": "2"})"}}, unsafe_plan()}}))
              .find(R"("{""x"": 1, ""y"": ""2""}",no)") != std::string::npos);
}

TEST_CASE(
    "two settings are a heat map with a cell for each combination, other numbers of settings are none") {
    std::vector<variant> variants;
    for (const auto* memory : {"128", "512"}) {
        for (const auto* limit : {"3s", "10s", "30s"})
            variants.push_back({{{"lambda.memory_mb", memory}, {"lambda.timeout", limit}}, article_plan()});
    }
    variants.back().settings.back().value = "<30s>";
    const auto compared = compare(variants);
    const auto map = heat_map_svg(compared, svg_use::file);
    std::size_t cells = 0;
    for (auto at = map.find("plot-heat\" "); at != std::string::npos; at = map.find("plot-heat\" ", at + 1))
        ++cells;
    CHECK(cells == 6);
    CHECK(map.find(">20 (best)<") != std::string::npos);
    CHECK(map.find("&lt;30s") != std::string::npos);
    CHECK(map.find("<30s>") == std::string::npos);

    const auto page = comparison_page(compared);
    CHECK(page.find("id=\"heat-map\"") != std::string::npos);
    CHECK(page.find("Insisting on ") != std::string::npos);
    CHECK(page.find("http://") == page.find("http://www.w3.org/2000/svg"));

    for (auto& one : variants)
        one.settings.pop_back();
    CHECK(heat_map_svg(compare(variants), svg_use::file).empty());
    CHECK(comparison_page(compare(variants)).find("heat-map") == std::string::npos);
    CHECK(heat_map_svg(compare({}), svg_use::file).empty());
}
