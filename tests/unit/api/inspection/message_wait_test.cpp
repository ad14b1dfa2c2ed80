#include "unit/api/inspection/inspector.hpp"

using namespace sendlab;
using namespace std::chrono_literals;
using nlohmann::json;
using test::inspector;

TEST_CASE("who waits for messages that are there is answered at once") {
    inspector i;
    i.deliver("apple");
    const auto reply = i.ask("GET", "/_sendlab/wait?query=subject:apple");
    CHECK(reply->status() == 200);
    CHECK(reply->json()["messages_count"] == 1);
    CHECK(reply->json()["messages"][0]["Subject"] == "apple");
    CHECK(i.ask("GET", "/_sendlab/wait?count=0&query=pear")->status() == 200);
}

TEST_CASE("who waits is answered with the message that completes the number, and only once") {
    inspector i;
    i.deliver("apple 1");
    const auto reply = i.ask("GET", "/_sendlab/wait?query=apple&count=2&timeout=10s");
    CHECK(reply->answers == 0);
    i.deliver("pear");
    CHECK(reply->answers == 0);
    i.wait(3s);
    i.deliver("apple 2");
    REQUIRE(reply->answers == 1);
    CHECK(reply->json()["messages"][0]["Subject"] == "apple 2");
    i.deliver("apple 3");
    i.wait(1h);
    CHECK(reply->answers == 1);
}

TEST_CASE("when the time is over the answer says what there is") {
    inspector i;
    i.deliver("apple");
    const auto reply = i.ask("GET", "/_sendlab/wait?query=apple&count=3&timeout=250ms");
    i.wait(249ms);
    CHECK(reply->answers == 0);
    i.wait(2ms);
    CHECK(reply->status() == 408);
    CHECK(reply->json()["error"] == "waited for 3 messages, 1 match");
    CHECK(reply->json()["wanted"] == 3);
    CHECK(reply->json()["messages"].size() == 1);
}

TEST_CASE("messages that go while somebody waits do not count") {
    inspector i;
    i.deliver("a");
    const auto reply = i.ask("GET", "/_sendlab/wait?count=2");
    i.box.clear();
    i.deliver("b");
    CHECK(reply->answers == 0);
    i.ask("DELETE", "/_sendlab/messages");
    i.deliver("c");
    CHECK(reply->answers == 0);
    i.deliver("d");
    CHECK(reply->status() == 200);
}

TEST_CASE("a message that begins or ceases to match while somebody waits") {
    inspector i;
    i.deliver("a");
    const auto reply = i.ask("GET", "/_sendlab/wait?query=is:read&count=1");
    CHECK(reply->answers == 0);
    i.get("/api/v1/message/latest");
    CHECK(reply->status() == 200);
}

TEST_CASE("an exact number is only known when the time is over") {
    inspector i;
    i.deliver("a");
    const auto exact = i.ask("GET", "/_sendlab/wait?count=1&exact=true&timeout=1s");
    CHECK(exact->answers == 0);
    const auto none = i.ask("GET", "/_sendlab/wait?query=zebra&count=0&exact=true&timeout=1s");
    i.wait(2s);
    CHECK(exact->status() == 200);
    CHECK(none->status() == 200);
    const auto two = i.ask("GET", "/_sendlab/wait?count=1&exact=true&timeout=1s");
    i.deliver("b");
    i.wait(2s);
    CHECK(two->status() == 408);
}

TEST_CASE("a wait that cannot be understood is refused") {
    inspector i;
    for (const auto* const bad : {"timeout=x", "timeout=11m", "count=99999999", "query=larger:x"})
        CHECK(i.ask("GET", std::string{"/_sendlab/wait?"} + bad)->status() == 400);
}

TEST_CASE("many may wait for one message") {
    inspector i;
    std::vector<std::shared_ptr<inspector::reply>> replies;
    for (int n = 0; n < 20; ++n)
        replies.push_back(i.ask("GET", "/_sendlab/wait"));
    i.deliver("a");
    for (const auto& reply : replies)
        CHECK(reply->answers == 1);
}

TEST_CASE("at the end of the service nobody is left waiting") {
    inspector i;
    const auto reply = i.ask("GET", "/_sendlab/wait?timeout=10m");
    i.service.stop();
    CHECK(reply->status() == 503);
    i.deliver("a");
    i.wait(std::chrono::hours{1});
    CHECK(reply->answers == 1);
    const auto next = i.ask("GET", "/_sendlab/wait?count=5&timeout=10m");
    i.service.stop();
    CHECK(next->json()["error"] == "waited for 5 messages, 1 match");
}
