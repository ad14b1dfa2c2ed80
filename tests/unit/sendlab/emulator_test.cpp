#include "sendlab/emulator.hpp"

#include <iterator>

#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>

using namespace sendlab;

namespace {

/// All that a server answers to this, until it closes.
std::string said(const std::string& port, const std::string& text) {
    boost::asio::ip::tcp::iostream server{"127.0.0.1", port};
    server << text << std::flush;
    return {std::istreambuf_iterator<char>{server}, {}};
}

std::string get(const emulator& from, const std::string& path) {
    const auto& url = from.endpoint();
    return said(url.substr(url.rfind(':') + 1),
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
}

} // namespace

TEST_CASE("mail that a client hands to the emulator of a test is in its mailbox") {
    const emulator emulator;
    const auto answer = said(std::to_string(emulator.smtp_port()),
                             "EHLO test\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n"
                             "Subject: Hi\r\n\r\nHello\r\n.\r\nQUIT\r\n");
    CHECK(answer.find("\r\n221 ") != std::string::npos);
    const auto mail = emulator.mailbox();
    REQUIRE(mail.size() == 1);
    CHECK(mail.front().to == std::vector<std::string>{"b@example.com"});
    CHECK(mail.front().subject == "Hi");
    CHECK(emulator.attempts().empty());
    CHECK(emulator.cost().total() == 0);
}

TEST_CASE("the emulator of a test has the whole API") {
    const emulator emulator{R"({"name": "mine", "setup": {"buckets": ["other"]}})"};
    CHECK(get(emulator, "/_sendlab/report").find(R"("name": "mine")") != std::string::npos);
    CHECK(get(emulator, "/_sendlab/health").find(R"("version")") != std::string::npos);
    CHECK(get(emulator, "/").find("<Name>other</Name>") != std::string::npos);
    CHECK(emulator.environment().front().second == emulator.endpoint());
}

TEST_CASE("an emulator that cannot be started says why") {
    CHECK_THROWS_AS(emulator{"{"}, scenario_error);
    CHECK_THROWS_WITH(emulator{R"({"setup": {"functions": [{"name": "f", "code": "no/such/folder"}]}})"},
                      Catch::Contains("no/such/folder"));
}
