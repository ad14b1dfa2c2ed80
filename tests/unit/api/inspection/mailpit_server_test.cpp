#include "unit/api/inspection/inspector.hpp"

using namespace sendlab;
using namespace std::chrono_literals;
using nlohmann::json;
using test::inspector;

TEST_CASE("info counts what came, what is kept and what went") {
    inspector i{{.version = "1.2.3"}};
    i.box.set_limits({.messages = 2});
    for (const auto* const subject : {"a", "b", "c"})
        i.deliver(subject);
    i.box.set_tags(2, {"x"});
    i.wait(5s);
    const auto info = i.get("/api/v1/info");
    CHECK(info["Version"] == "sendlab 1.2.3");
    CHECK(info["Messages"] == 2);
    CHECK(info["Unread"] == 2);
    CHECK(info["Tags"] == json{{"x", 1}});
    CHECK(info["RuntimeStats"]["SMTPAccepted"] == 3);
    CHECK(info["RuntimeStats"]["MessagesDeleted"] == 1);
    CHECK(info["RuntimeStats"]["Uptime"] == 5);
    CHECK(i.get("/api/v1/webui")["ChaosEnabled"] == false);
    CHECK(i.ask("GET", "/readyz")->status() == 200);
}

TEST_CASE("chaos is handed on, checked, and reset by an empty object") {
    api::chaos_settings now;
    inspector i{{.chaos = [&] { return now; }, .set_chaos = [&](const api::chaos_settings& c) { now = c; }}};
    const auto set = i.ask("PUT", "/api/v1/chaos", R"({"Sender":{"ErrorCode":421,"Probability":5}})");
    CHECK(set->json()["Sender"] == json{{"ErrorCode", 421}, {"Probability", 5}});
    CHECK(now.sender == api::chaos_trigger{421, 5});
    CHECK(i.get("/api/v1/chaos")["Recipient"] == json{{"ErrorCode", 451}, {"Probability", 0}});
    CHECK(i.ask("PUT", "/api/v1/chaos", R"({"Sender":{"ErrorCode":200,"Probability":5}})")->status() == 400);
    CHECK(i.ask("PUT", "/api/v1/chaos", R"({"Sender":{"Probability":101}})")->status() == 400);
    CHECK(i.ask("PUT", "/api/v1/chaos", "[]")->status() == 400);
    CHECK(now.sender == api::chaos_trigger{421, 5});
    CHECK(i.ask("PUT", "/api/v1/chaos", "{}")->status() == 200);
    CHECK(now == api::chaos_settings{});
    inspector without;
    CHECK(without.ask("GET", "/api/v1/chaos")->body() == "Chaos is not enabled");
    CHECK(without.ask("PUT", "/api/v1/chaos", "{}")->status() == 400);
}

TEST_CASE("a message can be sent by hand") {
    inspector i;
    const auto sent = i.ask("POST", "/api/v1/send", R"({
        "From": {"Email": "s@x.org", "Name": "Site"}, "To": [{"Email": "a@x.org", "Name": "Ann"}],
        "Cc": [{"Email": "c@x.org"}], "Bcc": ["b@x.org"], "Subject": "Hi", "Text": "plain", "HTML": "<b>rich</b>",
        "Tags": ["t"], "Headers": {"X-A": "1"},
        "Attachments": [{"Filename": "a.txt", "Content": "SGVsbG8="}]})");
    REQUIRE(sent->status() == 200);
    const auto m = i.get("/api/v1/message/" + sent->json()["ID"].get<std::string>());
    CHECK(m["From"] == json{{"Name", "Site"}, {"Address", "s@x.org"}});
    CHECK(m["To"][0]["Name"] == "Ann");
    CHECK(m["Bcc"][0]["Address"] == "b@x.org");
    CHECK(m["HTML"] == "<b>rich</b>\r\n");
    CHECK(m["Tags"] == json{"t"});
    CHECK(m["Attachments"][0]["Size"] == 5);
    CHECK(i.box.find(1)->recipients == std::vector<std::string>{"a@x.org", "c@x.org", "b@x.org"});
}

TEST_CASE("a message that cannot be sent is refused as Mailpit does") {
    inspector i;
    for (const auto* const bad :
         {"", "[]", "{}", R"({"From":{"Email":"a@b.c"}})", R"({"From":1,"To":[{"Email":"a@b.c"}]})",
          R"({"From":{"Email":"a@b.c"},"To":[{"Email":"a@b.c"}],"Attachments":[{"Content":"!"}]})"}) {
        INFO(bad);
        const auto reply = i.ask("POST", "/api/v1/send", bad);
        CHECK(reply->status() == 400);
        CHECK(reply->json().contains("Error"));
    }
    CHECK(i.box.accepted() == 0);
}
