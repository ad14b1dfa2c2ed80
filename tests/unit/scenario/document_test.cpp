#include "scenario/document.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::scenario;

namespace {

std::string first_problem(std::string_view text) {
    problems found;
    (void)parse_document(text, "x", found);
    return found.empty() ? "none" : to_string(found.front());
}

node parsed(std::string_view text) {
    problems found;
    auto document = parse_document(text, "x", found);
    REQUIRE(document);
    REQUIRE(found.empty());
    return *std::move(document);
}

} // namespace

TEST_CASE("every value and key knows its line and column") {
    const auto document = parsed("{\n  \"a\": [1, -2.5e3, true],\n\t\"b\": {\"c\": null}\n}");
    REQUIRE(document.where == position{1, 1});
    const auto& a = document.members()->at(0);
    REQUIRE(a.where == position{2, 3});
    REQUIRE(a.value.where == position{2, 8});
    REQUIRE(a.value.items()->at(0).where == position{2, 9});
    REQUIRE(a.value.items()->at(1).where == position{2, 12});
    REQUIRE(a.value.items()->at(2).where == position{2, 20});
    const auto& b = document.members()->at(1);
    REQUIRE(b.where == position{3, 2});
    REQUIRE(b.value.members()->at(0).value.where == position{3, 13});
}

TEST_CASE("columns count characters, not bytes") {
    const auto document = parsed(R"({"käse": "日本", "b": 1})");
    REQUIRE(document.members()->at(0).value.where == position{1, 10});
    REQUIRE(document.members()->at(1).where == position{1, 16});
}

TEST_CASE("comments are passed over, whatever stands in them") {
    const auto document =
        parsed("// , { \" :\n/* [ * / */ {\"a\" /*:*/ : 1/*,*/ , // \"b\": 2\n \"c\": 3} //");
    REQUIRE(document.where == position{2, 13});
    REQUIRE(document.members()->size() == 2);
    REQUIRE(document.members()->at(0).value.where == position{2, 26});
    REQUIRE(document.members()->at(1).where == position{3, 2});
}

TEST_CASE("strings with escapes do not confuse positions") {
    const auto document = parsed(R"(["\"\\\"", "\u00e9\\", 7])");
    REQUIRE(*document.items()->at(0).text() == R"("\")");
    REQUIRE(*document.items()->at(1).text() == "é\\");
    REQUIRE(document.items()->at(2).where == position{1, 24});
}

TEST_CASE("whole numbers keep all 64 bits") {
    const auto document = parsed("[18446744073709551615, 0, -1, 1.0]");
    const auto& items = *document.items();
    REQUIRE(std::get<std::uint64_t>(items[0].value) == 18446744073709551615U);
    REQUIRE(std::get<std::uint64_t>(items[1].value) == 0);
    REQUIRE(std::get<double>(items[2].value) == -1);
    REQUIRE(std::get<double>(items[3].value) == 1);
}

TEST_CASE("values are shown in errors as they may be written") {
    const auto document = parsed(R"(["a\nb", 3, 2.5, -1, true, null, [], {}])");
    std::vector<std::string> written;
    for (const auto& item : *document.items())
        written.push_back(item.written());
    REQUIRE(written ==
            std::vector<std::string>{R"("a\nb")", "3", "2.5", "-1.0", "true", "null", "a list", "an object"});
}

TEST_CASE("long texts are shortened in errors, between characters") {
    REQUIRE(quote(std::string(100, 'x')) == '"' + std::string(40, 'x') + "...\"");
    REQUIRE(quote("ääää", 3) == "\"ä...\"");
}

TEST_CASE("a comma behind the last value is told as what it is, and where") {
    REQUIRE(first_problem("{\"a\": 1,\n}") == "x:1:8: a comma behind the last value, expected none");
    REQUIRE(first_problem("[1, 2 /* , */ , ]") == "x:1:15: a comma behind the last value, expected none");
    REQUIRE(first_problem("{\"a\": ]}") == "x:1:7: unexpected ']', expected a value");
    REQUIRE(first_problem("[,]") == "x:1:2: unexpected ',', expected a value");
}

TEST_CASE("text that is not JSON is told in plain words at the place that is wrong") {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"", "x:1:1: the file is empty, expected at least {}"},
        {" \n ", "x:2:2: the file ends here, expected a value"},
        {"// nothing", "x:1:11: the file ends here, expected a value"},
        {"{", "x:1:2: the file ends here, expected a key in double quotes"},
        {"{\"a\"", "x:1:5: the file ends here, expected ':'"},
        {"{\"a\":", "x:1:6: the file ends here, expected a value"},
        {"{\"a\": 1", "x:1:8: the file ends here, expected ',' or '}'"},
        {"[1", "x:1:3: the file ends here, expected ',' or ']'"},
        {"{\"a\": \"bc", "x:1:7: invalid text, expected a closing quotation mark"},
        {"{\"a\" \"b\"}", "x:1:6: unexpected string, expected ':'"},
        {"{\"a\" true}", "x:1:6: unexpected true, expected ':'"},
        {"{\"a\": 1 22}", "x:1:9: unexpected number, expected ',' or '}'"},
        {"{a: 1}", "x:1:2: this is not JSON, expected a key in double quotes"},
        {"{'a': 1}", "x:1:2: this is not JSON, expected a key in double quotes"},
        {"{\"a\": nil}", "x:1:7: this is not JSON, expected a value (texts stand in double quotes)"},
        {"{} {}", "x:1:4: unexpected '{', expected nothing more"},
        {"{\"a\": 1e999}", "x:1:7: too large a number, expected one below 1.8e308 instead of '1e999'"},
        {"{\"a\": -}", "x:1:8: invalid number, expected digit after '-'"},
        {"{} /* open", "x:1:11: invalid comment, expected closing '*/', expected nothing more"},
        {"{} # x", "x:1:4: this is not JSON, expected nothing more"},
    };
    for (const auto& [text, problem] : cases)
        CHECK(first_problem(text) == problem);
}

TEST_CASE("what is no text is refused before it is parsed") {
    using namespace std::string_literals;
    REQUIRE(first_problem("\xEF\xBB\xBF{}") == "x:1:1: a byte order mark, expected plain UTF-8 without one");
    REQUIRE(first_problem("{}\n\0"s) == "x:2:1: a NUL byte, expected text in UTF-8");
    REQUIRE(first_problem("{} // \0 {"s) == "x:1:7: a NUL byte, expected text in UTF-8");
    for (const auto& bad :
         {"\xFF\xFE{"s, "\xC0\x80"s, "\xED\xA0\x80"s, "\xF4\x90\x80\x80"s, "\xE2\x82"s, "\x80"s})
        CHECK(first_problem("{\"" + bad + "\": 1}") ==
              "x:1:3: a byte that is not UTF-8, expected text in UTF-8");
}

TEST_CASE("every key that stands twice is told, and the rest is read on") {
    problems found;
    const auto document =
        parse_document("{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2},\n\"a\": 3, \"a\": 4}", "x", found);
    REQUIRE(document);
    REQUIRE(found.size() == 3);
    CHECK(to_string(found[0]) == "x:1:24: key \"c\" stands twice, expected it once (before in line 1)");
    CHECK(to_string(found[1]) == "x:2:1: key \"a\" stands twice, expected it once (before in line 1)");
    CHECK(to_string(found[2]) == "x:2:9: key \"a\" stands twice, expected it once (before in line 2)");
}

TEST_CASE("nesting is limited, however deep the file goes") {
    const auto nested = [](std::size_t levels) {
        return std::string(levels, '[') + std::string(levels, ']');
    };
    REQUIRE(first_problem(nested(deepest_nesting)) == "none");
    REQUIRE(first_problem(nested(deepest_nesting + 1)) ==
            "x:1:65: nested too deeply, expected at most 64 levels");
    REQUIRE(first_problem(std::string(1'000'000, '[')) ==
            "x:1:65: nested too deeply, expected at most 64 levels");
}

TEST_CASE("the number of values is limited") {
    std::string text = "[0";
    for (std::size_t i = 0; i < most_values; ++i)
        text += ",0";
    REQUIRE(first_problem(text + ']').ends_with("more than 1000000 values, expected fewer"));
}
