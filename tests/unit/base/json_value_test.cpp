#include "base/json_value.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace sendlab;

namespace {

std::string nested(int levels) {
    return std::string(static_cast<std::size_t>(levels), '[') +
           std::string(static_cast<std::size_t>(levels), ']');
}

} // namespace

TEST_CASE("A JSON text is read whole or not at all") {
    CHECK(json_value(R"({"a": [1, "x"]})")["a"][1] == "x");
    CHECK(json_value("").is_discarded());
    CHECK(json_value("{} {}").is_discarded());
    CHECK(json_value("{\"a\": \"\xff\"}").is_discarded());
    CHECK(is_json("null"));
    CHECK_FALSE(is_json("nul"));
}

TEST_CASE("Text nested deeper than the limit is no JSON, brackets in strings do not count") {
    CHECK_FALSE(json_value(nested(deepest_json)).is_discarded());
    CHECK(is_json(nested(deepest_json)));
    CHECK(json_value(nested(deepest_json + 1)).is_discarded());
    CHECK_FALSE(is_json(nested(1'000'000)));
    const auto brackets = "\"\\\"" + std::string(5'000, '[') + '"';
    CHECK(json_value(brackets) == "\"" + std::string(5'000, '['));
}

TEST_CASE("A value is written as valid UTF-8, on one line or on many") {
    const auto value = nlohmann::json{{"b", 1}, {"a", "\xff"}};
    CHECK(json_text(value) == "{\"a\":\"\xef\xbf\xbd\",\"b\":1}");
    CHECK(json_text(nlohmann::ordered_json{{"b", 1}, {"a", 2}}, 2) == "{\n  \"b\": 1,\n  \"a\": 2\n}");
}
