#include "mailbox/message_name.hpp"
#include "unit/api/inspection/inspector.hpp"

using namespace sendlab;
using nlohmann::json;
using test::inspector;

namespace {

std::string name(std::uint64_t id) {
    return mailbox::message_name(id);
}

} // namespace

TEST_CASE("a list is newest first, in Mailpit's shape") {
    inspector i;
    i.deliver("one");
    i.deliver("two", "b@x.org", "a  long\r\ntext\r\n");
    const auto page = i.get("/api/v1/messages");
    CHECK(page["total"] == 2);
    CHECK(page["unread"] == 2);
    CHECK(page["count"] == 2);
    CHECK(page["messages_count"] == 2);
    CHECK(page["messages_unread"] == 2);
    CHECK(page["start"] == 0);
    CHECK(page["tags"] == json::array());
    const auto& first = page["messages"][0];
    CHECK(first["ID"] == name(2));
    CHECK(first["MessageID"] == "two@x");
    CHECK(first["Read"] == false);
    CHECK(first["From"] == json{{"Name", "Site"}, {"Address", "s@x.org"}});
    CHECK(first["To"] == json::array({{{"Name", ""}, {"Address", "b@x.org"}}}));
    for (const auto* const list : {"Cc", "Bcc", "ReplyTo", "Tags"})
        CHECK(first[list] == json::array());
    CHECK(first["Subject"] == "two");
    CHECK(first["Created"] == "2026-01-01T00:00:00.000000000Z");
    CHECK(first["Attachments"] == 0);
    CHECK(first["Snippet"] == "a long text");
    CHECK(first["Size"] == i.box.find(2)->size);
}

TEST_CASE("pages: start, limit, and a limit of 0 for all") {
    inspector i;
    for (int n = 0; n < 60; ++n)
        i.deliver("m" + std::to_string(n));
    CHECK(i.get("/api/v1/messages")["messages"].size() == 50);
    CHECK(i.get("/api/v1/messages?limit=0")["messages"].size() == 60);
    const auto page = i.get("/api/v1/messages?start=58&limit=5");
    CHECK(page["messages"].size() == 2);
    CHECK(page["messages"][1]["Subject"] == "m0");
    CHECK(page["start"] == 58);
    CHECK(i.get("/api/v1/messages?start=99&limit=x")["messages"].empty());
}

TEST_CASE("a search counts what matches and pages through it") {
    inspector i;
    i.deliver("red apple");
    i.deliver("green apple");
    i.deliver("red pear");
    const auto found = i.get("/api/v1/search?query=subject%3Aapple&limit=1");
    CHECK(found["messages_count"] == 2);
    CHECK(found["total"] == 3);
    CHECK(found["messages"].size() == 1);
    CHECK(found["messages"][0]["Subject"] == "green apple");
    CHECK(i.get("/api/v1/search?query=red+-pear")["messages_count"] == 1);
    CHECK(i.ask("GET", "/api/v1/search")->status() == 400);
    CHECK(i.ask("GET", "/api/v1/search?query=larger:x")->status() == 400);
    CHECK(i.ask("DELETE", "/api/v1/search?query=subject:red")->body() == "ok");
    CHECK(i.get("/api/v1/messages")["messages"][0]["Subject"] == "green apple");
    CHECK(i.box.count() == 1);
}

TEST_CASE("some are deleted by id, all without a body") {
    inspector i;
    for (const auto* const subject : {"a", "b", "c"})
        i.deliver(subject);
    CHECK(i.ask("DELETE", "/api/v1/messages", json{{"IDs", {name(1), name(3)}}}.dump())->body() == "ok");
    CHECK(i.box.count() == 1);
    CHECK(i.box.find(2));
    CHECK(i.ask("DELETE", "/api/v1/messages", "{broken")->body() == "ok");
    CHECK(i.box.count() == 0);
}

TEST_CASE("MailHog's client, which says nothing about what it accepts, gets an empty answer to a delete") {
    inspector i;
    i.deliver("a");
    const auto reply = i.ask("DELETE", "/api/v1/messages", "", false);
    CHECK(reply->status() == 200);
    CHECK(reply->body().empty());
    CHECK(i.box.count() == 0);
}

TEST_CASE("the read state is set by id, by search, or for all") {
    inspector i;
    for (const auto* const subject : {"a", "b", "c"})
        i.deliver(subject);
    i.ask("PUT", "/api/v1/messages", json{{"Read", true}, {"IDs", {name(1)}}}.dump());
    CHECK(i.box.unread() == 2);
    i.ask("PUT", "/api/v1/messages", json{{"Read", true}, {"Search", "subject:b"}}.dump());
    CHECK(i.box.find(2)->read);
    i.ask("PUT", "/api/v1/messages", json{{"Read", true}}.dump());
    CHECK(i.box.unread() == 0);
    i.ask("PUT", "/api/v1/messages", "");
    CHECK(i.box.unread() == 3);
    CHECK(i.ask("PUT", "/api/v1/messages", json{{"IDs", {name(1)}}, {"Search", "x"}}.dump())->status() ==
          400);
}

TEST_CASE("tags are set, listed, searched, renamed and deleted") {
    inspector i;
    i.deliver("a");
    i.deliver("b");
    i.ask("PUT", "/api/v1/tags", json{{"IDs", {name(1), name(2)}}, {"Tags", {"x", "two words", "x"}}}.dump());
    CHECK(i.get("/api/v1/tags") == json{"two words", "x"});
    CHECK(i.get("/api/v1/search?query=tag:%22two+words%22")["messages_count"] == 2);
    CHECK(i.ask("PUT", "/api/v1/tags/two%20words", R"({"Name":"y"})")->body() == "ok");
    CHECK(i.get("/api/v1/tags") == json{"x", "y"});
    CHECK(i.ask("DELETE", "/api/v1/tags/y")->body() == "ok");
    CHECK(i.box.find(1)->tags == std::vector<std::string>{"x"});
    CHECK(i.ask("PUT", "/api/v1/tags", "{}")->status() == 400);
    CHECK(i.ask("PUT", "/api/v1/tags/x", "{}")->status() == 400);
}

TEST_CASE("unknown paths and methods are told apart, or passed on") {
    inspector i;
    CHECK(i.ask("GET", "/api/v1/nothing")->status() == 404);
    CHECK(i.ask("PATCH", "/api/v1/messages")->status() == 405);
    CHECK(i.ask("HEAD", "/api/v1/messages")->status() == 200);
    CHECK(i.ask("GET", "//api/v1//messages/")->status() == 200);

    struct : api::http_service {
        void handle(api::http_request, api::http_answer answer) override {
            answer(api::http_response::text(418, "text/plain", ""));
        }
    } other;
    inspector passing{{}, &other};
    CHECK(passing.ask("GET", "/else")->status() == 418);
    CHECK(passing.ask("GET", "/api/v1/info")->status() == 200);
}

TEST_CASE("a message that grew too old is gone from the next answer") {
    inspector i;
    i.box.set_limits({.age = std::chrono::seconds{10}});
    i.deliver("a");
    i.wait(std::chrono::seconds{11});
    CHECK(i.get("/api/v1/messages")["total"] == 0);
}

TEST_CASE("mail that is no UTF-8 makes valid JSON") {
    inspector i;
    i.deliver("\xff\xfe", "a@x.org", "\xc3\x28\r\n");
    CHECK(i.get("/api/v1/messages")["messages"][0]["Subject"].get<std::string>().find("\uFFFD") == 0);
    CHECK(i.ask("GET", "/api/v1/message/latest/raw")->body().find("\xff\xfe") != std::string::npos);
}
