#include "sendlab/emulator.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>

#include "sendlab/catch.hpp"

using namespace sendlab;
using namespace std::chrono_literals;

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

std::string put(const emulator& into, const std::string& path, const std::string& body) {
    const auto& url = into.endpoint();
    return said(url.substr(url.rfind(':') + 1), "PUT " + path +
                                                    " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                                    "Content-Length: " +
                                                    std::to_string(body.size()) + "\r\n\r\n" + body);
}

/// A folder with a function that ends before it has asked for its event.
class broken_function {
public:
    broken_function() {
        std::ofstream{folder_ / "bootstrap"} << "#!/bin/sh\nexit 1\n";
        std::filesystem::permissions(folder_ / "bootstrap", std::filesystem::perms::owner_all);
    }
    ~broken_function() { std::filesystem::remove_all(folder_); }
    broken_function(const broken_function&) = delete;
    broken_function& operator=(const broken_function&) = delete;

    std::string scenario() const {
        return R"({"setup": {"functions": [{"runtime": "provided.al2023", "code": ")" + folder_.string() +
               R"("}]}})";
    }

private:
    static std::filesystem::path made() {
        auto name = (std::filesystem::temp_directory_path() / "sendlab-test-XXXXXX").string();
        return ::mkdtemp(name.data());
    }
    std::filesystem::path folder_ = made();
};

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

TEST_CASE("the clock of a test's emulator is put forward, and what was due has happened") {
    const broken_function function;
    emulator emulator{function.scenario()};
    put(emulator, "/async-emails/1.json",
        R"({"meta": {"from": "a@example.org"}, "emails": [{"to": "b@example.com", "subject": "Hi", "message": "x"}]})");
    emulator.advance(10min);
    const auto attempts = emulator.attempts();
    REQUIRE(attempts.size() == 3);
    CHECK(attempts[2].started - attempts[0].started > 2min); // a minute, then two, each with its jitter
    CHECK(emulator.count().given_up == 1);
    CHECK_THAT(emulator, !delivered_once_to("b@example.com"));
    CHECK_THAT(emulator, timed_out_attempts(0));
    CHECK(everyone_once(emulator).found == "1 e-mails uploaded, 0 delivered, 0 sent again, 1 lost");
    CHECK_THROWS_AS(emulator.advance(-1s), std::invalid_argument);
    CHECK_THROWS_AS(emulator.advance(24h * 367), std::invalid_argument);
}

TEST_CASE("an emulator that cannot be started says why") {
    CHECK_THROWS_AS(emulator{"{"}, scenario_error);
    CHECK_THROWS_WITH(emulator{R"({"setup": {"functions": [{"name": "f", "code": "no/such/folder"}]}})"},
                      Catch::Contains("no/such/folder"));
}
