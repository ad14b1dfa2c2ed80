#include "net/http/response_head.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using net::response_head;

namespace {

constexpr std::string_view date = "Thu, 01 Jan 2026 00:00:00 GMT";

} // namespace

TEST_CASE("a head has the status, the service's fields, and the connection's") {
    auto response = api::http_response::text(404, "application/xml", "<Error/>");
    response.fields.add("x-amz-request-id", "1");
    CHECK(response_head(response, {8, false, true, date}) ==
          "HTTP/1.1 404 Not Found\r\nContent-Type: application/xml\r\nx-amz-request-id: 1\r\n"
          "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: 8\r\nConnection: keep-alive\r\n\r\n");
}

TEST_CASE("a status without a body has no length") {
    api::http_response response;
    for (const unsigned status : {204U, 304U}) {
        response.status = status;
        CHECK(response_head(response, {0, false, true, date}).find("Content-Length") == std::string::npos);
    }
}

TEST_CASE("the length that counts is the connection's, for HEAD the service's") {
    api::http_response response;
    response.fields.add("content-length", "1234");
    CHECK(response_head(response, {0, false, true, date}).find("Content-Length: 0\r\n") != std::string::npos);
    CHECK(response_head(response, {0, false, true, date}).find("1234") == std::string::npos);
    const auto head = response_head(response, {0, true, true, date});
    CHECK(head.find("content-length: 1234\r\n") != std::string::npos);
    CHECK(head.find("Content-Length: 0") == std::string::npos);
}

TEST_CASE("the connection says when it closes, whatever the service says") {
    api::http_response response;
    response.fields.add("Connection", "keep-alive");
    const auto head = response_head(response, {0, false, false, date});
    CHECK(head.find("Connection: close\r\n") != std::string::npos);
    CHECK(head.find("keep-alive") == std::string::npos);
}

TEST_CASE("a field cannot end the head, whatever a user has stored in it") {
    api::http_response response;
    response.fields.add("x-amz-meta-a", std::string{"1\r\nSet-Cookie: x\r\n\r\n<html>\0", 27});
    const auto head = response_head(response, {0, false, true, date});
    CHECK(head.find("x-amz-meta-a: 1  Set-Cookie: x    <html> \r\n") != std::string::npos);
}

TEST_CASE("a service's own date stands") {
    api::http_response response;
    response.fields.add("Date", "Fri, 02 Jan 2026 00:00:00 GMT");
    CHECK(response_head(response, {0, false, true, date}).find("Thu") == std::string::npos);
}

TEST_CASE("dates are written as HTTP wants them") {
    net::http_date clock;
    CHECK(clock.at(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT"); // RFC 9110, section 5.6.7
    CHECK(clock.at(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(clock.at(784111778) == "Sun, 06 Nov 1994 08:49:38 GMT");
    CHECK(clock.at(1709164800) == "Thu, 29 Feb 2024 00:00:00 GMT");
}

TEST_CASE("a status has its name, an unknown one none") {
    CHECK(net::reason_phrase(100) == "Continue");
    CHECK(net::reason_phrase(503) == "Service Unavailable");
    CHECK(net::reason_phrase(507) == "Insufficient Storage");
    CHECK(net::reason_phrase(299).empty());
    CHECK(net::reason_phrase(999).empty());
}
