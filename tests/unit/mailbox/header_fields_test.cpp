#include "mailbox/header_fields.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace sendlab::mailbox;

namespace {

std::vector<std::string> names_in(std::string_view message, std::string& body) {
    std::vector<std::string> names;
    header_fields fields{message};
    for (raw_field field; fields.next(field);)
        names.emplace_back(field.name);
    body = fields.body();
    return names;
}

} // namespace

TEST_CASE("fields are read with CRLF and with LF, folded or not, until the empty line") {
    std::string body;
    CHECK(names_in("A: 1\r\nB : 2\r\n more\r\n\tand more\r\n\r\nC: body\r\n", body) ==
          std::vector<std::string>{"A", "B"});
    CHECK(body == "C: body\r\n");
    CHECK(names_in("A: 1\nB: 2\n\nbody", body) == std::vector<std::string>{"A", "B"});
    CHECK(body == "body");
}

TEST_CASE("a line that is no field ends the header") {
    std::string body;
    CHECK(names_in("A: 1\r\nno field\r\nB: 2\r\n", body) == std::vector<std::string>{"A"});
    CHECK(body == "no field\r\nB: 2\r\n");
    CHECK(names_in(" A: 1\r\n", body).empty());
    CHECK(body == " A: 1\r\n");
    CHECK(names_in(": x\r\n", body).empty());
}

TEST_CASE("nothing, a header alone and a body alone") {
    std::string body = "?";
    CHECK(names_in("", body).empty());
    CHECK(body.empty());
    CHECK(names_in("A: 1", body) == std::vector<std::string>{"A"});
    CHECK(body.empty());
    CHECK(names_in("\r\nbody", body).empty());
    CHECK(body == "body");
}

TEST_CASE("a field is found in any case, and unfolded to one line") {
    const std::string message =
        "Received: x\r\nSUBJECT:  a\r\n b \r\nSubject: second\r\n\r\nSubject: body\r\n";
    CHECK(unfolded(first_field(message, "Subject")) == "a b");
    CHECK(first_field(message, "To").empty());
}

TEST_CASE("a Message-ID stands without its brackets") {
    CHECK(message_id_of("Message-Id: <a@b>\r\n\r\n") == "a@b");
    CHECK(message_id_of("Message-ID:\r\n <a@b>\r\n\r\n") == "a@b");
    CHECK(message_id_of("Message-ID: a@b\r\n") == "a@b");
    CHECK(message_id_of("Subject: x\r\n").empty());
}
