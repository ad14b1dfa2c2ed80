#include "planner/plan_page.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "planner/plan_table.hpp"
#include "sample_plan.hpp"

using namespace sendlab;
using namespace sendlab::planner;

namespace {

bool page_says(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
    const auto from = text.find(begin) + begin.size();
    return text.substr(from, text.find(end, from) - from);
}

std::string page_of(const plan& planned) {
    return plan_page(planned, {}, {});
}

} // namespace

TEST_CASE("a page has the answer, the charts, the table and the method") {
    const auto page = page_of(article_plan());
    CHECK(page_says(page, "EMAILS_PER_FILE=20"));
    CHECK(page_says(page, "<figure id=\"timeout-probability\">"));
    CHECK(page_says(page, "<tr class=\"recommended\"><td>20</td>"));
    CHECK(page_says(page, "<tr class=\"own\"><td>25</td>"));
    CHECK(page_says(page, "Clopper-Pearson"));
    CHECK_FALSE(page_says(page, "{{"));
}

TEST_CASE("a page asks nothing of the network") {
    const auto page = page_of(article_plan());
    CHECK_FALSE(page_says(page, "src="));
    CHECK_FALSE(page_says(page, "href="));
    CHECK_FALSE(page_says(page, "@import"));
    CHECK_FALSE(page_says(page, "fetch("));
}

TEST_CASE("a scenario's name cannot become markup or script") {
    auto planned = article_plan();
    planned.name = "</script><script>alert(1)</script>{{plots}}";
    planned.values[0].counts.broken.push_back({"<b>", "</script><img>", 1, 40});
    const auto page = page_of(planned);
    CHECK_FALSE(page_says(page, "<script>alert"));
    CHECK_FALSE(page_says(page, "<img>"));
}

TEST_CASE("the charts' data is JSON, without a number where there is none") {
    const auto data = between(page_of(article_plan()), "id=\"plots\">", "</script>");
    const auto plots = nlohmann::json::parse(data);
    REQUIRE(plots.size() == 3);
    CHECK(plots[0]["series"][0]["values"][0].is_null());
    CHECK(plots[0]["band"]["high"].size() == 11);
}

TEST_CASE("a plan without values is still a page") {
    const auto page = page_of(plan_of({}));
    CHECK(page_says(page, "Undecided"));
    CHECK(page_says(page, "id=\"plots\">[]</script>"));
}

TEST_CASE("a plan as Markdown") {
    const auto text = plan_markdown(article_plan());
    CHECK(text.starts_with("# followers-burst\n\nUse EMAILS_PER_FILE=20"));
    CHECK(page_says(text, "\n| **20** | 200,000 | 6 |"));
    CHECK(page_says(text, "Method: "));
}
