// Our Python runtime client, with real processes.
#include "unit/net/sandbox/environment.hpp"

using namespace sendlab::net::sandbox::testing;

TEST_CASE("a Python handler gets the event and its context", "[python]") {
    environment function{{{"app.py", R"(
def handler(event, context):
    return {"got": event["name"], "id": context.aws_request_id, "left": context.get_remaining_time_in_millis(),
            "name": context.function_name, "arn": context.invoked_function_arn, "memory": context.memory_limit_in_mb}
)"}},
                         environment::python()};
    function.init();
    const auto result = function.invoke(R"({"name":"Ada"})", 7s);
    INFO(result.payload);
    REQUIRE(result.succeeded);
    auto answer = json_of(result);
    CHECK(answer["got"] == "Ada");
    CHECK(answer["id"] == function.request_id());
    CHECK(answer["left"] <= 7000);
    CHECK(answer["left"] > 0);
    CHECK(answer["name"] == "LambdaEmailSender");
    CHECK(answer["memory"] == "512");
}

TEST_CASE("an exception is the answer, with its stack, and the process lives on", "[python]") {
    environment function{{{"app.py", R"(
calls = 0
def handler(event, context):
    global calls
    calls += 1
    if event.get("calm"):
        return calls
    raise ValueError("no meta")
)"}},
                         environment::python()};
    function.init();
    const auto failed = function.invoke();
    CHECK_FALSE(failed.succeeded);
    CHECK_FALSE(failed.crashed);
    auto error = json_of(failed);
    CHECK(error["errorType"] == "ValueError");
    CHECK(error["errorMessage"] == "no meta");
    CHECK(error["requestId"] == function.request_id());
    REQUIRE(error["stackTrace"].size() == 1);
    CHECK(error["stackTrace"][0].get<std::string>().find("app.py\", line 8, in handler") !=
          std::string::npos);
    CHECK(function.logged("[ERROR] ValueError: no meta"));
    CHECK(json_of(function.invoke(R"({"calm":true})")) == 2);
}

TEST_CASE("print and logging become lines of the log", "[python]") {
    environment function{{{"app.py", R"(
import logging
logging.getLogger().setLevel(logging.INFO)
def handler(event, context):
    print("printed")
    logging.info("logged")
)"}},
                         environment::python()};
    function.init();
    CHECK(function.invoke().payload == "null");
    CHECK(function.logged("printed"));
    CHECK(function.logged('\t' + function.request_id() + "\tlogged"));
}

TEST_CASE("a module that is not there fails Init as on AWS", "[python]") {
    environment function{{{"app.py", "import no_such_module"}}, environment::python()};
    function.init();
    const auto failed = function.invoke();
    CHECK_FALSE(failed.succeeded);
    auto error = json_of(failed);
    CHECK(error["errorType"] == "Runtime.ImportModuleError");
    CHECK(error["errorMessage"] == "Unable to import module 'app': No module named 'no_such_module'");
    CHECK(error["requestId"] == "");
}

TEST_CASE("a handler may end its process", "[python]") {
    environment function{
        {{"app.py", "import os\ndef handler(event, context):\n    os._exit(event['status'])\n"}},
        environment::python()};
    function.init();
    auto failed = function.invoke(R"({"status":0})");
    CHECK(failed.crashed);
    CHECK(json_of(failed)["errorType"] == "Runtime.ExitError");
    CHECK(json_of(failed)["errorMessage"] ==
          "RequestId: " + function.request_id() + " Error: Runtime exited without providing a reason");
    function.init(false);
    failed = function.invoke(R"({"status":3})");
    CHECK(json_of(failed)["errorMessage"] ==
          "RequestId: " + function.request_id() + " Error: Runtime exited with error: exit status 3");
    CHECK(failed.runtime_error == "Runtime.ExitError");
}

TEST_CASE("a botocore that does not know AWS_ENDPOINT_URL finds the emulator all the same", "[python]") {
    const auto endpoint_with = [](const std::string& version) {
        environment function{{{"botocore/__init__.py", "__version__ = '" + version + "'"},
                              {"botocore/session.py", R"(
class Session:
    def create_client(self, service_name, region_name=None, endpoint_url=None):
        return endpoint_url
)"},
                              {"app.py", R"(
from botocore.session import Session
def handler(event, context):
    return [Session().create_client("s3"), Session().create_client("s3", endpoint_url="http://other")]
)"}},
                             environment::python()};
        function.init();
        return json_of(function.invoke());
    };
    CHECK(endpoint_with("1.29.27") == nlohmann::json{"http://127.0.0.1:4566", "http://other"});
    CHECK(endpoint_with("1.31.0") == nlohmann::json{nullptr, "http://other"});
}
