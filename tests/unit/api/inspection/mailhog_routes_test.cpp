#include "mailbox/message_name.hpp"
#include "unit/api/inspection/inspector.hpp"

using namespace sendlab;
using nlohmann::json;
using test::inspector;

TEST_CASE("messages are listed in MailHog's shape, newest first") {
    inspector i;
    i.deliver("one");
    i.deliver("two", "b@y.org");
    const auto page = i.get("/api/v2/messages?limit=1");
    CHECK(page["total"] == 2);
    CHECK(page["count"] == 1);
    CHECK(page["start"] == 0);
    const auto& m = page["items"][0];
    CHECK(m["ID"] == mailbox::message_name(2));
    CHECK(m["From"] == json{{"Relays", nullptr}, {"Mailbox", "s"}, {"Domain", "x.org"}, {"Params", ""}});
    CHECK(m["To"][0]["Domain"] == "y.org");
    CHECK(m["Content"]["Headers"]["Subject"] == json{"two"});
    CHECK(m["Content"]["Body"] == "Hello\r\n");
    CHECK(m["MIME"].is_null());
    CHECK(m["Raw"]["Data"] == *i.box.find(2)->raw);
    CHECK(i.get("/api/v2/messages?start=1")["items"][0]["Content"]["Headers"]["Subject"] == json{"one"});
    CHECK(i.get("/api/v2/messages?start=9")["items"] == json::array());
}

TEST_CASE("parts of parts stand in one list, as they came") {
    inspector i;
    i.deliver(
        "x\r\ncontent-type: multipart/mixed; boundary=\"o b\"", "a@x.org",
        "preamble\r\n--o b\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n"
        "content-type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSGk=\r\n--i\r\n"
        "Content-Type: text/html\r\n\r\n<b>Hi</b>\r\n--i--\r\n--o b\r\nContent-Type: application/pdf\r\n"
        "\r\nPDF\r\n--o b--\r\nepilogue\r\n");
    const auto parts = i.get("/api/v2/messages")["items"][0]["MIME"]["Parts"];
    REQUIRE(parts.size() == 3);
    CHECK(parts[0]["Headers"]["Content-Type"] == json{"text/plain"});
    CHECK(parts[0]["Body"] == "SGk=");
    CHECK(parts[1]["Body"] == "<b>Hi</b>");
    CHECK(parts[2]["Body"] == "PDF");
}

TEST_CASE("mail that breaks off, nests without end or has no boundary is listed all the same") {
    inspector i;
    i.deliver("x\r\nContent-Type: multipart/mixed; boundary=b", "a@x.org", "--b\r\nA: b");
    i.deliver("x\r\nContent-Type: multipart/mixed; boundary=\"b", "a@x.org", "--b\r\n");
    i.deliver("x\r\nContent-Type: multipart/mixed; boundary=", "a@x.org", "--\r\n--");
    std::string nested;
    for (int n = 0; n < 3000; ++n)
        nested += "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    i.deliver("x\r\nContent-Type: multipart/mixed; boundary=b", "a@x.org", nested);
    CHECK(i.get("/api/v2/messages")["items"].size() == 4);
}

TEST_CASE("a search by sender, recipient or content") {
    inspector i;
    i.deliver("one", "ann@x.org");
    i.deliver("two", "bob@x.org", "needle\r\n");
    CHECK(i.get("/api/v2/search?kind=to&query=ANN")["total"] == 1);
    CHECK(i.get("/api/v2/search?kind=from&query=s%40x")["total"] == 2);
    CHECK(i.get("/api/v2/search?kind=containing&query=needle")["items"][0]["Content"]["Headers"]["Subject"] ==
          json{"two"});
    CHECK(i.ask("GET", "/api/v2/search?kind=nothing&query=x")->status() == 400);
    CHECK(i.ask("GET", "/api/v2/search?kind=to&query=")->status() == 400);
}

TEST_CASE("one message is shown, downloaded and deleted, with an empty answer") {
    inspector i;
    i.deliver("one");
    const auto name = mailbox::message_name(1);
    CHECK(i.get("/api/v1/messages/" + name)["ID"] == name);
    CHECK(i.get("/api/v1/messages/" + name + "%40host")["ID"] == name);
    CHECK(i.ask("GET", "/api/v1/messages/" + name + "/download")->field("Content-Type") == "message/rfc822");
    const auto gone = i.ask("DELETE", "/api/v1/messages/" + name);
    CHECK(gone->status() == 200);
    CHECK(gone->body().empty());
    CHECK(i.ask("DELETE", "/api/v1/messages/" + name)->status() == 404);
    CHECK(i.ask("GET", "/api/v2/jim")->status() == 404);
}
