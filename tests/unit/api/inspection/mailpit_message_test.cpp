#include "mailbox/message_name.hpp"
#include "mailbox/mime_text.hpp"
#include "unit/api/inspection/inspector.hpp"

using namespace sendlab;
using nlohmann::json;
using test::inspector;

namespace {

/// With HTML, a picture in it and an attachment whose name wants to be more.
std::uint64_t deliver_rich(inspector& i) {
    const std::vector<mailbox::attachment> attachments{
        {"a\"; filename=evil.exe\r\nX: y", "text/html", "<script>alert(1)</script>"},
        {"logo.png", "image/png", "PNG", "logo@x", true}};
    const std::vector<std::string> to{"Ann <a@x.org>"};
    mailbox::draft draft;
    draft.from = "s@x.org";
    draft.to = to;
    draft.subject = "rich";
    draft.body = "plain";
    draft.html = "<img src=\"cid:logo@x\"><script>alert(1)</script>";
    draft.attachments = attachments;
    mailbox::message message;
    message.from = "s@x.org";
    message.recipients = {"a@x.org", "hidden@x.org"};
    message.raw = std::make_shared<const std::string>(mailbox::mime_text(draft));
    return i.box.accept(std::move(message));
}

} // namespace

TEST_CASE("a message is shown in Mailpit's shape, and is read from then on") {
    inspector i;
    const auto id = mailbox::message_name(deliver_rich(i));
    const auto m = i.get("/api/v1/message/" + id);
    CHECK(m["ID"] == id);
    CHECK(m["Text"] == "plain\r\n");
    CHECK(m["HTML"].get<std::string>().find("cid:logo@x") != std::string::npos);
    CHECK(m["ReturnPath"] == "s@x.org");
    CHECK(m["Bcc"] == json::array({{{"Name", ""}, {"Address", "hidden@x.org"}}}));
    CHECK(m["ListUnsubscribe"] ==
          json{{"Header", ""}, {"Links", json::array()}, {"Errors", ""}, {"HeaderPost", ""}});
    REQUIRE(m["Inline"].size() == 1);
    const auto& picture = m["Inline"][0];
    CHECK(picture["PartID"] == "3");
    CHECK(picture["ContentID"] == "logo@x");
    CHECK(picture["ContentType"] == "image/png");
    CHECK(picture["FileName"] == "logo.png");
    CHECK(picture["Size"] == 3);
    CHECK(picture["Checksums"]["MD5"] == "55505ba281b015ec31f03ccb151b2a34");
    CHECK(picture["Checksums"]["SHA256"].get<std::string>().size() == 64);
    CHECK(i.box.unread() == 0);
    CHECK(i.get("/api/v1/messages")["messages"][0]["Attachments"] == 1);
}

TEST_CASE("latest is the newest, or the newest that matches") {
    inspector i;
    CHECK(i.ask("GET", "/api/v1/message/latest")->status() == 404);
    i.deliver("one");
    i.deliver("two");
    CHECK(i.get("/api/v1/message/latest")["Subject"] == "two");
    CHECK(i.get("/api/v1/message/latest?query=subject:one")["Subject"] == "one");
    CHECK(i.ask("GET", "/api/v1/message/latest?query=subject:none")->status() == 404);
    CHECK(i.ask("GET", "/api/v1/message/0000000000000000000009")->status() == 404);
    CHECK(i.ask("GET", "/api/v1/message/nonsense")->status() == 404);
}

TEST_CASE("header fields are listed by name, the source as it came") {
    inspector i;
    i.deliver("x\r\nReceived: 1\r\nReceived: 2");
    const auto headers = i.get("/api/v1/message/1/headers");
    CHECK(headers["Received"][0] == "1");
    CHECK(headers["Received"][1] == "2");
    CHECK(headers["Subject"] == json{"x"});
    const auto raw = i.ask("GET", "/api/v1/message/1/raw");
    CHECK(raw->body() == *i.box.find(1)->raw);
    CHECK(raw->field("Content-Type") == "text/plain; charset=utf-8");
    CHECK(raw->field("Content-Disposition").empty());
    CHECK(i.ask("GET", "/api/v1/message/1/raw?dl=1")->field("Content-Disposition").find("attachment") == 0);
}

TEST_CASE("parts are served so that a browser can do no harm with them") {
    inspector i;
    deliver_rich(i);
    const auto picture = i.ask("GET", "/api/v1/message/1/part/3");
    CHECK(picture->body() == "PNG");
    CHECK(picture->field("Content-Type") == "image/png");
    const auto page = i.ask("GET", "/api/v1/message/1/part/2");
    CHECK(page->body() == "<script>alert(1)</script>");
    CHECK(page->field("X-Content-Type-Options") == "nosniff");
    CHECK(page->field("Content-Security-Policy").find("sandbox; default-src 'none'") == 0);
    CHECK(page->field("Content-Disposition").find_first_of("\r\n\"") == std::string::npos);
    CHECK(i.ask("GET", "/api/v1/message/1/part/9")->status() == 404);
}

TEST_CASE("HTML is shown in a sandbox, with its own pictures and none from elsewhere") {
    inspector i;
    deliver_rich(i);
    const auto view = i.ask("GET", "//view/latest.html");
    CHECK(view->status() == 200);
    CHECK(view->body().find("<base target=\"_blank\">") != std::string::npos);
    CHECK(view->body().find("<img src=\"data:image/png;base64,UE5H\">") != std::string::npos);
    const auto policy = view->field("Content-Security-Policy");
    CHECK(policy.find("sandbox allow-popups") == 0);
    CHECK(policy.find("script") == std::string::npos);
    CHECK(policy.find("http") == std::string::npos);
    const auto remote = i.ask("GET", "/view/1.html?remote=1")->field("Content-Security-Policy");
    CHECK(remote.find("img-src data: https: http:") != std::string::npos);
    CHECK(remote.find("script") == std::string::npos);
    CHECK(i.ask("GET", "/view/1.txt")->body() == "plain\r\n");
    CHECK(i.ask("GET", "/view/latest")->field("Location") == "/view/0000000000000000000001.html");
    i.deliver("only text");
    CHECK(i.ask("GET", "/view/latest.html")->status() == 404);
}

TEST_CASE("what cannot be is refused in words") {
    inspector i;
    i.deliver("x");
    CHECK(i.ask("POST", "/api/v1/message/1/release", "{}")->status() == 400);
}
