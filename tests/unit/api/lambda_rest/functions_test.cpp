#include "unit/api/lambda_rest/rest_world.hpp"

using namespace sendlab::api::testing;

TEST_CASE_METHOD(rest_world, "a function is created Pending and then Active, with AWS's defaults") {
    const auto made = ask("POST", "/2015-03-31/functions", new_function());
    CHECK(made.status == 201);
    auto body = made.body();
    CHECK(body["FunctionName"] == "f");
    CHECK(body["FunctionArn"] == "arn:aws:lambda:us-east-1:000000000000:function:f");
    CHECK(body["Timeout"] == 3);
    CHECK(body["MemorySize"] == 128);
    CHECK(body["CodeSize"] == 3);
    CHECK(body["CodeSha256"] == "sha of zip");
    CHECK(body["Version"] == "$LATEST");
    CHECK(body["Description"] == "");
    CHECK(body["LastModified"] == "2026-01-01T00:00:00.000+0000");
    CHECK(body["State"] == "Pending");
    CHECK(body["StateReasonCode"] == "Creating");
    CHECK(body["Architectures"] == json::array({"x86_64"}));
    CHECK_FALSE(body.contains("LastUpdateStatus"));

    const auto shown = ask("GET", "/2015-03-31/functions/f").body();
    CHECK(shown["Configuration"]["State"] == "Active");
    CHECK(shown["Configuration"]["LastUpdateStatus"] == "Successful");
    CHECK(shown["Code"]["Location"] == "http://127.0.0.1:4566/2015-03-31/functions/f/code?Qualifier=$LATEST");
    CHECK_FALSE(shown.contains("Tags"));
    CHECK(ask("GET", "/2015-03-31/functions/f/code").text == "zip");
}

TEST_CASE_METHOD(rest_world, "what runs is what was configured") {
    auto wanted = new_function();
    wanted["MemorySize"] = 512;
    wanted["Timeout"] = 30;
    wanted["Environment"] = {{"Variables", {{"STAGE", "test"}}}};
    wanted["Tags"] = {{"team", "mail"}};
    CHECK(ask("POST", "/2015-03-31/functions", wanted).body()["Environment"]["Variables"]["STAGE"] == "test");
    REQUIRE(host.programs.size() == 1);
    CHECK(host.programs[0].name == "f");
    CHECK(host.programs[0].runtime == "nodejs22.x");
    CHECK(host.programs[0].handler == "index.handler");
    CHECK(host.programs[0].memory_mb == 512);
    CHECK(host.programs[0].variables.at("STAGE") == "test");
    CHECK(functions.find_function("f")->timeout == 30s);
    CHECK(ask("GET", "/2015-03-31/functions/f").body()["Tags"]["team"] == "mail");
}

TEST_CASE_METHOD(rest_world, "code may lie in S3 or in a folder of this machine") {
    auto wanted = new_function();
    wanted["Code"] = {{"S3Bucket", "code"}, {"S3Key", "f.zip"}};
    CHECK(ask("POST", "/2015-03-31/functions", wanted).body()["CodeSha256"] == "sha of from S3");
    wanted = new_function("g");
    wanted["Code"] = {{"S3Bucket", "hot-reload"}, {"S3Key", "/home/ada/code"}};
    CHECK(ask("POST", "/2015-03-31/functions", wanted).status == 201);
    CHECK(host.programs.back().code->folder() == "/home/ada/code");
    CHECK(ask("GET", "/2015-03-31/functions/g/code").status == 404);

    wanted = new_function("h");
    wanted["Code"] = {{"S3Bucket", "code"}, {"S3Key", "none"}};
    const auto refused = ask("POST", "/2015-03-31/functions", wanted);
    CHECK(refused.status == 400);
    CHECK(refused.message() ==
          "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The "
          "specified key does not exist.");
}

TEST_CASE_METHOD(rest_world, "what AWS refuses is refused in its words, and nothing is left") {
    struct refusal {
        json change;
        unsigned status;
        std::string error, message;
    };
    const std::vector<refusal> all{
        {{{"Role", "r"}},
         400,
         "ValidationException",
         "1 validation error detected: Value 'r' at 'role' failed to satisfy constraint: Member must satisfy "
         R"(regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+)"},
        {{{"Timeout", 901}},
         400,
         "ValidationException",
         "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must "
         "have "
         "value less than or equal to 900"},
        {{{"MemorySize", 64}},
         400,
         "ValidationException",
         "1 validation error detected: Value '64' at 'memorySize' failed to satisfy constraint: Member must "
         "have "
         "value greater than or equal to 128"},
        {{{"Code", {{"ZipFile", "YmFk"}}}},
         400,
         "InvalidParameterValueException",
         "Could not unzip uploaded file."},
        {{{"Code", {{"ZipFile", "no base64"}}}},
         400,
         "InvalidParameterValueException",
         "Could not unzip uploaded file. Please check your file, then try to upload again."},
        {{{"Code", json::object()}},
         400,
         "InvalidParameterValueException",
         "Please provide a source for function code."},
        {{{"Environment", {{"Variables", {{"AWS_REGION", "x"}}}}}},
         400,
         "InvalidParameterValueException",
         "Lambda was unable to configure your environment variables because the environment variables you "
         "have "
         "provided contains reserved keys that are currently not supported for modification. Reserved keys "
         "used "
         "in this request: AWS_REGION"},
        {{{"Environment", {{"Variables", {{"_X", "x"}}}}}},
         400,
         "ValidationException",
         "1 validation error detected: Value '{\"_X\":\"x\"}' at 'environment.variables' failed to satisfy "
         "constraint: Member must satisfy constraint: [Member must satisfy regular expression pattern: "
         "[a-zA-Z]([a-zA-Z0-9_])+]"},
        {{{"Layers", {"arn:aws:lambda:us-east-1:000000000000:layer:l:1"}}},
         400,
         "InvalidParameterValueException",
         "Sendlab has no layers: put what they contain into the function's archive."},
    };
    for (const auto& [change, status, error, message] : all) {
        auto wanted = new_function();
        wanted.update(change);
        const auto refused = ask("POST", "/2015-03-31/functions", wanted);
        CHECK(refused.status == status);
        CHECK(refused.error() == error);
        CHECK(refused.message() == message);
    }
    auto wanted = new_function();
    wanted["Runtime"] = "cobol85";
    CHECK(ask("POST", "/2015-03-31/functions", wanted)
              .message()
              .starts_with(
                  "Value cobol85 at 'runtime' failed to satisfy constraint: Member must satisfy enum value "
                  "set: [nodejs"));
    wanted = new_function();
    wanted["Environment"] = {{"Variables", {{"LONG", std::string(4090, 'x')}}}};
    CHECK(ask("POST", "/2015-03-31/functions", wanted).message().find("exceeded the 4KB limit") !=
          std::string::npos);
    CHECK(ask("GET", "/2015-03-31/functions").body()["Functions"].empty());
    CHECK(functions.find_function("f") == nullptr);
}

TEST_CASE_METHOD(rest_world, "a body that is no JSON object, or has the wrong types, is refused") {
    for (const std::string text : {"", "[1]", "{", R"({"FunctionName":7,"Role":"r","Code":{}})",
                                   R"({"FunctionName":"f","Role":{},"Code":[]})"}) {
        INFO(text);
        CHECK(ask("POST", "/2015-03-31/functions", text).status == 400);
    }
    CHECK(ask("POST", "/2015-03-31/functions", std::string("{")).error() == "SerializationException");
    CHECK(ask("POST", "/2015-03-31/functions", json::object()).message() ==
          "1 validation error detected: Value null at 'functionName' failed to satisfy constraint: Member "
          "must not "
          "be null");
}

TEST_CASE_METHOD(rest_world, "a function exists once") {
    create();
    const auto again = ask("POST", "/2015-03-31/functions", new_function());
    CHECK(again.status == 409);
    CHECK(again.error() == "ResourceConflictException");
    CHECK(again.body() == json{{"Type", "User"}, {"message", "Function already exist: f"}});
}

TEST_CASE_METHOD(rest_world, "one that does not exist is not found, however it is named") {
    const auto missing = ask("GET", "/2015-03-31/functions/f");
    CHECK(missing.status == 404);
    CHECK(missing.error() == "ResourceNotFoundException");
    CHECK(missing.body() ==
          json{{"Type", "User"},
               {"Message", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f"}});
    CHECK(ask("PUT", "/2015-03-31/functions/f/code", json{{"ZipFile", "emlw"}}).status == 404);
    CHECK(ask("DELETE", "/2015-03-31/functions/f").status == 404);
    CHECK(ask("GET", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A000000000000%3Afunction%3Af")
              .message() == "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')");
    create();
    CHECK(ask("GET", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af")
              .status == 200);
    CHECK(ask("GET", "/2015-03-31/functions/f:$LATEST/configuration").status == 200);
    CHECK(ask("GET", "/2015-03-31/functions/f?Qualifier=9").status == 404);
    CHECK(ask("GET", "/2015-03-31/functions/f:1?Qualifier=2").status == 400);
}

TEST_CASE_METHOD(rest_world, "updates answer InProgress, change what runs, and check the revision") {
    create();
    const auto first =
        ask("GET", "/2015-03-31/functions/f/configuration").body()["RevisionId"].get<std::string>();
    auto updated = ask("PUT", "/2015-03-31/functions/f/configuration",
                       json{{"Timeout", 9}, {"MemorySize", 256}, {"RevisionId", first}});
    CHECK(updated.status == 200);
    CHECK(updated.body()["LastUpdateStatus"] == "InProgress");
    CHECK(updated.body()["LastUpdateStatusReasonCode"] == "Creating");
    CHECK(updated.body()["Handler"] == "index.handler");
    CHECK(host.programs.back().memory_mb == 256);
    CHECK(functions.find_function("f")->timeout == 9s);

    const auto late =
        ask("PUT", "/2015-03-31/functions/f/code", json{{"ZipFile", "emlw"}, {"RevisionId", first}});
    CHECK(late.status == 412);
    CHECK(late.error() == "PreconditionFailedException");

    updated = ask("PUT", "/2015-03-31/functions/f/code", json{{"S3Bucket", "code"}, {"S3Key", "f.zip"}});
    CHECK(updated.body()["CodeSha256"] == "sha of from S3");
    CHECK(host.programs.back().code->size() == 7);
    CHECK(ask("PUT", "/2015-03-31/functions/f/configuration", json{{"Timeout", 0}}).status == 400);
    CHECK(functions.find_function("f")->timeout == 9s);
    const auto deployed = host.programs.size();
    CHECK(ask("PUT", "/2015-03-31/functions/f/code", json{{"ZipFile", "emlw"}, {"DryRun", true}})
              .body()["CodeSha256"] == "sha of zip");
    CHECK(host.programs.size() == deployed);
}

TEST_CASE_METHOD(rest_world, "lists come in pages") {
    for (const auto* name : {"a", "b", "c"})
        create(name);
    auto page = ask("GET", "/2015-03-31/functions?MaxItems=2").body();
    REQUIRE(page["Functions"].size() == 2);
    CHECK(page["Functions"][1]["FunctionName"] == "b");
    page =
        ask("GET", "/2015-03-31/functions?MaxItems=2&Marker=" + page["NextMarker"].get<std::string>()).body();
    REQUIRE(page["Functions"].size() == 1);
    CHECK(page["Functions"][0]["FunctionName"] == "c");
    CHECK_FALSE(page.contains("NextMarker"));
    CHECK(ask("GET", "/2015-03-31/functions?Marker=99").body()["Functions"].empty());
}

TEST_CASE_METHOD(rest_world, "what is deleted is gone") {
    create();
    CHECK(ask("DELETE", "/2015-03-31/functions/f").status == 204);
    CHECK(ask("GET", "/2015-03-31/functions/f").status == 404);
    CHECK(functions.find_function("f") == nullptr);
    create();
}

TEST_CASE_METHOD(rest_world, "every answer has an id; what is no operation is said to be none") {
    const auto unknown = ask("GET", "/2018-10-31/layers");
    CHECK(unknown.status == 404);
    CHECK(unknown.error() == "UnknownOperationException");
    CHECK(unknown.fields.get("x-amzn-RequestId").size() == 36);
    sendlab::api::http_request request;
    request.method = "PUT";
    request.target = "/2015-03-31/functions/f/code";
    CHECK(rest.action_of(request) == "UpdateFunctionCode");
    request.target = "/2015-03-31/functions/f/other";
    CHECK(rest.action_of(request).empty());
    const auto fault = rest.failure(request, 500, "ServiceException", "out");
    CHECK(fault.status == 500);
    CHECK(fault.fields.get("x-amzn-ErrorType") == "ServiceException");
}

TEST_CASE_METHOD(rest_world, "the account tells its limits") {
    create();
    const auto settings = ask("GET", "/2016-08-19/account-settings").body();
    CHECK(settings["AccountLimit"]["ConcurrentExecutions"] == 1000);
    CHECK(settings["AccountUsage"] == json{{"TotalCodeSize", 3}, {"FunctionCount", 1}});
}
