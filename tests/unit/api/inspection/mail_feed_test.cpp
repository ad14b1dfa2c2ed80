#include "api/inspection/mail_feed.hpp"

#include "unit/api/inspection/inspector.hpp"

using namespace sendlab;
using namespace std::chrono_literals;
using nlohmann::json;
using test::inspector;

TEST_CASE("events of the mailbox are published as Mailpit does, with statistics now and then") {
    inspector i;
    api::event_feed feed;
    const api::mail_feed publisher{i.clock, i.box, feed};
    i.deliver("before anybody listens");
    std::vector<json> heard;
    const auto listening =
        feed.subscribe([&](const api::event_feed::text_ptr& text) { heard.push_back(json::parse(*text)); });
    i.deliver("one");
    i.deliver("two");
    i.get("/api/v1/message/latest");
    i.wait(300ms);
    REQUIRE(heard.size() == 4);
    CHECK(heard[0]["Type"] == "new");
    CHECK(heard[0]["Data"]["Subject"] == "one");
    CHECK(heard[2] ==
          json{{"Type", "update"},
               {"Data", {{"ID", "0000000000000000000003"}, {"Read", true}, {"Tags", json::array()}}}});
    CHECK(heard[3]["Type"] == "stats");
    CHECK(heard[3]["Data"]["Total"] == 3);
    CHECK(heard[3]["Data"]["Unread"] == 2);
    i.ask("DELETE", "/api/v1/messages", R"({"IDs":["1"]})");
    i.ask("DELETE", "/api/v1/messages");
    REQUIRE(heard.size() == 6);
    CHECK(heard[4] == json{{"Type", "delete"}, {"Data", {{"ID", "0000000000000000000001"}}}});
    CHECK(heard[5] == json{{"Type", "truncate"}, {"Data", nullptr}});
}
