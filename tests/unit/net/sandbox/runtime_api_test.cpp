// The Runtime API without a process.
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "net/sandbox/runtime_api.hpp"

using namespace sendlab;
using net::sandbox::runtime_answer;
using net::sandbox::runtime_api;

namespace {

struct process : runtime_api::listener {
    void on_idle(std::optional<runtime_answer> answer) override {
        ++idle;
        if (answer)
            answers.push_back(*answer);
    }
    void on_init_error(std::string payload) override { init_errors.push_back(std::move(payload)); }

    std::optional<api::http_response> ask(const std::string& method, const std::string& path,
                                          const std::string& body = {}) {
        api::http_request request;
        request.method = method;
        request.target = "/2018-06-01/runtime/" + path;
        request.body = std::make_shared<memory_blob>(body);
        last.reset();
        served.handle(std::move(request), [this](api::http_response r) { last = std::move(r); });
        return last;
    }
    unsigned status(const std::string& method, const std::string& path, const std::string& body = {}) {
        const auto response = ask(method, path, body);
        return response ? response->status : 0;
    }
    std::string text() const { return to_string(*last->body); }

    int idle = 0;
    std::vector<runtime_answer> answers;
    std::vector<std::string> init_errors;
    std::optional<api::http_response> last;
    runtime_api served{*this};
};

} // namespace

TEST_CASE_METHOD(process, "next waits for an event, then tells it with its headers") {
    CHECK_FALSE(ask("GET", "invocation/next"));
    CHECK(idle == 1);
    CHECK(served.has_begun());
    served.deliver({"id-1", R"({"a":1})", 1234, "arn:f", "Root=1-2", "{}"});
    REQUIRE(last);
    CHECK(last->status == 200);
    CHECK(text() == R"({"a":1})");
    CHECK(last->fields.get("Lambda-Runtime-Aws-Request-Id") == "id-1");
    CHECK(last->fields.get("Lambda-Runtime-Deadline-Ms") == "1234");
    CHECK(last->fields.get("Lambda-Runtime-Invoked-Function-Arn") == "arn:f");
    CHECK(last->fields.get("Lambda-Runtime-Trace-Id") == "Root=1-2");
    CHECK(last->fields.get("Lambda-Runtime-Client-Context") == "{}");
}

TEST_CASE_METHOD(process, "an answer counts when the process asks for more") {
    ask("GET", "invocation/next");
    served.deliver({"id-1", "{}", 0, "", "", ""});
    CHECK(status("POST", "invocation/id-1/response", "7") == 202);
    CHECK(text() == "{\"status\":\"OK\"}\n");
    CHECK(answers.empty());
    REQUIRE(served.answer());
    ask("GET", "invocation/next");
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].succeeded);
    CHECK(answers[0].payload == "7");

    served.deliver({"id-2", "{}", 0, "", "", ""});
    CHECK(status("POST", "invocation/id-2/error", R"({"errorType":"E"})") == 202);
    ask("GET", "invocation/next");
    CHECK_FALSE(answers.back().succeeded);
}

TEST_CASE_METHOD(process, "answers to what was not asked are refused") {
    CHECK(status("POST", "invocation/id-1/response", "7") == 400);
    CHECK(text() == "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}\n");
    ask("GET", "invocation/next");
    served.deliver({"id-1", "{}", 0, "", "", ""});
    CHECK(status("POST", "invocation/id-2/response", "7") == 400);
    CHECK(status("POST", "invocation/id-1/response", "7") == 202);
    CHECK(status("POST", "invocation/id-1/response", "8") == 403);
    CHECK(text().find("State transition from ResponseSent to InvocationResponse failed for runtime.") !=
          std::string::npos);
    CHECK(status("GET", "invocation/other") == 404);
    CHECK(status("POST", "invocation/id-1/shout") == 404);
    CHECK(status("GET", "") == 404);
}

TEST_CASE_METHOD(process, "an answer that is too large is an error of the function") {
    ask("GET", "invocation/next");
    served.deliver({"id-1", "{}", 0, "", "", ""});
    CHECK(status("POST", "invocation/id-1/response", std::string(net::sandbox::largest_answer + 1, '1')) ==
          413);
    ask("GET", "invocation/next");
    CHECK_FALSE(answers.back().succeeded);
    CHECK(answers.back().payload ==
          R"({"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded )"
          R"(maximum allowed payload size (6291556 bytes)."})");
}

TEST_CASE_METHOD(process, "a start may fail once, and only before the first event") {
    CHECK(status("POST", "init/error", "why") == 202);
    CHECK(init_errors == std::vector<std::string>{"why"});
    CHECK(status("GET", "invocation/next") == 403);
    CHECK_FALSE(served.has_begun());

    process other;
    other.ask("GET", "invocation/next");
    CHECK(other.status("POST", "init/error", "why") == 403);
    CHECK(other.init_errors.empty());
}
