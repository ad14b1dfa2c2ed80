#include "unit/api/lambda_rest/rest_world.hpp"

using namespace sendlab::api::testing;
using sendlab::lambda::handler_result;

namespace {

const std::string config = "/2019-09-25/functions/f/event-invoke-config";
const std::string concurrency = "/2017-10-31/functions/f/concurrency";

} // namespace

TEST_CASE_METHOD(rest_world, "the queue does what is set for it") {
    create();
    host.act = [](const auto&) { return handler_result{false, "null"}; };
    const auto set =
        ask("PUT", config, json{{"MaximumRetryAttempts", 1}, {"MaximumEventAgeInSeconds", 3600}});
    CHECK(set.status == 200);
    CHECK(set.body() ==
          json{{"LastModified", 1767225600.0},
               {"FunctionArn", "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST"},
               {"MaximumRetryAttempts", 1},
               {"MaximumEventAgeInSeconds", 3600},
               {"DestinationConfig", {{"OnSuccess", json::object()}, {"OnFailure", json::object()}}}});
    ask("POST", "/2015-03-31/functions/f/invocations", "{}", {{"X-Amz-Invocation-Type", "Event"}});
    CHECK(host.seen.size() == 2);

    CHECK(ask("DELETE", config).status == 204);
    host.seen.clear();
    ask("POST", "/2015-03-31/functions/f/invocations", "{}", {{"X-Amz-Invocation-Type", "Event"}});
    CHECK(host.seen.size() == 3);
}

TEST_CASE_METHOD(rest_world, "put replaces, update merges") {
    create();
    ask("PUT", config, json{{"MaximumRetryAttempts", 1}, {"MaximumEventAgeInSeconds", 3600}});
    CHECK(ask("POST", config, json{{"MaximumRetryAttempts", 0}}).body()["MaximumEventAgeInSeconds"] == 3600);
    CHECK_FALSE(
        ask("PUT", config, json{{"MaximumRetryAttempts", 2}}).body().contains("MaximumEventAgeInSeconds"));
    CHECK(ask("GET", config).body()["MaximumRetryAttempts"] == 2);
    CHECK(ask("GET", config + "/list").body()["FunctionEventInvokeConfigs"].size() == 1);
    ask("PUT", "/2015-03-31/functions/f/configuration", json{{"Timeout", 9}});
    CHECK(ask("GET", config).body()["MaximumRetryAttempts"] ==
          2); // an update of the function leaves it alone
    CHECK(functions.find_function("f")->maximum_retry_attempts == 2);
}

TEST_CASE_METHOD(rest_world, "settings of the queue that cannot be are refused in AWS's words") {
    CHECK(ask("PUT", config, json{{"MaximumRetryAttempts", 1}}).message() == "The function doesn't exist.");
    create();
    CHECK(ask("GET", config).message() ==
          "The function arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST doesn't have an "
          "EventInvokeConfig");
    CHECK(ask("PUT", config, json::object()).message() ==
          "You must specify at least one of error handling or destination setting.");
    CHECK(ask("PUT", config, json{{"MaximumRetryAttempts", 3}}).status == 400);
    CHECK(ask("PUT", config, json{{"MaximumEventAgeInSeconds", 59}}).status == 400);
    CHECK(ask("PUT", config, json{{"DestinationConfig", {{"OnFailure", {{"Destination", "nowhere"}}}}}})
              .message() == "The destination ARN nowhere is invalid.");
    CHECK(ask("PUT", config,
              json{{"DestinationConfig",
                    {{"OnFailure", {{"Destination", "arn:aws:lambda:us-east-1:000000000000:function:f"}}}}}})
              .message() == "You can't specify the function as a destination for itself.");
    CHECK(ask("GET", config).status == 404);
}

TEST_CASE_METHOD(rest_world, "concurrency is reserved, told and given back") {
    create();
    CHECK(ask("GET", "/2019-09-30/functions/f/concurrency").body() == json::object());
    CHECK(ask("PUT", concurrency, json{{"ReservedConcurrentExecutions", 5}}).body() ==
          json{{"ReservedConcurrentExecutions", 5}});
    CHECK(ask("GET", "/2019-09-30/functions/f/concurrency").body()["ReservedConcurrentExecutions"] == 5);
    CHECK(ask("GET", "/2015-03-31/functions/f").body()["Concurrency"]["ReservedConcurrentExecutions"] == 5);
    CHECK(functions.unreserved_concurrency() == 995);
    ask("PUT", "/2015-03-31/functions/f/configuration", json{{"Timeout", 9}});
    CHECK(functions.unreserved_concurrency() == 995);
    const auto refused = ask("PUT", concurrency, json{{"ReservedConcurrentExecutions", 901}});
    CHECK(refused.status == 400);
    CHECK(refused.message() == "Specified ReservedConcurrentExecutions for function decreases account's "
                               "UnreservedConcurrentExecution below its minimum value of [100].");
    CHECK(ask("DELETE", concurrency).status == 204);
    CHECK(functions.unreserved_concurrency() == 1000);
}
