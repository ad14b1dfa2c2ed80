#include "api/sts.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

namespace {

api::http_response ask(const std::string& form) {
    api::http_request request;
    request.method = "POST";
    request.target = "/";
    request.fields.add("Content-Type", "application/x-www-form-urlencoded");
    request.body = std::make_shared<memory_blob>(form);
    api::sts_service sts{"000000000000", random_source{1}};
    api::http_response answer;
    sts.handle(request, [&](api::http_response response) { answer = std::move(response); });
    return answer;
}

} // namespace

TEST_CASE("the caller is the account's root user") {
    const auto answer = ask("Action=GetCallerIdentity&Version=2011-06-15");
    CHECK(answer.status == 200);
    const auto body = to_string(*answer.body);
    CHECK(body.find("<GetCallerIdentityResult><Arn>arn:aws:iam::000000000000:root</Arn>") !=
          std::string::npos);
    CHECK(body.find("<Account>000000000000</Account>") != std::string::npos);
    const auto id = std::string{answer.fields.get("x-amzn-RequestId")};
    CHECK(id.size() == 36);
    CHECK(body.find("<RequestId>" + id + "</RequestId>") != std::string::npos);
}

TEST_CASE("an unknown action is told so at once") {
    const auto answer = ask("Action=<b>&Version=2011-06-15");
    CHECK(answer.status == 400);
    const auto body = to_string(*answer.body);
    CHECK(body.find("<Code>InvalidAction</Code>") != std::string::npos);
    CHECK(body.find("operation &lt;b&gt; for") != std::string::npos);
}
