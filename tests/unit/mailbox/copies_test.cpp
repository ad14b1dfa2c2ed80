#include "mailbox/copies.hpp"

#include <catch2/catch.hpp>

#include "mailbox/mailbox.hpp"

using namespace sendlab;
using mailbox::copy_rule;

namespace {

struct mail {
    std::string message_id = "m";
    std::string subject = "Hello";
    std::string body = "text\r\n";
    std::vector<std::string> recipients{"a@x.org"};
    std::optional<mailbox::origin> origin{};
};

mailbox::message message_of(const mail& m) {
    mailbox::message out;
    out.from = "s@x.org";
    out.recipients = m.recipients;
    out.origin = m.origin;
    std::string raw = "Date: now " + m.message_id + "\r\n";
    if (!m.message_id.empty())
        raw += "Message-ID: <" + m.message_id + ">\r\n";
    out.raw = std::make_shared<const std::string>(raw + "Subject: " + m.subject + "\r\n\r\n" + m.body);
    return out;
}

/// The ids of each group.
std::vector<std::vector<std::uint64_t>> groups(const std::vector<mail>& mails,
                                               copy_rule rule = copy_rule::automatic) {
    mailbox::mailbox box;
    std::vector<const mailbox::message*> kept;
    for (const auto& m : mails)
        kept.push_back(box.find(box.accept(message_of(m))));
    std::vector<std::vector<std::uint64_t>> found;
    for (const auto& one : find_copies(kept, rule)) {
        found.emplace_back();
        for (const auto* m : one.messages)
            found.back().push_back(m->id);
    }
    return found;
}

mailbox::origin place(std::string file, std::uint32_t position, std::uint32_t attempt) {
    return {.file_key = std::move(file), .position = position, .attempt = attempt, .request_id = "r"};
}

using id_groups = std::vector<std::vector<std::uint64_t>>;

} // namespace

TEST_CASE("messages of one file and position are copies, whatever else they say") {
    CHECK(groups({{.message_id = "1", .origin = place("f", 0, 1)},
                  {.message_id = "2", .origin = place("f", 1, 1)},
                  {.message_id = "3", .subject = "other", .origin = place("f", 0, 2)},
                  {.message_id = "4", .origin = place("g", 0, 1)}}) == id_groups{{1, 3}});
}

TEST_CASE("without a place the Message-ID tells copies, or the content does") {
    const std::vector<mail> mails{{.message_id = "1", .body = "a"},
                                  {.message_id = "2", .body = "b"},
                                  {.message_id = "1", .body = "c"},
                                  {.message_id = "3", .body = "b"}};
    CHECK(groups(mails) == id_groups{{1, 3}, {2, 4}});
    CHECK(groups(mails, copy_rule::identity) == id_groups{{1, 3}});
    CHECK(groups(mails, copy_rule::content) == id_groups{{2, 4}});
}

TEST_CASE("what joins two and two joins all") {
    CHECK(groups({{.message_id = "1", .body = "a"},
                  {.message_id = "1", .body = "b"},
                  {.message_id = "2", .body = "b"}}) == id_groups{{1, 2, 3}});
}

TEST_CASE("a mail that is made anew has another boundary, and the same content") {
    const auto mime = [](const std::string& boundary) {
        return "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary +
               "\r\n\r\nHello\r\n--" + boundary + "--\r\n";
    };
    CHECK(groups({{.message_id = "1", .body = mime("abc")}, {.message_id = "2", .body = mime("xyz")}}) ==
          id_groups{{1, 2}});
}

TEST_CASE("one newsletter to many recipients is no copy of itself") {
    CHECK(groups({{.message_id = "n", .recipients = {"a@x.org"}},
                  {.message_id = "n", .recipients = {"b@x.org"}}})
              .empty());
    mailbox::mailbox box;
    std::vector<const mailbox::message*> kept;
    for (const auto& recipients :
         {std::vector<std::string>{"a@x.org", "b@x.org"}, {"b@x.org", "c@x.org", "c@x.org"}})
        kept.push_back(box.find(box.accept(message_of({.message_id = "n", .recipients = recipients}))));
    const auto found = find_copies(kept, copy_rule::automatic);
    REQUIRE(found.size() == 1);
    CHECK(found[0].hit_twice == std::vector<std::string>{"b@x.org"});
}

TEST_CASE("of a live invocation whose position is unknown the file keeps two files apart") {
    const auto unknown = mailbox::origin::unknown_position;
    CHECK(groups({{.message_id = "", .origin = place("f", unknown, 1)},
                  {.message_id = "", .origin = place("g", unknown, 1)},
                  {.message_id = "", .origin = place("f", unknown, 2)}}) == id_groups{{1, 3}});
}

TEST_CASE("a chosen field names the e-mail") {
    mailbox::mailbox box;
    box.set_copy_field("X-Mail");
    std::vector<const mailbox::message*> kept;
    for (const std::string name : {"1", "2", "1"}) {
        mailbox::message m;
        m.recipients = {"a@x.org"};
        m.raw =
            std::make_shared<const std::string>("X-Mail: " + name + "\r\n\r\n" + std::to_string(kept.size()));
        kept.push_back(box.find(box.accept(std::move(m))));
    }
    const auto found = find_copies(kept, copy_rule::automatic);
    REQUIRE(found.size() == 1);
    CHECK(found[0].messages == std::vector<const mailbox::message*>{kept[0], kept[2]});
}

TEST_CASE("messages of which nothing is known are not taken for copies") {
    mailbox::mailbox box;
    mailbox::message m;
    m.recipients = {"a@x.org"};
    box.accept(m);
    box.accept(m);
    CHECK(find_copies(box.list(0, 2), copy_rule::automatic).empty());
}
