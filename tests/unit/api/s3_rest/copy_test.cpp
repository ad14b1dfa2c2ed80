// Copies, tags and ACLs over REST.
#include <catch2/catch.hpp>

#include "unit/api/s3_rest/rest_fixture.hpp"

using namespace sendlab;
using namespace sendlab::api;
using namespace sendlab::api::test;

namespace {

struct copy_fixture : rest_fixture {
    copy_fixture() {
        put("a", "hello", {{"x-amz-meta-n", "1"}, {"x-amz-tagging", "t=1"}, {"Content-Type", "text/plain"}});
    }

    http_response copy(const std::string& to, headers fields = {}, const std::string& source = "/mails/a") {
        fields.emplace_back("x-amz-copy-source", source);
        return ask("PUT", "/mails/" + to, std::move(fields));
    }

    std::string refused(headers fields, const std::string& source = "/mails/a", const std::string& to = "b") {
        const auto answer = copy(to, std::move(fields), source);
        CHECK_FALSE(store.get_object("mails", "b").has_value());
        return element(answer, "Code");
    }
};

} // namespace

TEST_CASE_METHOD(copy_fixture, "a copy has the source's attributes, or the request's") {
    const auto done = copy("b");
    CHECK(element(done, "ETag") == "&quot;5d41402abc4b2a76b9719d911017c592&quot;");
    CHECK(element(done, "LastModified") == "2026-01-01T00:00:00.000Z");
    const auto same = ask("GET", "/mails/b");
    CHECK(text(same) == "hello");
    CHECK(header(same, "Content-Type") == "text/plain");
    CHECK(header(same, "x-amz-meta-n") == "1");
    CHECK(header(same, "x-amz-tagging-count") == "1");

    REQUIRE(copy("c",
                 {{"x-amz-metadata-directive", "REPLACE"},
                  {"x-amz-tagging-directive", "REPLACE"},
                  {"x-amz-meta-m", "2"}},
                 "mails/a")
                .status == 200);
    const auto other = ask("GET", "/mails/c");
    CHECK(header(other, "x-amz-meta-m") == "2");
    CHECK(header(other, "x-amz-meta-n").empty());
    CHECK(header(other, "x-amz-tagging-count").empty());
    CHECK(header(other, "Content-Type") == "binary/octet-stream");
}

TEST_CASE_METHOD(copy_fixture, "an object may be copied onto itself with something changed") {
    CHECK(element(copy("a"), "Code") == "InvalidRequest");
    CHECK(copy("a", {{"x-amz-metadata-directive", "REPLACE"}, {"x-amz-meta-n", "2"}}).status == 200);
    CHECK(header(ask("GET", "/mails/a"), "x-amz-meta-n") == "2");
    CHECK(copy("a", {{"x-amz-storage-class", "GLACIER"}}).status == 200);
    CHECK(header(ask("GET", "/mails/a"), "x-amz-storage-class") == "GLACIER");
}

TEST_CASE_METHOD(copy_fixture, "copies that cannot be made are refused") {
    CHECK(refused({}, "mails") == "InvalidArgument");
    CHECK(refused({}, "/mails/") == "InvalidArgument");
    CHECK(refused({}, "/nowhere/a") == "NoSuchBucket");
    CHECK(refused({}, "/mails/none") == "NoSuchKey");
    CHECK(refused({}, "/mails/a?versionId=none") == "NoSuchVersion");
    CHECK(refused({{"x-amz-metadata-directive", "MERGE"}}) == "InvalidArgument");
    CHECK(refused({{"x-amz-checksum-algorithm", "MD5"}}) == "InvalidRequest");
    CHECK(refused({{"x-amz-copy-source-if-none-match", "\"5d41402abc4b2a76b9719d911017c592\""}}) ==
          "PreconditionFailed");
    CHECK(refused({{"x-amz-copy-source-if-unmodified-since", "Thu, 01 Jan 2015 00:00:00 GMT"}}) ==
          "PreconditionFailed");
    CHECK(refused({{"If-Match", "x"}}) == "NoSuchKey");
}

TEST_CASE_METHOD(copy_fixture, "a version is copied by its id, and its checksum may be of another kind") {
    (*store.change_bucket("mails"))->set_versioning(s3::versioning::enabled);
    put("a", "newer");
    const auto done = copy("b", {{"x-amz-checksum-algorithm", "SHA1"}}, "/mails/a?versionId=null");
    CHECK(header(done, "x-amz-copy-source-version-id") == "null");
    CHECK(header(done, "x-amz-version-id").size() == 32);
    CHECK(element(done, "ChecksumSHA1") == "qvTGHdzF6KLavt4PO0gs2a6pQ00=");
    CHECK(text(ask("GET", "/mails/b")) == "hello");
}

TEST_CASE_METHOD(copy_fixture, "tags of an object are replaced and removed") {
    const auto tags = [](const std::string& inner) {
        return "<Tagging><TagSet>" + inner + "</TagSet></Tagging>";
    };
    CHECK(element(ask("GET", "/mails/a?tagging"), "Key") == "t");
    CHECK(ask("PUT", "/mails/a?tagging", {}, tags("<Tag><Key>x</Key><Value>&lt;</Value></Tag>")).status ==
          200);
    CHECK(element(ask("GET", "/mails/a?tagging"), "Value") == "&lt;");
    CHECK(element(ask("PUT", "/mails/a?tagging", {}, tags("<Tag><Key>x</Key></Tag>")), "Code") ==
          "MalformedXML");
    CHECK(element(ask("PUT", "/mails/a?tagging", {}, tags("<Tag><Key/><Value/></Tag>")), "Code") ==
          "InvalidTag");
    CHECK(element(ask("PUT", "/mails/a?tagging", {}, "<Tagging/>"), "Code") == "MalformedXML");
    CHECK(element(ask("PUT", "/mails/none?tagging", {}, tags("")), "Code") == "NoSuchKey");
    CHECK(element(ask("GET", "/mails/a?tagging"), "Key") == "x");
    CHECK(ask("DELETE", "/mails/a?tagging").status == 204);
    CHECK(elements(ask("GET", "/mails/a?tagging"), "Key").empty());

    CHECK(element(ask("GET", "/mails?tagging"), "Code") == "NoSuchTagSet");
    CHECK(ask("PUT", "/mails?tagging", {}, tags("<Tag><Key>x</Key><Value>1</Value></Tag>")).status == 204);
    CHECK(element(ask("GET", "/mails?tagging"), "Key") == "x");
    CHECK(ask("DELETE", "/mails?tagging").status == 204);
    CHECK(element(ask("GET", "/mails?tagging"), "Code") == "NoSuchTagSet");
}

TEST_CASE_METHOD(copy_fixture, "canned ACLs are grants, and grants canned ACLs") {
    const auto permissions = [&] { return elements(ask("GET", "/mails/a?acl"), "Permission"); };
    CHECK(permissions() == names{"FULL_CONTROL"});
    CHECK(ask("PUT", "/mails/a?acl", {{"x-amz-acl", "public-read-write"}}).status == 200);
    CHECK(permissions() == names{"FULL_CONTROL", "READ", "WRITE"});
    const auto as_given = text(ask("GET", "/mails/a?acl"));
    CHECK(ask("PUT", "/mails/a?acl", {{"x-amz-acl", "private"}}).status == 200);
    CHECK(permissions() == names{"FULL_CONTROL"});
    CHECK(ask("PUT", "/mails/a?acl", {}, as_given).status == 200);
    CHECK(permissions() == names{"FULL_CONTROL", "READ", "WRITE"});
    CHECK(ask("PUT", "/mails?acl", {{"x-amz-acl", "public-read"}}).status == 200);
    CHECK(elements(ask("GET", "/mails?acl"), "Permission") == names{"FULL_CONTROL", "READ"});
    CHECK(element(ask("PUT", "/mails/a?acl", {}, "<x/>"), "Code") == "MalformedACLError");
    CHECK(element(ask("PUT", "/mails/a?acl", {},
                      "<AccessControlPolicy><AccessControlList><Grant><Grantee><ID>somebody</ID></Grantee>"
                      "<Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>"),
                  "Code") == "NotImplemented");
}

TEST_CASE("buckets may refuse ACLs, as new ones on AWS do") {
    s3_rest_options options;
    options.acls_disabled = true;
    rest_fixture f{options};
    CHECK(element(f.ask("PUT", "/mails/a", {{"x-amz-acl", "private"}}, "x"), "Code") ==
          "AccessControlListNotSupported");
    CHECK(f.ask("PUT", "/mails/a", {{"x-amz-acl", "bucket-owner-full-control"}}, "x").status == 200);
}
