#include "ses/email_template.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using ses::email_template;
using ses::rendering_failure;

namespace {

const email_template welcome{"welcome", "Hi {{a}}", "text {{b}}", "<p>{{a}}</p>"};

} // namespace

TEST_CASE("a template is rendered in all its parts") {
    const auto out = render(welcome, R"({"a":"Ann","b":2})");
    REQUIRE(out.has_value());
    CHECK(out->subject == "Hi Ann");
    CHECK(out->text == "text 2");
    CHECK(out->html == "<p>Ann</p>");
}

TEST_CASE("each way to fail has its own reason") {
    CHECK(render(welcome, "{").error().why == rendering_failure::invalid_data);
    CHECK(render(welcome, "[]").error().why == rendering_failure::invalid_data);
    CHECK(render(welcome, std::string(100'000, '[')).error().why == rendering_failure::invalid_data);
    const auto missing = render(welcome, R"({"a":1})");
    CHECK(missing.error().why == rendering_failure::missing_attribute);
    CHECK(missing.error().what == "Attribute 'b' is not present in the rendering data.");
    CHECK(ses::render({"t", "{{", "", ""}, "{}").error().why == rendering_failure::invalid_template);
}

TEST_CASE("SES stores only what can be a template") {
    CHECK_FALSE(fault_of(welcome));
    CHECK(ses::fault_of({"", "s", "", ""}));
    CHECK(ses::fault_of({"a b", "s", "", ""}));
    CHECK(ses::fault_of({std::string(65, 'x'), "s", "", ""}));
    CHECK_FALSE(ses::fault_of({std::string(64, 'x'), "s", "", ""}));
    CHECK(ses::fault_of({"t", "", "x", ""}));
    CHECK(ses::fault_of({"t", "s", "", "{{#if}}"}) ==
          "HTML part of the template is invalid: {{#if}} wants the name of an attribute");
    CHECK(ses::fault_of({"t", "s", std::string(ses::longest_template, 'x'), ""}));
}

TEST_CASE("a bulk entry's data wins over the default data") {
    CHECK(ses::merged_data(R"({"a":1,"b":2})", R"({"b":3})") == R"({"a":1,"b":3})");
    CHECK(ses::merged_data(R"({"a":1})", "") == R"({"a":1})");
    CHECK(ses::merged_data("", R"({"b":3})") == R"({"b":3})");
    CHECK(ses::merged_data(R"({"a":1})", "{broken") == "{broken");
}
