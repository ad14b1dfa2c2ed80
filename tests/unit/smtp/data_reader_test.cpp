#include "smtp/data_reader.hpp"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

using namespace sendlab::smtp;

namespace {

struct reading {
    std::string text;
    std::string rest; // behind the end mark
    bool ended = false;
    text_flaws flaws;

    friend bool operator==(const reading&, const reading&) = default;
};

reading read(std::string_view input, std::size_t most = std::string_view::npos) {
    data_reader reader;
    text_sink sink;
    reader.start(1000);
    sink.start(100'000'000, true);
    reading made;
    while (!input.empty() && !made.ended) {
        auto piece = input.substr(0, most);
        input.remove_prefix(piece.size());
        made.ended = reader.read(piece, sink);
        made.rest = std::string{piece} + std::string{input};
    }
    made.text = sink.take();
    made.flaws = reader.flaws();
    return made;
}

/// With a dot before each line that begins with one, and the end mark: what a client sends.
std::string stuffed(std::string_view text) {
    std::string out;
    bool at_start = true;
    for (const char c : text) {
        if (at_start && c == '.')
            out += '.';
        out += c;
        at_start = c == '\n' && out.ends_with("\r\n");
    }
    return out + ".\r\n";
}

} // namespace

TEST_CASE("a text ends at a line that is a dot") {
    CHECK(read("a\r\nb\r\n.\r\nQUIT\r\n") == reading{"a\r\nb\r\n", "QUIT\r\n", true, {}});
    CHECK(read(".\r\n") == reading{"", "", true, {}});
    CHECK(read("\r\n.\r\n").text == "\r\n");
    CHECK_FALSE(read("a\r\n.").ended);
    CHECK_FALSE(read("a\r\n.\r").ended);
}

TEST_CASE("of the dots that begin a line one is removed") {
    CHECK(read("..\r\n..x\r\n...\r\n.y\r\na.b\r\n.\r\n").text == ".\r\n.x\r\n..\r\ny\r\na.b\r\n");
    CHECK(read("a\r\n..\r\n.\r\n").text == "a\r\n.\r\n");
}

TEST_CASE("only CRLF, dot, CRLF is an end mark") {
    for (const auto* other :
         {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r", "\r\n\r.\r\n", "\n.\r", "\r.\n"}) {
        const auto found = read("a" + std::string{other} + "MAIL FROM:<x@y>\r\n.\r\nrest");
        CHECK(found.ended);
        CHECK(found.rest == "rest");
        CHECK(found.text.ends_with("MAIL FROM:<x@y>\r\n"));
        CHECK((found.flaws.bare_cr || found.flaws.bare_lf));
    }
    const auto nul = read(std::string_view{"a\r\n\0.\r\nb\r\n.\r\n", 13});
    CHECK(nul.text == std::string_view{"a\r\n\0.\r\nb\r\n", 10});
    CHECK(nul.flaws == text_flaws{});
}

TEST_CASE("a CR or LF alone is kept and noticed") {
    CHECK(read("a\nb\r\n.\r\n") == reading{"a\nb\r\n", "", true, {.bare_lf = true}});
    CHECK(read("a\rb\r\n.\r\n") == reading{"a\rb\r\n", "", true, {.bare_cr = true}});
    CHECK(read("a\r\r\n.\r\n") == reading{"a\r\r\n", "", true, {.bare_cr = true}});
    CHECK(read("a\n.b\r\n.\r\n").text == "a\n.b\r\n"); // no dot-stuffing behind LF alone
    CHECK(read(".\rb\r\n.\r\n").text == "\rb\r\n");
}

TEST_CASE("a line longer than 1,000 octets with its end is noticed") {
    const std::string fits(998, 'x');
    CHECK_FALSE(read(fits + "\r\n.\r\n").flaws.long_line);
    CHECK(read(fits + "x\r\n.\r\n").flaws.long_line);
    CHECK(read("a\r\n" + fits + "x\r\n.\r\n", 10).flaws.long_line);
    CHECK_FALSE(read("." + fits + "\r\n.\r\n").flaws.long_line); // stuffing does not count
}

TEST_CASE("the same is read wherever the input is cut") {
    const std::string inputs[] = {"Subject: x\r\n\r\n..a\r\n.b\r\n...\r\n.\r\nNOOP\r\n",
                                  "a\n.\nb\r.\r\nc\r\n.\rd\r\r\n.\n..\r\n.\r\nrest",
                                  ".\r\n",
                                  "..\r\n.\r\n",
                                  "\r\n\r\n\r\n.\r\n.\r\n",
                                  "\r\r\r\n\n\n.\r\r\n.\r\n"};
    for (const auto& input : inputs)
        for (std::size_t most = 1; most <= input.size(); ++most)
            CHECK(read(input, most) == read(input));
}

TEST_CASE("any octets come through, sent with dot-stuffing") {
    std::string text;
    for (int i = 0; i < 4096; ++i) // every pair of these, and more
        text += "\r\n.a\0\xff.\n\r"[(i * i + i / 7) % 9];
    text += "\r\n";
    const auto found = read(stuffed(text), 13);
    CHECK(found.ended);
    CHECK(found.text == text);
}

TEST_CASE("a text over the limit is counted, not kept") {
    data_reader reader;
    text_sink sink;
    reader.start(0);
    sink.start(10, true);
    std::string_view input{"0123456789\r\nabc\r\n.\r\nNOOP"};
    CHECK(reader.read(input, sink));
    CHECK(input == "NOOP");
    CHECK(sink.too_big());
    CHECK(sink.size() == 17);
    CHECK(sink.text().empty());
}
