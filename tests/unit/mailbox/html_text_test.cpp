#include "mailbox/html_text.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::mailbox;

TEST_CASE("tags, comments, styles and scripts go, text stays") {
    CHECK(html_text("<p>Hello,<br>World</p>") == "Hello, World");
    CHECK(html_text("<style>p{}</style>a<script>x<y</script>b<!-- <b>c -->d") == "a b d");
    CHECK(html_text("<HEAD><title>t</title></HEAD><header>top</header>") == "top");
    CHECK(html_text("  a\r\n\t b ") == "a b");
}

TEST_CASE("character references are resolved where they are some") {
    CHECK(html_text("&lt;b&gt; &amp; &quot;&#65;&#x42;&#8364;&#128512;") == "<b> & \"AB\u20ac\U0001F600");
    CHECK(html_text("a&nbsp;b &unknown; &#xZZ; &#9999999999; & c") ==
          "a b &unknown; &#xZZ; &#9999999999; & c");
}

TEST_CASE("what is never closed ends with the text") {
    CHECK(html_text("a<b") == "a");
    CHECK(html_text("a<!-- b") == "a");
    CHECK(html_text("a<style>b") == "a");
    CHECK(html_text("a&") == "a&");
}

TEST_CASE("a snippet is cut between two characters") {
    CHECK(one_line("a\n\n b", 10) == "a b");
    CHECK(one_line("abcdef", 3) == "abc");
    CHECK(one_line("a\u00fc\u00fc", 4) == "a\u00fc");
    CHECK(one_line("", 3).empty());
}
