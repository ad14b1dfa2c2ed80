// Buckets over REST, and what is configured of them.
#include <catch2/catch.hpp>

#include "unit/api/s3_rest/rest_fixture.hpp"

using namespace sendlab;
using namespace sendlab::api;
using namespace sendlab::api::test;
using namespace std::chrono_literals;

namespace {

struct bucket_fixture : rest_fixture {
    std::string code(std::string method, std::string target, std::string body = {}) {
        const auto answer = ask(std::move(method), std::move(target), {}, std::move(body));
        return answer.status < 300 ? std::to_string(answer.status) : element(answer, "Code");
    }
};

std::string lifecycle(const std::string& rule) {
    return "<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule>" + rule +
           "</Rule></LifecycleConfiguration>";
}

std::string notification(const std::string& inner) {
    return "<NotificationConfiguration>" + inner + "</NotificationConfiguration>";
}

std::string function_rule(const std::string& event, const std::string& filters = {},
                          const std::string& arn = "arn:aws:lambda:us-east-1:000000000000:function:f") {
    return "<CloudFunctionConfiguration><CloudFunction>" + arn + "</CloudFunction><Event>" + event +
           "</Event><Filter><S3Key>" + filters + "</S3Key></Filter></CloudFunctionConfiguration>";
}

} // namespace

TEST_CASE_METHOD(bucket_fixture, "buckets are made, found, listed and deleted") {
    const auto made = ask("PUT", "/second/");
    CHECK(made.status == 200);
    CHECK(header(made, "Location") == "/second");
    CHECK(code("PUT", "/second") == "200");
    CHECK(code("PUT", "/Second") == "InvalidBucketName");
    CHECK(header(ask("HEAD", "/second"), "x-amz-bucket-region") == "us-east-1");
    CHECK(ask("HEAD", "/third").status == 404);
    CHECK(elements(ask("GET", "/"), "Name") == names{"mails", "second"});
    CHECK(element(ask("GET", "/"), "CreationDate") == "2026-01-01T00:00:00.000Z");
    CHECK(elements(ask("GET", "/?prefix=s"), "Name") == names{"second"});
    const auto page = ask("GET", "/?max-buckets=1");
    CHECK(elements(page, "Name") == names{"mails"});
    CHECK(elements(ask("GET", "/?continuation-token=" + element(page, "ContinuationToken")), "Name") ==
          names{"second"});
    CHECK(code("GET", "/?max-buckets=0") == "InvalidArgument");
    CHECK(code("DELETE", "/second") == "204");
    CHECK(code("DELETE", "/second") == "NoSuchBucket");
    put("a");
    CHECK(code("DELETE", "/mails") == "BucketNotEmpty");
}

TEST_CASE_METHOD(bucket_fixture, "a bucket may be elsewhere") {
    const auto in = [](const std::string& region) {
        return "<CreateBucketConfiguration><LocationConstraint>" + region +
               "</LocationConstraint></CreateBucketConfiguration>";
    };
    CHECK(code("PUT", "/abroad", in("eu-west-1")) == "200");
    CHECK(text(ask("GET", "/abroad?location")).find(">eu-west-1</LocationConstraint>") != std::string::npos);
    CHECK(header(ask("HEAD", "/abroad"), "x-amz-bucket-region") == "eu-west-1");
    CHECK(text(ask("GET", "/mails?location")).find("></LocationConstraint>") != std::string::npos);
    CHECK(code("PUT", "/nowhere", in("us-east-1")) == "InvalidLocationConstraint");
    CHECK(code("PUT", "/nowhere", in("Mars!")) == "InvalidLocationConstraint");
    CHECK(code("PUT", "/nowhere", "<Other/>") == "MalformedXML");
    CHECK_FALSE(store.has_bucket("nowhere"));
}

TEST_CASE_METHOD(bucket_fixture, "unknown methods and operations are refused at once") {
    CHECK(code("PATCH", "/mails/a") == "MethodNotAllowed");
    CHECK(code("POST", "/") == "MethodNotAllowed");
    CHECK(code("DELETE", "/mails?acl") == "MethodNotAllowed");
    CHECK(code("POST", "/mails/a") == "MethodNotAllowed");
    CHECK(code("GET", "/mails/a?torrent") == "NotImplemented");
    CHECK(code("POST", "/mails/a?restore") == "NotImplemented");
    CHECK(code("PUT", "/mails?inventory&id=x", "<a/>") == "NotImplemented");
    http_request request;
    request.method = "GET";
    request.target = "/mails?list-type=2";
    request.body = std::make_shared<memory_blob>("");
    CHECK(rest.action_of(request) == "ListObjectsV2");
    request.method = "BREW";
    CHECK(rest.action_of(request).empty());
    const auto fault = rest.failure(request, 503, "SlowDown", "Please reduce your request rate.");
    CHECK(fault.status == 503);
    CHECK(element(fault, "Code") == "SlowDown");
    CHECK(element(fault, "Resource") == "/mails");
}

TEST_CASE_METHOD(bucket_fixture, "versioning is switched on and off") {
    const auto to = [](const std::string& status) {
        return "<VersioningConfiguration><Status>" + status + "</Status></VersioningConfiguration>";
    };
    CHECK(element(ask("GET", "/mails?versioning"), "Status") == "(none)");
    CHECK(header(ask("PUT", "/mails/a", {}, "0"), "x-amz-version-id").empty());
    CHECK(code("PUT", "/mails?versioning", to("Enabled")) == "200");
    CHECK(element(ask("GET", "/mails?versioning"), "Status") == "Enabled");
    const auto version = header(ask("PUT", "/mails/a", {}, "1"), "x-amz-version-id");
    CHECK(version.size() == 32);
    const auto gone = ask("DELETE", "/mails/a");
    CHECK(header(gone, "x-amz-delete-marker") == "true");
    CHECK(header(gone, "x-amz-version-id").size() == 32);
    CHECK(text(ask("GET", "/mails/a?versionId=" + version)) == "1");
    CHECK(code("GET", "/mails/a?versionId=") == "InvalidArgument");
    const auto missing = ask("GET", "/mails/a");
    CHECK(missing.status == 404);
    CHECK(header(missing, "x-amz-delete-marker") == "true");
    const auto marker = ask("GET", "/mails/a?versionId=" + header(gone, "x-amz-version-id"));
    CHECK(marker.status == 405);
    CHECK(elements(ask("GET", "/mails?versions"), "IsLatest") == names{"true", "false", "false"});
    CHECK(code("PUT", "/mails?versioning", to("Suspended")) == "200");
    CHECK(header(ask("PUT", "/mails/a", {}, "2"), "x-amz-version-id") == "null");
    CHECK(code("PUT", "/mails?versioning", to("Off")) == "MalformedXML");
    CHECK(code("PUT", "/mails?versioning") == "MissingRequestBodyError");
    CHECK(code("GET", "/mails?versions&version-id-marker=x") == "InvalidArgument");
}

TEST_CASE_METHOD(bucket_fixture, "lifecycle rules are read, kept and applied") {
    CHECK(code("GET", "/mails?lifecycle") == "NoSuchLifecycleConfiguration");
    const auto rule = "<ID>tidy</ID><Filter><Prefix>in/</Prefix></Filter><Status>Enabled</Status>"
                      "<Expiration><Days>7</Days></Expiration>";
    CHECK(code("PUT", "/mails?lifecycle", lifecycle(rule)) == "200");
    CHECK(text(ask("GET", "/mails?lifecycle")).find(rule) != std::string::npos);
    CHECK(header(ask("PUT", "/mails/in/a", {}, "x"), "x-amz-expiration") ==
          "expiry-date=\"Fri, 09 Jan 2026 00:00:00 GMT\", rule-id=\"tidy\"");
    CHECK(header(ask("HEAD", "/mails/in/a"), "x-amz-expiration").find("tidy") != std::string::npos);
    CHECK(header(ask("PUT", "/mails/out", {}, "x"), "x-amz-expiration").empty());
    wait_until(virtual_epoch + 24h * 8);
    CHECK(ask("GET", "/mails/in/a").status == 404);
    CHECK(ask("GET", "/mails/out").status == 200);
    CHECK(code("DELETE", "/mails?lifecycle") == "204");
    CHECK(code("GET", "/mails?lifecycle") == "NoSuchLifecycleConfiguration");
}

TEST_CASE_METHOD(bucket_fixture, "a lifecycle rule may have every filter, and actions that are only kept") {
    const auto rule =
        "<ID>x</ID><Filter><And><Prefix>p</Prefix><Tag><Key>k</Key><Value>v</Value></Tag>"
        "<ObjectSizeGreaterThan>1</ObjectSizeGreaterThan><ObjectSizeLessThan>9</ObjectSizeLessThan></And>"
        "</Filter><Status>Disabled</Status><Expiration><Date>2026-02-01T00:00:00.000Z</Date></Expiration>"
        "<AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation>"
        "</AbortIncompleteMultipartUpload>";
    const auto kept = ask("PUT", "/mails?lifecycle", {}, lifecycle(rule));
    CHECK(kept.status == 200);
    CHECK_FALSE(header(kept, "x-sendlab-note").empty());
    CHECK(text(ask("GET", "/mails?lifecycle")).find(rule) != std::string::npos);
}

TEST_CASE_METHOD(bucket_fixture, "lifecycle rules that S3 refuses change nothing") {
    const std::string days = "<Expiration><Days>1</Days></Expiration>";
    const std::string enabled = "<Status>Enabled</Status>";
    const std::string filter = "<Filter><Prefix/></Filter>";
    const auto refused = [&](const std::string& rule) {
        return code("PUT", "/mails?lifecycle", lifecycle(rule));
    };
    CHECK(refused(enabled + days) == "MalformedXML");
    CHECK(refused(filter + days) == "MalformedXML");
    CHECK(refused(filter + "<Status>On</Status>" + days) == "MalformedXML");
    CHECK(refused(filter + enabled) == "InvalidRequest");
    CHECK(refused(filter + enabled + "<Expiration><Days>0</Days></Expiration>") == "InvalidArgument");
    CHECK(refused(filter + enabled + "<Expiration><Days>x</Days></Expiration>") == "InvalidArgument");
    CHECK(refused(filter + enabled + "<Expiration><Date>2026-02-01T01:00:00Z</Date></Expiration>") ==
          "InvalidArgument");
    CHECK(refused(filter + enabled + days + "<Unknown/>") == "MalformedXML");
    CHECK(code("PUT", "/mails?lifecycle", "<LifecycleConfiguration/>") == "MalformedXML");
    CHECK(code("PUT", "/mails?lifecycle", "<LifecycleConfiguration>") == "MalformedXML");
    CHECK(code("PUT", "/nowhere?lifecycle", lifecycle(filter + enabled + days)) == "NoSuchBucket");
    CHECK(code("GET", "/mails?lifecycle") == "NoSuchLifecycleConfiguration");
    CHECK(refused(filter + enabled + days) == "200");
}

TEST_CASE_METHOD(bucket_fixture, "a notification is configured, and heard of") {
    const auto prefix = "<FilterRule><Name>prefix</Name><Value>in/</Value></FilterRule>"
                        "<FilterRule><Name>SUFFIX</Name><Value></Value></FilterRule>";
    CHECK(code("PUT", "/mails?notification", notification(function_rule("s3:ObjectCreated:*", prefix))) ==
          "200");
    const auto told = ask("GET", "/mails?notification");
    CHECK(elements(told, "Name") == names{"Prefix", "Suffix"});
    CHECK(elements(told, "Value") == names{"in/", ""});
    CHECK(element(told, "Id").size() == 32);
    put("out");
    put("in/a");
    CHECK(ask("PUT", "/mails/in/b", {{"x-amz-copy-source", "/mails/out"}}).status == 200);
    clock.run();
    REQUIRE(heard.size() == 2);
    CHECK(to_string(heard[0].record->type) == "ObjectCreated:Put");
    CHECK(to_string(heard[1].record->type) == "ObjectCreated:Copy");
    CHECK(code("PUT", "/mails?notification", "<NotificationConfiguration/>") == "200");
    CHECK(elements(ask("GET", "/mails?notification"), "Id").empty());
}

TEST_CASE_METHOD(bucket_fixture, "notifications that S3 refuses change nothing") {
    const auto refused = [&](const std::string& inner) {
        const auto answer = ask("PUT", "/mails?notification", {}, notification(inner));
        return element(answer, "Code") + ": " + element(answer, "Message");
    };
    const auto put_event = "s3:ObjectCreated:Put";
    CHECK(refused(function_rule(put_event, {}, "f")) == "InvalidArgument: The ARN could not be parsed");
    CHECK(refused(function_rule("s3:Never")).find("InvalidArgument") == 0);
    CHECK(refused(function_rule(put_event, "<FilterRule><Name>x</Name><Value>y</Value></FilterRule>")) ==
          "InvalidArgument: filter rule name must be either prefix or suffix");
    CHECK(refused(function_rule(put_event, "<FilterRule><Name>prefix</Name></FilterRule>"))
              .find("MalformedXML") == 0);
    CHECK(refused(function_rule(put_event) + function_rule("s3:ObjectCreated:*")).find("overlap") !=
          std::string::npos);
    for (const auto* target :
         {"<QueueConfiguration><Queue>q</Queue></QueueConfiguration>",
          "<TopicConfiguration><Topic>t</Topic></TopicConfiguration>", "<EventBridgeConfiguration/>"})
        CHECK(refused(target).find("only Lambda functions can be notified") != std::string::npos);
    CHECK(elements(ask("GET", "/mails?notification"), "Id").empty());
}

TEST_CASE("a function that does not exist is not notified, unless the check is skipped") {
    s3_rest_options options;
    options.function_exists = [](std::string_view arn) { return arn.ends_with(":known"); };
    rest_fixture f{options};
    const std::string arn = "arn:aws:lambda:us-east-1:000000000000:function:";
    const auto to = [&](const std::string& function) {
        return notification(function_rule("s3:ObjectCreated:*", {}, arn + function));
    };
    CHECK(f.ask("PUT", "/mails?notification", {}, to("known")).status == 200);
    const auto refused = f.ask("PUT", "/mails?notification", {}, to("unknown"));
    CHECK(element(refused, "Message") == "Unable to validate the following destination configurations");
    CHECK(element(refused, "ArgumentName1") == arn + "unknown, null");
    CHECK(element(refused, "ArgumentValue1") == "Not authorized to invoke function [" + arn + "unknown]");
    CHECK(element(f.ask("GET", "/mails?notification"), "CloudFunction") == arn + "known");
    CHECK(f.ask("PUT", "/mails?notification", {{"x-amz-skip-destination-validation", "true"}}, to("unknown"))
              .status == 200);
}

TEST_CASE_METHOD(bucket_fixture, "cross-origin rules answer preflights") {
    const auto ask_first = [&](headers fields) { return ask("OPTIONS", "/mails/a", std::move(fields)); };
    const headers good{{"Origin", "http://a"},
                       {"Access-Control-Request-Method", "PUT"},
                       {"Access-Control-Request-Headers", "X-B, content-type"}};
    CHECK(element(ask_first(good), "Message") == "CORSResponse: CORS is not enabled for this bucket.");
    CHECK(code("PUT", "/mails?cors",
               "<CORSConfiguration><CORSRule><AllowedOrigin>http://a</AllowedOrigin><AllowedMethod>PUT</"
               "AllowedMethod>"
               "<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>60</"
               "MaxAgeSeconds>"
               "</CORSRule></CORSConfiguration>") == "200");
    const auto allowed = ask_first(good);
    CHECK(allowed.status == 200);
    CHECK(header(allowed, "Access-Control-Allow-Origin") == "http://a");
    CHECK(header(allowed, "Access-Control-Allow-Methods") == "PUT");
    CHECK(header(allowed, "Access-Control-Allow-Headers") == "x-b, content-type");
    CHECK(header(allowed, "Access-Control-Max-Age") == "60");
    CHECK(header(allowed, "Access-Control-Allow-Credentials") == "true");
    CHECK(ask_first({{"Origin", "http://b"}, {"Access-Control-Request-Method", "PUT"}}).status == 403);
    CHECK(ask_first({{"Origin", "http://a"}}).status == 400);
    CHECK(ask_first({}).status == 400);
    CHECK(header(ask("PUT", "/mails/a", {{"Origin", "http://a"}}, "x"), "Access-Control-Expose-Headers") ==
          "ETag");
    CHECK(header(ask("GET", "/mails/a", {{"Origin", "http://a"}}), "Access-Control-Allow-Origin").empty());
    CHECK(code("PUT", "/mails?cors", "<CORSConfiguration><CORSRule/></CORSConfiguration>") == "MalformedXML");
    CHECK(code("DELETE", "/mails?cors") == "204");
    CHECK(code("GET", "/mails?cors") == "NoSuchCORSConfiguration");
}

TEST_CASE_METHOD(bucket_fixture, "documents without an effect are kept, and said to be so") {
    CHECK(code("GET", "/mails?website") == "NoSuchWebsiteConfiguration");
    const auto kept =
        ask("PUT", "/mails?website", {}, "<WebsiteConfiguration> <IndexDocument/> </WebsiteConfiguration>");
    CHECK(kept.status == 200);
    CHECK_FALSE(header(kept, "x-sendlab-note").empty());
    CHECK(text(ask("GET", "/mails?website")).find("<IndexDocument") != std::string::npos);
    CHECK(code("PUT", "/mails?website", "<Other/>") == "MalformedXML");
    CHECK(code("DELETE", "/mails?website") == "204");
    CHECK(code("GET", "/mails?website") == "NoSuchWebsiteConfiguration");
    CHECK(element(ask("GET", "/mails?encryption"), "SSEAlgorithm") == "AES256");
    CHECK(code("DELETE", "/mails?encryption") == "204");
    CHECK(code("GET", "/mails?encryption") == "200");
    CHECK(element(ask("GET", "/mails?publicAccessBlock"), "BlockPublicAcls") == "true");
    CHECK(code("DELETE", "/mails?publicAccessBlock") == "204");
    CHECK(code("GET", "/mails?publicAccessBlock") == "NoSuchPublicAccessBlockConfiguration");
    CHECK(code("GET", "/mails?logging") == "200");
    CHECK(code("GET", "/mails?policyStatus") == "NoSuchBucketPolicy");
    CHECK(code("PUT", "/mails?policy", "[]") == "MalformedPolicy");
    CHECK(code("PUT", "/mails?policy", R"({"Statement":[]})") == "204");
    CHECK(text(ask("GET", "/mails?policy")) == R"({"Statement":[]})");
}
