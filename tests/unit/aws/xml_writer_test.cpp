#include "aws/xml_writer.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::aws;

TEST_CASE("a document has a declaration, a namespace and closed elements") {
    xml_writer document{"Root", "http://example.com/"};
    document.element("A", "x").open("B").element("C", 7).element("D", true).close().optional("E", "").element(
        "F", "");
    CHECK(document.finish() ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<Root xmlns=\"http://example.com/\"><A>x</A><B><C>7</C><D>true</D></B><F></F></Root>");
}

TEST_CASE("what is open at the end is closed") {
    xml_writer document{"A"};
    document.open("B").open("C");
    CHECK(document.finish() == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<A><B><C></C></B></A>");
}

TEST_CASE("text cannot become markup") {
    CHECK(xml_escaped("a<b>&\"c\"") == "a&lt;b&gt;&amp;&quot;c&quot;");
    CHECK(xml_escaped(std::string_view{"\r\x01\n", 3}) == "&#13;&#1;\n");
}
