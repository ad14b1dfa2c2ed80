#include "unit/api/lambda_rest/rest_world.hpp"

using namespace sendlab::api::testing;

namespace {

const std::string policy = "/2015-03-31/functions/f/policy";

json for_s3(const std::string& sid = "s3") {
    return {{"StatementId", sid},
            {"Action", "lambda:InvokeFunction"},
            {"Principal", "s3.amazonaws.com"},
            {"SourceArn", "arn:aws:s3:::async-emails"},
            {"SourceAccount", "000000000000"}};
}

} // namespace

TEST_CASE_METHOD(rest_world, "a permission becomes a statement of the policy") {
    create();
    const auto added = ask("POST", policy, for_s3());
    CHECK(added.status == 201);
    const auto statement = json::parse(added.body()["Statement"].get<std::string>());
    CHECK(statement == json{{"Sid", "s3"},
                            {"Effect", "Allow"},
                            {"Principal", {{"Service", "s3.amazonaws.com"}}},
                            {"Action", "lambda:InvokeFunction"},
                            {"Resource", "arn:aws:lambda:us-east-1:000000000000:function:f"},
                            {"Condition",
                             {{"StringEquals", {{"AWS:SourceAccount", "000000000000"}}},
                              {"ArnLike", {{"AWS:SourceArn", "arn:aws:s3:::async-emails"}}}}}});
    const auto whole = json::parse(ask("GET", policy).body()["Policy"].get<std::string>());
    CHECK(whole["Version"] == "2012-10-17");
    CHECK(whole["Id"] == "default");
    CHECK(whole["Statement"] == json::array({statement}));
}

TEST_CASE_METHOD(rest_world, "permissions that cannot be are refused in AWS's words") {
    create();
    CHECK(ask("GET", policy).message() == "The resource you requested does not exist.");
    ask("POST", policy, for_s3());
    const auto again = ask("POST", policy, for_s3());
    CHECK(again.status == 409);
    CHECK(again.message() ==
          "The statement id (s3) provided already exists. Please provide a new statement id, or "
          "remove the existing statement.");
    auto wrong = for_s3("other");
    wrong["Principal"] = "somebody";
    CHECK(ask("POST", policy, wrong).message() ==
          "The provided principal was invalid. Please check the principal and try again.");
    unsigned status = 201;
    for (int i = 0; status == 201 && i < 200; ++i)
        status = ask("POST", policy, for_s3("statement" + std::to_string(i))).status;
    CHECK(status == 400);
    CHECK(ask("GET", policy).body()["Policy"].get<std::string>().size() <= 20'480);
}

TEST_CASE_METHOD(rest_world, "a permission can be taken back, once") {
    create();
    ask("POST", policy, for_s3());
    CHECK(ask("DELETE", policy + "/s3").status == 204);
    CHECK(ask("GET", policy).status == 404);
    CHECK(ask("DELETE", policy + "/s3").status == 404);
}

TEST_CASE_METHOD(rest_world, "tags are put, listed and removed") {
    create();
    const std::string tags = "/2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af";
    CHECK(ask("POST", tags, json{{"Tags", {{"a", "1"}, {"b", "2"}}}}).status == 204);
    CHECK(ask("GET", tags).body()["Tags"] == json{{"a", "1"}, {"b", "2"}});
    CHECK(ask("DELETE", tags + "?tagKeys=a&tagKeys=c").status == 204);
    CHECK(ask("GET", tags).body()["Tags"] == json{{"b", "2"}});
}
