#include "mailbox/mailbox.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;
using mailbox::keeping;
using mailbox::message;

namespace {

message example(std::string raw = "Subject: x\r\n\r\nHello\r\n") {
    message m;
    m.accepted = virtual_epoch + 3s;
    m.from = "admin@example.com";
    m.recipients = {"a@example.com", "b@example.com"};
    m.raw = std::make_shared<const std::string>(std::move(raw));
    m.origin = mailbox::origin{.file_key = "1.json", .position = 24, .attempt = 2, .request_id = "uuid"};
    return m;
}

std::vector<std::uint64_t> ids_of(const std::vector<const message*>& messages) {
    std::vector<std::uint64_t> found;
    for (const auto* m : messages)
        found.push_back(m->id);
    return found;
}

} // namespace

TEST_CASE("a message is found under the id that it was given") {
    mailbox::mailbox box;
    CHECK(box.accept(example("one")) == 1);
    CHECK(box.accept(example("four")) == 2);
    CHECK(box.count() == 2);
    REQUIRE(box.find(2));
    CHECK(box.find(2)->id == 2);
    CHECK(*box.find(2)->raw == "four");
    CHECK(box.find(2)->size == 4);
    CHECK(box.find(2)->recipients.size() == 2);
    CHECK(box.find(2)->origin->position == 24);
    CHECK(box.find(2)->accepted == virtual_epoch + 3s);
    CHECK_FALSE(box.find(0));
    CHECK_FALSE(box.find(3));
}

TEST_CASE("a list is newest first, in pages") {
    mailbox::mailbox box;
    for (int i = 0; i < 5; ++i)
        box.accept(example());
    using list = std::vector<std::uint64_t>;
    CHECK(ids_of(box.list(0, 50)) == list{5, 4, 3, 2, 1});
    CHECK(ids_of(box.list(0, 2)) == list{5, 4});
    CHECK(ids_of(box.list(3, 50)) == list{2, 1});
    CHECK(ids_of(box.list(5, 50)).empty());
    CHECK(ids_of(box.list(99, 50)).empty());
    CHECK(ids_of(box.list(0, 0)).empty());
}

TEST_CASE("where only envelopes are kept the bytes are gone, and their number stays") {
    mailbox::mailbox box{keeping::envelope_only};
    box.accept(example("12345"));
    CHECK_FALSE(box.find(1)->raw);
    CHECK(box.find(1)->size == 5);
    CHECK(box.find(1)->from == "admin@example.com");
    message sized = example();
    sized.raw = nullptr;
    sized.size = 8000;
    box.accept(sized);
    CHECK(box.find(2)->size == 8000);
}

TEST_CASE("where messages are only counted nothing else is kept") {
    mailbox::mailbox box{keeping::count_only};
    CHECK(box.accept(example()) == 1);
    CHECK(box.accept() == 2);
    CHECK(box.accepted() == 2);
    CHECK(box.count() == 0);
    CHECK_FALSE(box.find(1));
    CHECK(box.list(0, 50).empty());
}

TEST_CASE("after a clear the ids go on") {
    mailbox::mailbox box;
    CHECK_FALSE(box.find(1));
    box.accept(example());
    box.accept(example());
    box.clear();
    CHECK(box.count() == 0);
    CHECK(box.accepted() == 2);
    CHECK_FALSE(box.find(2));
    CHECK(box.accept(example()) == 3);
    CHECK(box.find(3));
    CHECK_FALSE(box.find(2));
    CHECK(ids_of(box.list(0, 50)) == std::vector<std::uint64_t>{3});
}
