#include "api/page_service.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::api;

namespace {

constexpr std::array<embedded_file, 3> files{{{"index.html", "text/html; charset=utf-8", "<p>"},
                                              {"page.js", "text/javascript; charset=utf-8", "go()"},
                                              {"page.js.gz", "application/octet-stream", "GZ"}}};

struct other_service final : http_service {
    void handle(http_request request, http_answer answer) override {
        answer(http_response::text(200, "text/plain", "other " + request.target));
    }
};

http_response ask(std::span<const embedded_file> of, std::string method, std::string target,
                  const http_fields& fields = {}) {
    other_service other;
    page_service page{of, other};
    http_response got;
    page.handle({std::move(method), std::move(target), fields, std::make_shared<memory_blob>("")},
                [&](http_response response) { got = std::move(response); });
    return got;
}

http_fields with(std::string name, std::string value) {
    http_fields fields;
    fields.add(std::move(name), std::move(value));
    return fields;
}

} // namespace

TEST_CASE("the page is at /, its files by their names, all else is somebody else's") {
    CHECK(to_string(*ask(files, "GET", "/").body) == "<p>");
    CHECK(to_string(*ask(files, "GET", "/page.js?x").body) == "go()");
    CHECK(to_string(*ask(files, "GET", "/page.js.gz").body) == "other /page.js.gz");
    CHECK(to_string(*ask(files, "POST", "/").body) == "other /");
    CHECK(to_string(*ask(files, "GET", "/api/v1/messages").body) == "other /api/v1/messages");
}

TEST_CASE("the page runs its own scripts and no others, and nobody frames it") {
    const auto policy = std::string{ask(files, "GET", "/").fields.get("Content-Security-Policy")};
    CHECK(policy.find("default-src 'none'") == 0);
    CHECK(policy.find("script-src 'self';") != policy.npos);
    CHECK(policy.find("frame-ancestors 'none'") != policy.npos);
    CHECK(policy.find("unsafe") == policy.npos);
}

TEST_CASE("who takes gzip gets it, who has the file is told so") {
    const auto plain = ask(files, "GET", "/page.js");
    CHECK(plain.fields.find("Content-Encoding") == nullptr);
    const auto small = ask(files, "GET", "/page.js", with("Accept-Encoding", "gzip, br"));
    CHECK(small.fields.get("Content-Encoding") == "gzip");
    CHECK(to_string(*small.body) == "GZ");
    const auto known =
        ask(files, "GET", "/page.js", with("If-None-Match", std::string{plain.fields.get("ETag")}));
    CHECK(known.status == 304);
    CHECK(known.body == nullptr);
    CHECK(ask(files, "GET", "/page.js", with("If-None-Match", "\"other\"")).status == 200);
}

TEST_CASE("a build without the page says so") {
    const auto answer = ask({}, "GET", "/");
    CHECK(answer.status == 200);
    CHECK(to_string(*answer.body).find("SENDLAB_WEB=OFF") != std::string::npos);
    CHECK(to_string(*ask({}, "GET", "/api/v1/info").body) == "other /api/v1/info");
}
