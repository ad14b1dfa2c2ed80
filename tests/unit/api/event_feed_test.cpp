#include "api/event_feed.hpp"

#include <vector>

#include <catch2/catch.hpp>

using sendlab::api::event_feed;

TEST_CASE("listeners hear what is published while they listen") {
    event_feed feed;
    std::vector<std::string> heard;
    feed.publish("before");
    CHECK_FALSE(feed.has_listeners());
    auto subscription = feed.subscribe([&](const event_feed::text_ptr& text) { heard.push_back(*text); });
    CHECK(feed.has_listeners());
    feed.publish("one");
    feed.publish("two");
    subscription.reset();
    feed.publish("after");
    CHECK(heard == std::vector<std::string>{"one", "two"});
    CHECK_FALSE(feed.has_listeners());
}

TEST_CASE("a listener may end its subscription, and begin another, while it hears") {
    event_feed feed;
    int first = 0;
    int second = 0;
    event_feed::subscription mine;
    event_feed::subscription other;
    mine = feed.subscribe([&](const event_feed::text_ptr&) {
        ++first;
        other = feed.subscribe([&](const event_feed::text_ptr&) { ++second; });
        mine.reset();
    });
    feed.publish("one");
    feed.publish("two");
    CHECK(first == 1);
    CHECK(second == 1);
}

TEST_CASE("a subscription may outlive its feed") {
    event_feed::subscription held;
    {
        event_feed feed;
        held = feed.subscribe([](const event_feed::text_ptr&) {});
    }
    held.reset();
}
