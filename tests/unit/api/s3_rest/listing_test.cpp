// Listings over REST.
#include <catch2/catch.hpp>

#include "unit/api/s3_rest/rest_fixture.hpp"

using namespace sendlab;
using namespace sendlab::api;
using namespace sendlab::api::test;

namespace {

struct listing_fixture : rest_fixture {
    listing_fixture() {
        for (const auto* key : {"a/1", "a/2", "b%20%26%2B", "c"})
            put(key);
    }
};

} // namespace

TEST_CASE_METHOD(listing_fixture, "version 2 goes on with a token") {
    const auto first = ask("GET", "/mails?list-type=2&max-keys=2");
    CHECK(elements(first, "Key") == names{"a/1", "a/2"});
    CHECK(element(first, "IsTruncated") == "true");
    CHECK(element(first, "KeyCount") == "2");
    CHECK(element(first, "MaxKeys") == "2");
    CHECK(element(first, "ETag") == "&quot;5d41402abc4b2a76b9719d911017c592&quot;");
    CHECK(element(first, "LastModified") == "2026-01-01T00:00:00.000Z");
    CHECK(element(first, "Size") == "5");
    CHECK(element(first, "StorageClass") == "STANDARD");
    CHECK(element(first, "Owner") == "(none)");
    const auto token = element(first, "NextContinuationToken");
    const auto second = ask("GET", "/mails?list-type=2&fetch-owner=true&continuation-token=" + token);
    CHECK(elements(second, "Key") == names{"b &amp;+", "c"});
    CHECK(element(second, "ContinuationToken") == token);
    CHECK(element(second, "NextContinuationToken") == "(none)");
    CHECK(element(second, "DisplayName") == "webfile");
    CHECK(elements(ask("GET", "/mails?list-type=2&start-after=a/2"), "Key") == names{"b &amp;+", "c"});
}

TEST_CASE_METHOD(listing_fixture, "version 1 goes on with a marker") {
    const auto first = ask("GET", "/mails?delimiter=/&max-keys=1");
    CHECK(elements(first, "Prefix") == names{"", "a/"});
    CHECK(element(first, "NextMarker") == "a/");
    const auto second = ask("GET", "/mails?delimiter=/&marker=a/");
    CHECK(elements(second, "Key") == names{"b &amp;+", "c"});
    CHECK(element(second, "Marker") == "a/");
    CHECK(element(ask("GET", "/mails?max-keys=1"), "NextMarker") == "(none)");
}

TEST_CASE_METHOD(listing_fixture, "keys are encoded on request") {
    const auto listed = ask("GET", "/mails?list-type=2&encoding-type=url&prefix=b%20");
    CHECK(elements(listed, "Key") == names{"b%20%26%2B"});
    CHECK(element(listed, "Prefix") == "b%20");
    CHECK(element(listed, "EncodingType") == "url");
}

TEST_CASE_METHOD(listing_fixture, "bad parameters are named") {
    const auto refused = [&](const std::string& query) {
        const auto answer = ask("GET", "/mails?list-type=2&" + query);
        CHECK(element(answer, "Code") == "InvalidArgument");
        return element(answer, "ArgumentName");
    };
    CHECK(refused("max-keys=x") == "max-keys");
    CHECK(refused("max-keys=-1") == "maxKeys");
    CHECK(refused("max-keys=2147483648") == "maxKeys");
    CHECK(refused("encoding-type=xml") == "encoding-type");
    CHECK(refused("continuation-token=!") == "continuation-token");
    CHECK(ask("GET", "/nowhere?list-type=2").status == 404);
    CHECK(element(ask("GET", "/mails?list-type=2&max-keys=0"), "IsTruncated") == "false");
    CHECK(elements(ask("GET", "/mails?max-keys=5000"), "MaxKeys") == names{"1000"});
}

TEST_CASE_METHOD(listing_fixture, "many keys are deleted at once, and each is told of") {
    hear({"s3:ObjectRemoved:*"});
    const auto done = ask("POST", "/mails?delete", {},
                          "<Delete><Object><Key>a/1</Key></Object><Object><Key>none</Key></Object>"
                          "<Object><Key>a/2</Key><ETag>\"x\"</ETag></Object></Delete>");
    CHECK(done.status == 200);
    CHECK(elements(done, "Key") == names{"a/1", "none", "a/2"});
    CHECK(elements(done, "Code") == names{"PreconditionFailed"});
    CHECK(store.object_count() == 3);
    clock.run();
    CHECK(heard.size() == 1);
    const auto quiet =
        ask("POST", "/mails?delete", {}, "<Delete><Quiet>true</Quiet><Object><Key>c</Key></Object></Delete>");
    CHECK(elements(quiet, "Key").empty());
    CHECK(store.object_count() == 2);
}

TEST_CASE_METHOD(listing_fixture, "a list of keys that is no list deletes nothing") {
    const auto refused = [&](const std::string& body) {
        return element(ask("POST", "/mails?delete", {}, body), "Code");
    };
    CHECK(refused("<Delete/>") == "MalformedXML");
    CHECK(refused("<Delete><Object><Key>a/1</Key></Object><Object/></Delete>") == "MalformedXML");
    CHECK(refused("not xml") == "MalformedXML");
    CHECK(refused("") == "MissingRequestBodyError");
    std::string many = "<Delete>";
    for (int i = 0; i < 1001; ++i)
        many += "<Object><Key>a/1</Key></Object>";
    CHECK(refused(many + "</Delete>") == "MalformedXML");
    CHECK(store.object_count() == 4);
}
