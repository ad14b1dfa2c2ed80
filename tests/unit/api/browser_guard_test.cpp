#include "api/browser_guard.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using api::browser_guard;
using api::http_request;

namespace {

using field_list = std::vector<std::pair<std::string, std::string>>;

http_request request_of(std::string method, std::string target, const field_list& with) {
    http_request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::make_shared<memory_blob>("");
    for (const auto& [name, value] : with)
        request.fields.add(name, value);
    return request;
}

bool passes(const field_list& with, const std::string& method = "GET") {
    return !browser_guard{{"mail.test"}}.refusal(request_of(method, "/api/v1/messages", with));
}

bool passes_edge(const std::string& target, const field_list& with, const std::string& method = "POST") {
    return !browser_guard{}.refusal_at_edge(request_of(method, target, with));
}

} // namespace

TEST_CASE("the emulator answers to addresses, to names of this machine, and to those it was given") {
    for (const char* host : {"127.0.0.1:8025", "[::1]:8025", "localhost:8025", "LOCALHOST", "x.localhost",
                             "sendlab:8025", "localhost.localstack.cloud:4566", "mail.test:8025", ""})
        CHECK(passes({{"Host", host}}));
}

TEST_CASE("a name of somebody else's is refused, whoever asks") {
    for (const char* host : {"evil.example", "evil.example:8025", "notlocalhost.com",
                             "localhost.evil.example", "127.0.0.1.nip.io", "mail.test.evil.example"}) {
        CHECK_FALSE(passes({{"Host", host}}));
        CHECK_FALSE(passes_edge("/_sendlab/invocations", {{"Host", host}}, "GET"));
    }
}

TEST_CASE("a page of another origin may neither read nor change anything", "[row 33]") {
    const std::string host = "127.0.0.1:8025";
    CHECK(passes({{"Host", host}, {"Origin", "http://127.0.0.1:8025"}}, "PUT"));
    for (const char* origin : {"https://evil.example", "http://127.0.0.1:3000", "http://localhost:8025",
                               "null", "", "http://127.0.0.1:8025.evil.example"})
        CHECK_FALSE(passes({{"Host", host}, {"Origin", origin}}, "PUT"));
    CHECK(passes({{"Host", host}, {"Sec-Fetch-Site", "same-origin"}}));
    CHECK(passes({{"Host", host}, {"Sec-Fetch-Site", "none"}}));
    CHECK_FALSE(passes({{"Host", host}, {"Sec-Fetch-Site", "cross-site"}}));
    CHECK_FALSE(passes({{"Host", host}, {"Sec-Fetch-Site", "same-site"}}));
}

TEST_CASE("a link to the page may be followed, but the page may not be framed or posted to", "[row 33]") {
    field_list link{{"Host", "localhost:8025"},
                    {"Sec-Fetch-Site", "cross-site"},
                    {"Sec-Fetch-Mode", "navigate"},
                    {"Sec-Fetch-Dest", "document"}};
    CHECK(passes(link));
    CHECK_FALSE(passes(link, "POST"));
    link.back().second = "iframe";
    CHECK_FALSE(passes(link));
}

TEST_CASE("AWS clients may call the edge by any name") {
    CHECK(passes_edge("/", {{"Host", "email.us-east-1.amazonaws.com"}, {"User-Agent", "Boto3/1.26"}}));
    CHECK(passes_edge("/", {{"Host", "bucket.s3.amazonaws.com"}, {"User-Agent", "aws-cli/2"}}));
    CHECK(passes_edge("/bucket/key", {{"Host", "s3.internal.example"}}, "PUT"));
    CHECK(passes_edge("/2015-03-31/functions/f/invocations", {{"Host", "emulator.internal.example"}}));
}

TEST_CASE("browsers reach S3 from other origins as CORS allows, the other services not") {
    const field_list page{{"Host", "127.0.0.1:4566"}, {"Origin", "http://localhost:3000"}};
    CHECK(passes_edge("/bucket/key", page, "PUT"));
    CHECK_FALSE(passes_edge("/2015-03-31/functions/f/invocations", page));
    CHECK_FALSE(passes_edge("/v2/email/outbound-emails", page));
    CHECK_FALSE(passes_edge("/_sendlab/reset", page));
    CHECK_FALSE(passes_edge("/api/v1/messages", page));
    CHECK_FALSE(passes_edge("/view/latest", page));
    CHECK_FALSE(passes_edge("/bucket/key", {{"Host", "evil.example"}, {"User-Agent", "Mozilla/5.0"}}, "GET"));
}
