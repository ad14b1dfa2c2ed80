#include "api/edge_router.hpp"

#include <optional>
#include <vector>

#include <catch2/catch.hpp>

#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using namespace std::chrono_literals;
using api::call_condition;
using api::http_answer;
using api::http_request;
using api::http_response;

namespace {

/// Keeps what it is asked until it is told to answer.
class slow_service final : public api::aws_service {
public:
    void handle(http_request request, http_answer answer) override {
        asked.push_back(std::move(request.target));
        answers.push_back(std::move(answer));
        if (immediate)
            answers.back()(*immediate);
    }
    std::string action_of(const http_request&) const override { return action; }
    http_response failure(const http_request&, unsigned status, std::string_view code,
                          std::string_view message) const override {
        return http_response::text(status, "application/xml",
                                   "<Error><Code>" + std::string{code} + "</Code><Message>" +
                                       std::string{message} + "</Message></Error>");
    }

    std::string action = "PutObject";
    std::optional<http_response> immediate = http_response{};
    std::vector<std::string> asked;
    std::vector<http_answer> answers;
};

class fixed_condition final : public api::call_conditions {
public:
    explicit fixed_condition(call_condition always) : always_{std::move(always)} {}
    call_condition of(std::string_view service, std::string_view action, const http_request&) override {
        seen.push_back(std::string{service} + '.' + std::string{action});
        return always_;
    }

    std::vector<std::string> seen;

private:
    call_condition always_;
};

http_request put() {
    http_request request;
    request.method = "PUT";
    request.target = "/bucket/key";
    request.fields.add("Host", "127.0.0.1:4566");
    request.body = std::make_shared<memory_blob>("");
    return request;
}

/// A router with S3 behind it, and what becomes of its calls.
struct edge {
    virtual_scheduler clock;
    api::edge_router router{clock};
    slow_service s3;
    std::vector<std::string> log;
    std::vector<unsigned> statuses;
    std::optional<time_point> answered;

    edge() {
        router.set_service("s3", s3);
        router.on_call([this](const api::finished_call& call) { log.push_back(log_line(call)); });
    }

    void ask(http_request request = put()) {
        router.handle(std::move(request), [this](const http_response& response) {
            statuses.push_back(response.status);
            answered = clock.now();
        });
    }
};

} // namespace

TEST_CASE("a call reaches its service, and is logged when it is answered") {
    edge world;
    world.s3.immediate.reset();
    world.ask();
    CHECK(world.s3.asked == std::vector<std::string>{"/bucket/key"});
    CHECK(world.log.empty());
    world.s3.answers.front()({});
    CHECK(world.log == std::vector<std::string>{"AWS s3.PutObject => 200"});
    CHECK(world.statuses == std::vector<unsigned>{200});
}

TEST_CASE("an action that a client has made up is cut down to a name") {
    edge world;
    world.s3.action = "a\"}\nb{" + std::string(1000, 'c');
    world.ask();
    CHECK(world.log == std::vector<std::string>{"AWS s3.ab" + std::string(58, 'c') + " => 200"});
}

TEST_CASE("the log names errors, wherever the protocol has put them") {
    edge world;
    world.s3.immediate = http_response::text(404, "application/xml", "<Error><Code>NoSuchKey</Code></Error>");
    world.ask();
    world.s3.immediate =
        http_response::text(400, "application/json", R"({"__type":"Validation","message":""})");
    world.ask();
    world.s3.immediate->fields.add("x-amzn-ErrorType", "ResourceNotFoundException:http://x/");
    world.ask();
    world.s3.immediate = http_response{};
    world.s3.immediate->status = 412;
    world.ask();
    CHECK(world.log == std::vector<std::string>{
                           "AWS s3.PutObject => 404 (NoSuchKey)", "AWS s3.PutObject => 400 (Validation)",
                           "AWS s3.PutObject => 400 (ResourceNotFoundException)", "AWS s3.PutObject => 412"});
}

TEST_CASE("a condition's delays lie before the action and before the answer") {
    edge world;
    fixed_condition slow{{20ms, 30ms}};
    world.router.set_conditions(&slow);
    const auto start = world.clock.now();
    world.ask();
    CHECK(slow.seen == std::vector<std::string>{"s3.PutObject"});
    CHECK(world.s3.asked.empty());
    world.clock.run(start + 20ms);
    CHECK(world.s3.asked.size() == 1);
    CHECK_FALSE(world.answered);
    world.clock.run();
    CHECK(world.answered == start + 50ms);
    CHECK(world.log.size() == 1);
}

TEST_CASE("an error instead of the action comes in the service's own form") {
    edge world;
    call_condition failing;
    failing.fail = {503, "SlowDown", "Please reduce your request rate."};
    fixed_condition conditions{failing};
    world.router.set_conditions(&conditions);
    world.ask();
    CHECK(world.s3.asked.empty());
    CHECK(world.statuses == std::vector<unsigned>{503});
    CHECK(world.log == std::vector<std::string>{"AWS s3.PutObject => 503 (SlowDown)"});
}

TEST_CASE("a lost answer is an action of which nobody hears") {
    edge world;
    call_condition losing;
    losing.end = call_condition::ending::lose_answer;
    fixed_condition conditions{losing};
    world.router.set_conditions(&conditions);
    auto witness = std::make_shared<int>();
    world.router.handle(put(), [witness](const http_response&) { FAIL("answered"); });
    CHECK(world.s3.asked.size() == 1);
    world.s3.answers.clear();
    CHECK(witness.use_count() == 1); // the connection sees that nobody will answer
    CHECK(world.log == std::vector<std::string>{"AWS s3.PutObject => no answer"});
}

TEST_CASE("a dropped connection is no action either") {
    edge world;
    call_condition dropping;
    dropping.end = call_condition::ending::drop_connection;
    dropping.before_action = 5ms;
    fixed_condition conditions{dropping};
    world.router.set_conditions(&conditions);
    world.ask();
    world.clock.run();
    CHECK(world.s3.asked.empty());
    CHECK(world.statuses.empty());
}

TEST_CASE("a service that answers twice is heard once") {
    edge world;
    world.ask();
    world.s3.answers.front()({});
    CHECK(world.statuses.size() == 1);
    CHECK(world.log.size() == 1);
}

TEST_CASE("a service that is not here is answered at once, in the protocol's form") {
    edge world;
    std::optional<http_response> response;
    const auto keep = [&](http_response answer) { response = std::move(answer); };
    auto request = put();
    request.method = "POST";
    request.target = "/";
    request.fields.add("X-Amz-Target", "DynamoDB_20120810.GetItem");
    world.router.handle(request, keep);
    REQUIRE(response);
    CHECK(response->status == 501);
    CHECK(to_string(*response->body).find(R"("__type":"NotImplemented")") != std::string::npos);
    CHECK(to_string(*response->body).find("DynamoDB") != std::string::npos);

    auto query = put();
    query.method = "GET";
    query.target = "/?Action=ListQueues";
    query.fields.set("Host", "sqs.us-east-1.amazonaws.com");
    world.router.handle(query, keep);
    CHECK(to_string(*response->body).find("<ErrorResponse><Error><Type>Receiver</Type>") !=
          std::string::npos);
    CHECK(world.log.back() == "AWS sqs.ListQueues => 501 (NotImplemented)");
}

TEST_CASE("the emulator's own paths go to its own API, unlogged") {
    edge world;
    slow_service own;
    world.router.set_own_api(own);
    auto request = put();
    request.target = "/_sendlab/health";
    world.ask(std::move(request));
    CHECK(own.asked == std::vector<std::string>{"/_sendlab/health"});
    CHECK(world.log.empty());
}
