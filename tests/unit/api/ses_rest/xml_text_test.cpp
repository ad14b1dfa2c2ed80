#include "api/ses_rest/xml_text.hpp"

#include <catch2/catch.hpp>

namespace {

std::string xml_of(std::string_view text) {
    std::string out;
    sendlab::api::append_xml_text(out, text);
    return out;
}

} // namespace

TEST_CASE("text cannot leave its element") {
    CHECK(xml_of("a<b>&\"c\"") == "a&lt;b&gt;&amp;\"c\"");
    CHECK(xml_of("line\r\nline\t") == "line&#13;\nline\t");
    std::string element;
    sendlab::api::append_xml_element(element, "Message", "</Message>");
    CHECK(element == "<Message>&lt;/Message&gt;</Message>");
}

TEST_CASE("what XML cannot say, and what is no UTF-8, is replaced") {
    CHECK(xml_of("Gr\u00fc\u00dfe \U0001F600") == "Gr\u00fc\u00dfe \U0001F600");
    CHECK(xml_of("a\x01z") == "a\uFFFDz");
    CHECK(xml_of("a\xffz") == "a\uFFFDz");
    CHECK(xml_of("\xc3") == "\uFFFD");
}
