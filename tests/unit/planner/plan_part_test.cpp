#include "planner/plan_part.hpp"

#include <catch2/catch.hpp>

#include "planner/plan_request.hpp"
#include "sample_plan.hpp"

using namespace sendlab;
using namespace sendlab::planner;

namespace {

plan_part sample_part() {
    auto value =
        counts_of({20, 6, 200'000, {{"delivery.p99", "delivery.p99 is 41 s, expected <30s", ~0ULL, 3}}});
    value.cost = 0.1 + 0.2; // not a short decimal
    value.lost = 17;
    value.delivery.p99_sum = 1e9 / 3;
    value.fresh.add(3, 1);
    value.reset.add(5, 2);
    return {
        .version = "1.2.3",
        .fingerprint = "0123456789abcdef",
        .question = {.path = "x.json", .settings = {"lambda.timeout=5s"}, .seed = ~0ULL, .values = "1..20"},
        .results = {value, counts_of({21, 0, 1})}};
}

} // namespace

TEST_CASE("a part is read back to the last bit") {
    const auto text = part_json(sample_part());
    const auto read = read_part(text);
    REQUIRE(read.has_value());
    CHECK(part_json(*read) == text);
    const auto &before = sample_part().results.front(), &after = read->results.front();
    CHECK(after.cost == before.cost);
    CHECK(after.delivery.p99_sum == before.delivery.p99_sum);
    CHECK(after.first_attempts == before.first_attempts);
    CHECK(after.fresh == before.fresh);
    CHECK(after.reset == before.reset);
    CHECK(after.lost == 17);
    CHECK(after.broken.front().seed == ~0ULL);
    CHECK(read->question.seed == ~0ULL);
    CHECK(read->question.settings == std::vector<std::string>{"lambda.timeout=5s"});
}

TEST_CASE("what is no part is refused") {
    auto damaged = part_json(sample_part());
    const auto without = [&](const std::string& word, const std::string& instead) {
        auto text = part_json(sample_part());
        text.replace(text.find(word), word.size(), instead);
        return text;
    };
    for (const auto& text : {std::string{}, std::string{"[]"}, std::string{"{\"sendlab_part\": 2}"},
                             damaged.substr(0, damaged.size() / 2), without("\"lost\"", "\"last\""),
                             without("\"runs\": 40", "\"runs\": \"40\"")}) {
        INFO(text.substr(0, 60));
        CHECK_FALSE(read_part(text).has_value());
    }
}

TEST_CASE("a shard is a number of a number") {
    const auto share = parse_share("2/7");
    REQUIRE(share.has_value());
    CHECK(share->number == 2);
    CHECK(share->of == 7);
    for (const auto* text : {"", "2", "/7", "2/", "0/7", "8/7", "2/7/1", "-1/7", "a/b", "2 / 7"})
        CHECK_FALSE(parse_share(text).has_value());
}
