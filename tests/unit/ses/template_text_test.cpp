#include "ses/template_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace sendlab;
using nlohmann::json;
using ses::template_error;
using ses::template_text;

namespace {

const json data = json::parse(R"({
    "name": "Ann", "age": 41, "half": 0.5, "yes": true, "no": false, "empty": "", "none": null, "zero": 0,
    "address": {"city": "Oslo", "tags": ["x", "y"]}, "odd key": "o",
    "list": [{"n": 1, "sub": [{"k": "a"}, {"k": "b"}]}, {"n": 2, "sub": []}], "words": ["p", "q"], "nothing": []})");

std::string rendered(std::string_view text) {
    const auto parsed = template_text::parse(text);
    REQUIRE(parsed.has_value());
    const auto out = parsed->render(data);
    REQUIRE(out.has_value());
    return *out;
}

std::string missing(std::string_view text) {
    const auto out = template_text::parse(text)->render(data);
    REQUIRE(out.has_error());
    CHECK(out.error().why == template_error::kind::missing_attribute);
    return out.error().what;
}

std::string syntax_error(std::string_view text) {
    const auto parsed = template_text::parse(text);
    REQUIRE(parsed.has_error());
    CHECK(parsed.error().why == template_error::kind::syntax);
    return parsed.error().what;
}

} // namespace

TEST_CASE("variables are replaced, nothing is escaped") {
    CHECK(rendered("Dear {{name}}, {{ age }} {{half}} {{yes}}{{none}}{{empty}}.") ==
          "Dear Ann, 41 0.5 true.");
    CHECK(rendered("{{address.city}} {{address/city}} {{address.tags.1}} {{[odd key]}}") == "Oslo Oslo y o");
    CHECK(rendered("{{{name}}} {{&name}} {{this.name}} {{./name}}") == "Ann Ann Ann Ann");
    CHECK(rendered("no tags { } }} {").size() == 16);
}

TEST_CASE("a variable without a value is missing, and named") {
    CHECK(missing("{{nobody}}") == "nobody");
    CHECK(missing("{{address.street}}") == "address.street");
    CHECK(missing("{{name.first}}") == "name.first");
    CHECK(missing("{{#each words}}{{x}}{{/each}}") == "x");
}

TEST_CASE("conditions hold for what is there and is not empty, false or 0") {
    CHECK(rendered("{{#if name}}a{{/if}}{{#if no}}b{{/if}}{{#if empty}}c{{/if}}{{#if zero}}d{{/if}}"
                   "{{#if nobody}}e{{/if}}{{#if nothing}}f{{/if}}{{#if address}}g{{/if}}") == "ag");
    CHECK(rendered(
              "{{#if no}}a{{else}}b{{/if}}{{#unless no}}c{{/unless}}{{#unless yes}}d{{else}}e{{/unless}}") ==
          "bce");
    CHECK(rendered("{{#if no}}a{{else if zero}}b{{else if name}}c{{else}}d{{/if}}!") == "c!");
    CHECK(rendered("{{#if no}}a{{else if zero}}b{{else}}d{{/if}}!") == "d!");
    CHECK(rendered("{{#if no}}{{nobody}}{{/if}}ok") == "ok");
}

TEST_CASE("loops go over lists and objects, and know where they are") {
    CHECK(rendered("{{#each words}}{{@index}}{{this}}{{#if @last}}.{{else}},{{/if}}{{/each}}") == "0p,1q.");
    CHECK(rendered("{{#each list}}{{n}}:{{#each sub}}{{k}}{{../n}}{{/each}};{{/each}}") == "1:a1b1;2:;");
    CHECK(rendered("{{#each address}}{{@key}} {{/each}}") == "city tags ");
    CHECK(rendered("{{#each nothing}}x{{else}}none{{/each}}{{#each nobody}}x{{/each}}") == "none");
    CHECK(rendered("{{#each list}}{{../name}}{{/each}}") == "AnnAnn");
}

TEST_CASE("with, sections and their opposite") {
    CHECK(rendered("{{#with address}}{{city}}{{../name}}{{/with}}") == "OsloAnn");
    CHECK(rendered("{{#address}}{{city}}{{/address}}{{#words}}{{this}}{{/words}}{{#yes}}{{name}}{{/yes}}") ==
          "OslopqAnn");
    CHECK(rendered("{{^no}}a{{/no}}{{^yes}}b{{/yes}}") == "a");
}

TEST_CASE("comments and blanks that a tilde eats") {
    CHECK(rendered("a{{! note }}b{{!-- {{name}} --}}c") == "abc");
    CHECK(rendered("a {{~name~}} \n b") == "aAnnb");
    CHECK(rendered("\\{{name}}") == "{{name}}");
}

TEST_CASE("inline partials") {
    CHECK(rendered("{{#* inline \"hi\"}}Hi {{name}}{{/inline}}{{> hi}}, {{> hi}}") == "Hi Ann, Hi Ann");
    CHECK(missing("{{> nobody}}") == "nobody");
    CHECK(missing("{{#* inline \"loop\"}}{{> loop}}{{/inline}}{{> loop}}") == "loop");
}

TEST_CASE("what is no template says why") {
    CHECK(syntax_error("{{name") == "a tag is not closed");
    CHECK(syntax_error("{{}}") == "an empty tag");
    CHECK(syntax_error("{{#if name}}x") == "expected {{/if}}");
    CHECK(syntax_error("{{#if name}}x{{/each}}") == "{{/each}} closes nothing");
    CHECK(syntax_error("{{/if}}") == "{{/if}} closes nothing");
    CHECK(syntax_error("{{else}}") == "{{else}} outside of a block");
    CHECK(syntax_error("{{#if a}}{{else}}{{else}}{{/if}}") == "two {{else}} in one block");
    CHECK(syntax_error("{{upper name}}") == "unknown helper in {{upper name}}");
    CHECK(syntax_error("{{#repeat 3}}{{/repeat}}") == "unknown helper repeat");
    CHECK(syntax_error("{{#if}}{{/if}}") == "{{#if}} wants the name of an attribute");
}

TEST_CASE("a template cannot run away") {
    std::string deep;
    for (int i = 0; i < 60; ++i)
        deep += "{{#if a}}";
    CHECK(syntax_error(deep) == "blocks are nested too deeply");
    const json many = {{"l", std::vector<int>(100, 1)}};
    std::string loops;
    std::string ends;
    std::string up;
    for (int i = 0; i < 20; ++i) {
        loops += "{{#each " + up + "l}}";
        ends += "{{/each}}";
        up += "../";
    }
    const auto endless = template_text::parse(loops + ends)->render(many);
    REQUIRE(endless.has_error());
    CHECK(endless.error().why == template_error::kind::too_long);
    const json wide = {{"l", std::vector<int>(1000, 1)}, {"t", std::string(100'000, 'x')}};
    const auto large = template_text::parse("{{#each l}}{{../t}}{{/each}}")->render(wide);
    REQUIRE(large.has_error());
    CHECK(large.error().why == template_error::kind::too_long);
}
