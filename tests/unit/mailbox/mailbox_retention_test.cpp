#include "mailbox/mailbox.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;
using mailbox::eviction_counts;
using mailbox::keeping;
using mailbox::mailbox_event;

namespace {

mailbox::message mail_of(std::size_t bytes, duration after_start = 0s) {
    mailbox::message m;
    m.accepted = virtual_epoch + after_start;
    m.raw = std::make_shared<const std::string>(bytes, 'x');
    return m;
}

std::vector<std::uint64_t> kept_ids(const mailbox::mailbox& box) {
    std::vector<std::uint64_t> ids;
    for (const auto* m : box.list(0, box.count()))
        ids.push_back(m->id);
    return ids;
}

using id_list = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("past its number of messages a mailbox lets the oldest go, and counts them") {
    mailbox::mailbox box{keeping::everything, {.messages = 3}};
    for (int i = 0; i < 5; ++i)
        box.accept(mail_of(10));
    CHECK(kept_ids(box) == id_list{5, 4, 3});
    CHECK(box.evicted() == eviction_counts{.by_number = 2});
    CHECK(box.accepted() == 5);
    CHECK(box.bytes() == 30);
    CHECK_FALSE(box.find(2));
}

TEST_CASE("past its bytes a mailbox lets the oldest go until it fits exactly") {
    mailbox::mailbox box{keeping::everything, {.bytes = 100}};
    for (int i = 0; i < 10; ++i)
        box.accept(mail_of(10));
    CHECK(box.count() == 10);
    box.accept(mail_of(1));
    CHECK(box.count() == 10);
    CHECK(box.bytes() == 91);
    box.accept(mail_of(101)); // larger than all that may be kept: even it goes
    CHECK(box.count() == 0);
    CHECK(box.bytes() == 0);
    CHECK(box.evicted() == eviction_counts{.by_bytes = 12});
}

TEST_CASE("a message that is older than the limit goes when time has passed, not before") {
    mailbox::mailbox box{keeping::everything, {.age = 10s}};
    box.accept(mail_of(1, 0s));
    box.accept(mail_of(1, 5s));
    box.expire(virtual_epoch + 10s);
    CHECK(box.count() == 2);
    box.expire(virtual_epoch + 10s + 1ns);
    CHECK(kept_ids(box) == id_list{2});
    box.accept(mail_of(1, 20s));
    CHECK(kept_ids(box) == id_list{3});
    CHECK(box.evicted() == eviction_counts{.by_age = 2});
}

TEST_CASE("limits that become tighter act at once") {
    mailbox::mailbox box;
    for (int i = 0; i < 5; ++i)
        box.accept(mail_of(1));
    box.set_limits({.messages = 2});
    CHECK(kept_ids(box) == id_list{5, 4});
    CHECK(box.evicted().total() == 3);
}

TEST_CASE("some messages are removed, and what is asked for by id is still found") {
    mailbox::mailbox box;
    for (int i = 0; i < 5; ++i)
        box.accept(mail_of(10));
    CHECK(box.remove(id_list{4, 2, 2, 99}) == 2);
    CHECK(kept_ids(box) == id_list{5, 3, 1});
    CHECK(box.deleted() == 2);
    CHECK(box.bytes() == 30);
    CHECK_FALSE(box.find(4));
    REQUIRE(box.find(5));
    CHECK(box.find(5)->id == 5);
    CHECK(box.evicted().total() == 0);
}

TEST_CASE("messages are unread until they are read, and carry tags") {
    mailbox::mailbox box;
    box.accept(mail_of(1));
    box.accept(mail_of(1));
    CHECK(box.unread() == 2);
    CHECK(box.set_read(1, true));
    CHECK(box.set_read(1, true));
    CHECK(box.unread() == 1);
    CHECK(box.set_read(1, false));
    CHECK(box.unread() == 2);
    CHECK(box.set_tags(2, {"a", "b"}));
    CHECK(box.find(2)->tags == std::vector<std::string>{"a", "b"});
    CHECK_FALSE(box.set_read(3, true));
    CHECK_FALSE(box.set_tags(3, {}));
    box.set_read(2, true);
    box.remove(id_list{2});
    CHECK(box.unread() == 1);
    box.clear();
    CHECK(box.unread() == 0);
}

TEST_CASE("listeners hear of each event, in order, until they leave") {
    mailbox::mailbox box{keeping::everything, {.messages = 2}};
    std::vector<std::pair<mailbox_event, std::uint64_t>> heard;
    const auto subscription = box.subscribe([&](mailbox_event event, const mailbox::message* about) {
        heard.emplace_back(event, about ? about->id : 0);
    });
    for (int i = 0; i < 3; ++i)
        box.accept(mail_of(1));
    box.set_read(2, true);
    box.remove(id_list{3});
    box.clear();
    box.unsubscribe(subscription);
    box.accept(mail_of(1));
    using event = mailbox_event;
    CHECK(heard == std::vector<std::pair<mailbox_event, std::uint64_t>>{{event::accepted, 1},
                                                                        {event::accepted, 2},
                                                                        {event::accepted, 3},
                                                                        {event::deleted, 1},
                                                                        {event::updated, 2},
                                                                        {event::deleted, 3},
                                                                        {event::cleared, 0}});
}

TEST_CASE("a listener may leave, or send others away, while it is told") {
    mailbox::mailbox box;
    int first = 0;
    int second = 0;
    std::uint64_t me = 0;
    std::uint64_t other = 0;
    me = box.subscribe([&](mailbox_event, const mailbox::message*) {
        ++first;
        box.unsubscribe(other);
        box.unsubscribe(me);
    });
    other = box.subscribe([&](mailbox_event, const mailbox::message*) { ++second; });
    box.accept(mail_of(1));
    box.accept(mail_of(1));
    CHECK(first == 1);
    CHECK(second == 0);
}

TEST_CASE("what a writer reserved and did not need is not kept") {
    mailbox::mailbox box;
    std::string text = "short";
    text.reserve(1 << 20);
    mailbox::message m;
    m.raw = std::make_shared<const std::string>(std::move(text));
    box.accept(std::move(m));
    CHECK(box.find(1)->raw->capacity() < 100);
    CHECK(*box.find(1)->raw == "short");
}
