#include "unit/api/lambda_rest/rest_world.hpp"

using namespace sendlab::api::testing;

namespace {
const std::string f = "/2015-03-31/functions/f";
}

TEST_CASE_METHOD(rest_world, "a version keeps what was current") {
    create();
    const auto made = ask("POST", f + "/versions", json{{"Description", "first"}});
    CHECK(made.status == 201);
    CHECK(made.body()["Version"] == "1");
    CHECK(made.body()["FunctionArn"] == "arn:aws:lambda:us-east-1:000000000000:function:f:1");
    CHECK(made.body()["Description"] == "first");
    CHECK(ask("POST", f + "/versions").body()["Version"] == "1"); // nothing has changed

    ask("PUT", f + "/configuration", json{{"Timeout", 7}});
    CHECK(ask("POST", f + "/versions").body()["Version"] == "2");
    CHECK(ask("GET", f + "/configuration?Qualifier=1").body()["Timeout"] == 3);
    CHECK(ask("GET", f + "/configuration?Qualifier=2").body()["Timeout"] == 7);
    const auto all = ask("GET", f + "/versions").body()["Versions"];
    REQUIRE(all.size() == 3);
    CHECK(all[0]["FunctionArn"] == "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST");
    CHECK(all[2]["Version"] == "2");
    CHECK(ask("POST", f + "/versions", json{{"CodeSha256", "another"}}).status == 400);
}

TEST_CASE_METHOD(rest_world, "versions and aliases are invoked by their names") {
    create();
    ask("POST", f + "/versions");
    const auto made = ask("POST", f + "/aliases", json{{"Name", "live"}, {"FunctionVersion", "1"}});
    CHECK(made.status == 201);
    CHECK(made.body()["AliasArn"] == "arn:aws:lambda:us-east-1:000000000000:function:f:live");
    for (const auto* target : {"f:1/invocations", "f/invocations?Qualifier=1", "f:live/invocations",
                               "f/invocations?Qualifier=live"}) {
        INFO(target);
        const auto answer = ask("POST", std::string{"/2015-03-31/functions/"} + target);
        CHECK(answer.text == "\"1\"");
        CHECK(answer.fields.get("X-Amz-Executed-Version") == "1");
    }
    ask("PUT", f + "/aliases/live", json{{"FunctionVersion", "$LATEST"}});
    CHECK(ask("POST", f + ":live/invocations").text == "\"$LATEST\"");
    CHECK(ask("GET", f + "/aliases/live").body()["FunctionVersion"] == "$LATEST");
    CHECK(ask("DELETE", f + "/aliases/live").status == 204);
    CHECK(ask("POST", f + ":live/invocations").status == 404);
    CHECK(ask("GET", f + "/aliases/live").status == 404);
}

TEST_CASE_METHOD(rest_world, "aliases that cannot be are refused") {
    create();
    CHECK(ask("POST", f + "/aliases", json{{"Name", "7"}, {"FunctionVersion", "$LATEST"}}).status == 400);
    CHECK(ask("POST", f + "/aliases", json{{"Name", "a b"}, {"FunctionVersion", "$LATEST"}}).status == 400);
    CHECK(ask("POST", f + "/aliases", json{{"Name", "live"}, {"FunctionVersion", "4"}}).status == 404);
    CHECK(ask("POST", f + "/aliases", json{{"Name", "live"}, {"FunctionVersion", "$LATEST"}}).status == 201);
    const auto again = ask("POST", f + "/aliases", json{{"Name", "live"}, {"FunctionVersion", "$LATEST"}});
    CHECK(again.status == 409);
    CHECK(again.message() == "Alias already exists: arn:aws:lambda:us-east-1:000000000000:function:f:live");
    CHECK(
        ask("PUT", f + "/aliases/live", json{{"RoutingConfig", {{"AdditionalVersionWeights", {{"1", 0.5}}}}}})
            .status == 400);
    CHECK(ask("GET", f + "/aliases").body()["Aliases"].size() == 1);
}

TEST_CASE_METHOD(rest_world, "a version goes unless an alias needs it; a function goes with all it has") {
    create();
    ask("POST", f + "/versions");
    ask("POST", f + "/aliases", json{{"Name", "live"}, {"FunctionVersion", "1"}});
    CHECK(ask("DELETE", f + "?Qualifier=1").status == 409);
    ask("DELETE", f + "/aliases/live");
    CHECK(ask("DELETE", f + "?Qualifier=1").status == 204);
    CHECK(ask("POST", f + ":1/invocations").status == 404);
    CHECK(ask("DELETE", f + "?Qualifier=$LATEST").status == 400);

    ask("PUT", f + "/configuration", json{{"Timeout", 7}});
    CHECK(ask("POST", f + "/versions").body()["Version"] == "2");
    CHECK(ask("DELETE", f).status == 204);
    CHECK(functions.find_function("f:2") == nullptr);
}

TEST_CASE_METHOD(rest_world, "a function may be published as it is created") {
    auto wanted = new_function();
    wanted["Publish"] = true;
    CHECK(ask("POST", "/2015-03-31/functions", wanted).body()["Version"] == "1");
    CHECK(ask("POST", f + ":1/invocations").status == 200);
}
