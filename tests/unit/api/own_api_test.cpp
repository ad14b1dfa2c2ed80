#include "api/own_api.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using api::http_response;
using api::own_api;
using api::routed_request;

namespace {

http_response ask(own_api& api, std::string method, std::string target) {
    api::http_request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::make_shared<memory_blob>("");
    http_response answer;
    answer.status = 0;
    api.handle(std::move(request), [&](http_response response) { answer = std::move(response); });
    return answer;
}

std::string text(const http_response& response) {
    return to_string(*response.body);
}

own_api example() {
    own_api api;
    api.add("GET", "/_sendlab/files", [](const routed_request& asked) {
        return http_response::text(200, "text/plain", "all " + asked.query("limit"));
    });
    api.add("DELETE", "/_sendlab/files",
            [](const routed_request&) { return http_response::text(204, "text/plain", ""); });
    api.add("GET", "/_sendlab/files/{key}/mail/{n}", [](const routed_request& asked) {
        return http_response::text(200, "text/plain", asked.parameters[0] + '|' + asked.parameters[1]);
    });
    return api;
}

} // namespace

TEST_CASE("a route is found by its method and path") {
    auto api = example();
    CHECK(text(ask(api, "GET", "/_sendlab/files?limit=5&x")) == "all 5");
    CHECK(text(ask(api, "GET", "/_sendlab/files/")) == "all ");
    CHECK(ask(api, "HEAD", "/_sendlab/files").status == 200);
    CHECK(ask(api, "DELETE", "/_sendlab/files").status == 204);
}

TEST_CASE("names in braces stand for one segment, decoded") {
    auto api = example();
    CHECK(text(ask(api, "GET", "/_sendlab/files/a%2Fb%20c/mail/7")) == "a/b c|7");
    CHECK(ask(api, "GET", "/_sendlab/files/a/b/mail/7").status == 404);
}

TEST_CASE("an unknown path and a wrong method are told apart") {
    auto api = example();
    const auto missing = ask(api, "GET", "/_sendlab/nothing\"here");
    CHECK(missing.status == 404);
    CHECK(text(missing) == "{\"error\":\"There is no /_sendlab/nothing\\\"here here.\"}\n");
    const auto wrong = ask(api, "PUT", "/_sendlab/files");
    CHECK(wrong.status == 405);
    CHECK(wrong.fields.get("Allow") == "GET, DELETE");
}

TEST_CASE("a path that is no UTF-8 is still answered") {
    auto api = example();
    CHECK(ask(api, "GET", "/_sendlab/\xff\xfe").status == 404);
}

TEST_CASE("a route may answer later") {
    own_api api;
    api::http_answer kept;
    api.add_late("POST", "/_sendlab/functions/{name}",
                 [&kept](const routed_request&, api::http_answer answer) { kept = std::move(answer); });
    api::http_request request;
    request.method = "POST";
    request.target = "/_sendlab/functions/f";
    request.body = std::make_shared<memory_blob>("");
    unsigned status = 0;
    api.handle(std::move(request), [&status](const http_response& response) { status = response.status; });
    CHECK(status == 0);
    kept(http_response::text(202, "text/plain", ""));
    CHECK(status == 202);
}
