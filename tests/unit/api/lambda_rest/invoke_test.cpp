#include "unit/api/lambda_rest/rest_world.hpp"

using namespace sendlab::api::testing;
using sendlab::lambda::handler_result;

namespace {
const std::string path = "/2015-03-31/functions/f/invocations";
}

TEST_CASE_METHOD(rest_world, "a call gets the handler's answer") {
    create();
    const auto answer = ask("POST", path, json{{"a", 1}});
    CHECK(answer.status == 200);
    CHECK(answer.text == "\"$LATEST\"");
    CHECK(answer.fields.get("X-Amz-Executed-Version") == "$LATEST");
    CHECK(answer.fields.find("X-Amz-Function-Error") == nullptr);
    CHECK(answer.fields.find("X-Amz-Log-Result") == nullptr);
    CHECK(answer.fields.get("x-amzn-RequestId").size() == 36);
    CHECK(host.seen == std::vector<std::string>{R"({"a":1})"});
    ask("POST", path);
    CHECK(host.seen.back() == "{}");
}

TEST_CASE_METHOD(rest_world, "a function's error is an answer with status 200") {
    create();
    host.act = [](const auto&) { return handler_result{false, R"({"errorType":"Error"})"}; };
    const auto answer = ask("POST", path, json::object());
    CHECK(answer.status == 200);
    CHECK(answer.fields.get("X-Amz-Function-Error") == "Unhandled");
    CHECK(answer.text == R"({"errorType":"Error"})");
}

TEST_CASE_METHOD(rest_world, "the end of the log comes with the answer where it is asked for") {
    create();
    const auto answer = ask("POST", path, "{}", {{"X-Amz-Log-Type", "Tail"}});
    CHECK(answer.fields.get("X-Amz-Log-Result").starts_with("U1RBUlQgUmVxdWVzdElkOi")); // START RequestId:
}

TEST_CASE_METHOD(rest_world, "an event is accepted at once, and retried with the same id") {
    create();
    int failures = 0;
    host.act = [&](const auto&) { return handler_result{++failures > 2, "null"}; };
    std::optional<reply> accepted;
    send("POST", path, "[1]", {{"X-Amz-Invocation-Type", "Event"}},
         [&](reply r) { accepted = std::move(r); });
    REQUIRE(accepted);
    CHECK(accepted->status == 202);
    CHECK(accepted->text.empty());
    CHECK(host.seen.empty());
    clock.run();
    CHECK(host.seen == std::vector<std::string>{"[1]", "[1]", "[1]"});

    const auto old = ask("POST", "/2014-11-13/functions/f/invoke-async/", json{{"old", true}});
    CHECK(old.status == 202);
    CHECK(old.body() == json{{"Status", 202}});
    CHECK(host.seen.back() == R"({"old":true})");
}

TEST_CASE_METHOD(rest_world, "a dry run runs nothing") {
    create();
    const auto answer = ask("POST", path, "{}", {{"X-Amz-Invocation-Type", "DryRun"}});
    CHECK(answer.status == 204);
    CHECK(host.seen.empty());
    CHECK(ask("POST", "/2015-03-31/functions/g/invocations", "{}", {{"X-Amz-Invocation-Type", "DryRun"}})
              .status == 404);
}

TEST_CASE_METHOD(rest_world, "invocations that cannot be are refused in AWS's words") {
    CHECK(ask("POST", path).body() ==
          json{{"Type", "User"},
               {"Message", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST"}});
    create();
    auto refused = ask("POST", path, std::string("{"));
    CHECK(refused.status == 400);
    CHECK(refused.error() == "InvalidRequestContentException");
    CHECK(refused.message().starts_with(
        "Could not parse request body into json: Could not parse payload into json: "));

    refused = ask("POST", path, '"' + std::string(6'291'455, 'x') + '"');
    CHECK(refused.status == 413);
    CHECK(refused.error() == "RequestTooLargeException");
    CHECK(refused.message() ==
          "6291457 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)");
    CHECK(ask("POST", path, '"' + std::string(6'291'454, 'x') + '"').status == 200);
    refused =
        ask("POST", path, '"' + std::string(1'048'575, 'x') + '"', {{"X-Amz-Invocation-Type", "Event"}});
    CHECK(refused.message() ==
          "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)");

    refused = ask("POST", path, "{}", {{"X-Amz-Invocation-Type", "Later"}});
    CHECK(refused.status == 400);
    CHECK(refused.error() == "ValidationException");
    CHECK(ask("POST", path, "{}", {{"X-Amz-Client-Context", "###"}}).status == 400);
    CHECK(ask("POST", path, "{}", {{"X-Amz-Client-Context", "eyJhIjoxfQ=="}}).status == 200);
    CHECK(host.contexts.back() == R"({"a":1})");
}

TEST_CASE_METHOD(rest_world, "calls beyond the reserved concurrency are throttled with the reason") {
    create();
    REQUIRE(
        ask("PUT", "/2017-10-31/functions/f/concurrency", json{{"ReservedConcurrentExecutions", 1}}).status ==
        200);
    std::vector<reply> answers;
    for (int i = 0; i < 2; ++i)
        send("POST", path, "{}", {}, [&](reply r) { answers.push_back(std::move(r)); });
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].status == 429);
    CHECK(answers[0].error() == "TooManyRequestsException");
    CHECK(answers[0].body() == json{{"Reason", "ReservedFunctionConcurrentInvocationLimitExceeded"},
                                    {"Type", "User"},
                                    {"message", "Rate Exceeded."}});
    clock.run();
    REQUIRE(answers.size() == 2);
    CHECK(answers[1].status == 200);
}

TEST_CASE("an account's concurrency is a limit too") {
    rest_world small{{.concurrency = 1}};
    small.create();
    std::vector<reply> answers;
    for (int i = 0; i < 2; ++i)
        small.send("POST", path, "{}", {}, [&](reply r) { answers.push_back(std::move(r)); });
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].body()["Reason"] == "ConcurrentInvocationLimitExceeded");
    small.clock.run();
}

TEST_CASE_METHOD(rest_world, "an outage is a service error") {
    create();
    functions.set_service_available(false);
    const auto answer = ask("POST", path);
    CHECK(answer.status == 500);
    CHECK(answer.error() == "ServiceException");
}

TEST_CASE_METHOD(rest_world, "a streamed answer comes as an event stream") {
    create();
    const std::string streaming = "/2021-11-15/functions/f/response-streaming-invocations";
    auto answer = ask("POST", streaming);
    CHECK(answer.status == 200);
    CHECK(answer.fields.get("Content-Type") == "application/vnd.amazon.eventstream");
    CHECK(answer.text.find("PayloadChunk") != std::string::npos);
    CHECK(answer.text.find("\"$LATEST\"") != std::string::npos);
    CHECK(answer.text.find("InvokeComplete") != std::string::npos);
    host.act = [](const auto&) { return handler_result{false, R"({"errorType":"E"})"}; };
    answer = ask("POST", streaming);
    CHECK(answer.text.find("PayloadChunk") == std::string::npos);
    CHECK(answer.text.find(R"({"ErrorCode":"Unhandled","ErrorDetails":"{\"errorType\":\"E\"}"})") !=
          std::string::npos);
}
