#include "smtp/path.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace sendlab::smtp;

namespace {

/// The mailbox and what is behind it, or "" and the number of the error.
std::string parsed(std::string_view text, path_use use = path_use::forward) {
    const auto found = parse_path(text, use);
    if (!found)
        return "error " + std::to_string(static_cast<int>(found.error()));
    return std::string{found->mailbox} + "|" + std::string{found->rest};
}

const std::string brackets = "error 0", syntax = "error 1", local_part = "error 2", domain = "error 3";

} // namespace

TEST_CASE("a path is a mailbox between angle brackets") {
    CHECK(parsed("<a@b.example> SIZE=1") == "a@b.example| SIZE=1");
    CHECK(parsed("<a.b+c!#$%&'*/=?^_`{|}~-@x-y.example>") == "a.b+c!#$%&'*/=?^_`{|}~-@x-y.example|");
    CHECK(parsed("<a@[192.0.2.1]>") == "a@[192.0.2.1]|");
    CHECK(parsed("<a@[IPv6:2001:db8::1]>") == "a@[IPv6:2001:db8::1]|");
    CHECK(parsed("<a@localhost>") == "a@localhost|");
    CHECK(parsed("<\xc3\xa4@\xc3\xb6.example>") == "\xc3\xa4@\xc3\xb6.example|");
}

TEST_CASE("a local part may be quoted") {
    CHECK(parsed("<\"a b\"@c.example>") == "\"a b\"@c.example|");
    CHECK(parsed("<\"a>b@c\\\"\"@d.example>x") == "\"a>b@c\\\"\"@d.example|x");
    CHECK(parsed("<\"\"@d.example>") == "\"\"@d.example|");
    for (const auto* bad : {"<\"a@b.example>", "<\"a\"b@c.example>", "<\"a\\>", "<a\"b\"@c.example>"})
        CHECK(parsed(bad).starts_with("error"));
}

TEST_CASE("a source route is read and means nothing") {
    CHECK(parsed("<@x.example,@y.example:a@b.example>") == "a@b.example|");
    CHECK(parsed("<@x.example:a@b.example>") == "a@b.example|");
    for (const auto* bad :
         {"<@x.example>", "<@x.example,a@b.example>", "<@:a@b.example>", "<@x.example,:a@b.example>"})
        CHECK(parsed(bad) == syntax);
}

TEST_CASE("only MAIL has an empty path, only RCPT a bare Postmaster") {
    CHECK(parsed("<>", path_use::reverse) == "|");
    CHECK(parsed("<>") == syntax);
    CHECK(parsed("<POSTmaster>") == "POSTmaster|");
    CHECK(parsed("<postmaster>", path_use::reverse) == syntax);
}

TEST_CASE("what is no mailbox is refused") {
    for (const auto* bad : {"a@b.example", "", " <a@b.example>", "<a@b.example", "a <b@c.example>"})
        CHECK(parsed(bad) == brackets);
    for (const auto* bad : {"<a>",
                            "<@>",
                            "<a@>",
                            "<@b.example>",
                            "<.a@b.example>",
                            "<a.@b.example>",
                            "<a..b@c.example>",
                            "<a b@c.example>",
                            "<a@b@c.example>",
                            "<a@b..example>",
                            "<a@.example>",
                            "<a@example.>",
                            "<a@-b.example>",
                            "<a@b-.example>",
                            "<a@b_c.example>",
                            "<a@[]>",
                            "<a@[1.2.3.4>",
                            "<a,b@c.example>",
                            "<<a@b.example>>",
                            "<a@b.example,c@d.example>"})
        CHECK(parsed(bad) == syntax);
}

TEST_CASE("a local part has at most 64 octets, a domain at most 255") {
    const std::string sixty_four(64, 'a');
    CHECK(parsed("<" + sixty_four + "@b>") == sixty_four + "@b|");
    CHECK(parsed("<" + sixty_four + "a@b>") == local_part);
    std::string longest;
    while (longest.size() < 254)
        longest += "a.";
    longest += "a";
    CHECK(longest.size() == 255);
    CHECK(parsed("<a@" + longest + ">") == "a@" + longest + "|");
    CHECK(parsed("<a@a" + longest + ">") == domain);
}
