// Uploads in parts over REST.
#include <catch2/catch.hpp>

#include "aws/checksum.hpp"
#include "base/base64.hpp"
#include "unit/api/s3_rest/rest_fixture.hpp"

using namespace sendlab;
using namespace sendlab::api;
using namespace sendlab::api::test;

namespace {

const std::string large(5 * 1024 * 1024, 'x');

std::string sum(aws::checksum_algorithm algorithm, const std::string& bytes) {
    return base64(checksum_of(algorithm, memory_blob{bytes}));
}

struct part {
    int number;
    std::string etag;
    std::string extra{}; // elements
};

struct multipart_fixture : rest_fixture {
    std::string begin(headers fields = {}) {
        const auto answer = ask("POST", "/mails/a?uploads", std::move(fields));
        REQUIRE(answer.status == 200);
        return element(answer, "UploadId");
    }

    http_response send_part(const std::string& id, int number, std::string body, headers fields = {}) {
        return ask("PUT", "/mails/a?partNumber=" + std::to_string(number) + "&uploadId=" + id,
                   std::move(fields), std::move(body));
    }

    part add(const std::string& id, int number, std::string body, headers fields = {}) {
        const auto answer = send_part(id, number, std::move(body), std::move(fields));
        REQUIRE(answer.status == 200);
        return {number, header(answer, "ETag")};
    }

    http_response complete(const std::string& id, const std::vector<part>& parts, headers fields = {}) {
        std::string list = "<CompleteMultipartUpload>";
        for (const auto& [number, etag, extra] : parts)
            list += "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>" + etag + "</ETag>" +
                    extra + "</Part>";
        return ask("POST", "/mails/a?uploadId=" + id, std::move(fields), list + "</CompleteMultipartUpload>");
    }
};

} // namespace

TEST_CASE_METHOD(multipart_fixture, "parts become an object with the attributes of the beginning") {
    hear({"s3:ObjectCreated:*"});
    const auto id = begin({{"Content-Type", "text/plain"}, {"x-amz-meta-a", "b"}});
    const std::vector parts{add(id, 1, large), add(id, 2, "end")};
    const auto done = complete(id, parts);
    CHECK(done.status == 200);
    CHECK(element(done, "Bucket") == "mails");
    CHECK(element(done, "Key") == "a");
    CHECK(element(done, "Location") == "http://127.0.0.1:4566/mails/a");
    CHECK(element(done, "ChecksumCRC64NVME") == sum(aws::checksum_algorithm::crc64nvme, large + "end"));
    CHECK(element(done, "ChecksumType") == "FULL_OBJECT");

    const auto got = ask("GET", "/mails/a");
    CHECK(text(got) == large + "end");
    CHECK(header(got, "ETag").ends_with("-2\""));
    CHECK(header(got, "Content-Type") == "text/plain");
    CHECK(header(got, "x-amz-meta-a") == "b");
    clock.run();
    REQUIRE(heard.size() == 1);
    CHECK(to_string(heard[0].record->type) == "ObjectCreated:CompleteMultipartUpload");

    const auto second = ask("GET", "/mails/a?partNumber=2");
    CHECK(second.status == 206);
    CHECK(text(second) == "end");
    CHECK(header(second, "x-amz-mp-parts-count") == "2");
    CHECK(element(ask("GET", "/mails/a?partNumber=3"), "ActualPartCount") == "2");
    CHECK(element(ask("GET", "/mails/a?partNumber=0"), "Code") == "InvalidArgument");
    CHECK(element(ask("GET", "/mails/a?partNumber=1", {{"Range", "bytes=0-1"}}), "Code") == "InvalidRequest");
}

TEST_CASE_METHOD(multipart_fixture, "a composite checksum is one of the parts' checksums") {
    const auto id = begin({{"x-amz-checksum-algorithm", "SHA256"}});
    const auto one = sum(aws::checksum_algorithm::sha256, large);
    const auto two = sum(aws::checksum_algorithm::sha256, "end");
    std::vector parts{add(id, 1, large, {{"x-amz-checksum-sha256", one}}), add(id, 2, "end")};
    const auto missing = complete(id, parts);
    CHECK(element(missing, "Code") == "InvalidRequest");
    CHECK(element(missing, "Message").find("It was missing for part 1") != std::string::npos);
    parts[0].extra = "<ChecksumSHA256>" + one + "</ChecksumSHA256>";
    parts[1].extra = "<ChecksumSHA256>" + one + "</ChecksumSHA256>";
    CHECK(element(complete(id, parts), "Code") == "InvalidPart");
    parts[1].extra = "<ChecksumSHA256>" + two + "</ChecksumSHA256>";
    const auto expected =
        sum(aws::checksum_algorithm::sha256, *base64_decoded(one) + *base64_decoded(two)) + "-2";
    CHECK(element(complete(id, parts, {{"x-amz-checksum-sha256", two}}), "Code") == "BadDigest");
    CHECK(element(complete(id, parts, {{"x-amz-checksum-type", "FULL_OBJECT"}}), "Code") == "InvalidRequest");
    CHECK(element(complete(id, parts, {{"x-amz-mp-object-size", "3"}}), "Code") == "InvalidRequest");
    const auto done = complete(id, parts, {{"x-amz-checksum-sha256", expected}});
    CHECK(element(done, "ChecksumSHA256") == expected);
    CHECK(element(done, "ChecksumType") == "COMPOSITE");
    const auto told =
        ask("GET", "/mails/a?attributes",
            {{"x-amz-object-attributes", "ETag,Checksum, ObjectParts,StorageClass,ObjectSize"}});
    CHECK(element(told, "TotalPartsCount") == "2");
    CHECK(elements(told, "Size") == names{"5242880", "3"});
    CHECK(element(told, "ObjectSize") == "5242883");
    CHECK(elements(told, "ChecksumSHA256") == names{expected, one, two});
}

TEST_CASE_METHOD(multipart_fixture, "checksums that do not fit are refused") {
    const auto refused = [&](headers fields) {
        return element(ask("POST", "/mails/a?uploads", fields), "Code");
    };
    CHECK(refused({{"x-amz-checksum-algorithm", "MD5"}}) == "InvalidRequest");
    CHECK(refused({{"x-amz-checksum-type", "COMPOSITE"}}) == "InvalidRequest");
    CHECK(refused({{"x-amz-checksum-algorithm", "SHA1"}, {"x-amz-checksum-type", "FULL_OBJECT"}}) ==
          "InvalidRequest");
    CHECK(refused({{"x-amz-checksum-algorithm", "CRC64NVME"}, {"x-amz-checksum-type", "COMPOSITE"}}) ==
          "InvalidRequest");
    const auto id = begin({{"x-amz-checksum-algorithm", "SHA1"}});
    CHECK(element(send_part(id, 1, "x", {{"x-amz-checksum-crc32", sum(aws::checksum_algorithm::crc32, "x")}}),
                  "Message") ==
          "Checksum Type mismatch occurred, expected checksum Type: sha1, actual checksum Type: crc32");
    CHECK(element(send_part(id, 1, "x", {{"x-amz-checksum-sha1", sum(aws::checksum_algorithm::sha1, "y")}}),
                  "Code") == "BadDigest");
}

TEST_CASE_METHOD(multipart_fixture, "bad requests leave the upload as it is") {
    const auto id = begin();
    const auto one = add(id, 1, "x");
    const auto two = add(id, 2, "y");
    const auto code = [](const http_response& answer) { return element(answer, "Code"); };
    CHECK(code(send_part(id, 0, "x")) == "InvalidArgument");
    CHECK(code(send_part(id, 10001, "x")) == "InvalidArgument");
    CHECK(code(send_part("none", 1, "x")) == "NoSuchUpload");
    CHECK(code(ask("PUT", "/mails/a?uploadId=" + id, {}, "x")) == "InvalidArgument");
    CHECK(code(complete(id, {one, two})) == "EntityTooSmall");
    CHECK(code(complete(id, {two, one})) == "InvalidPartOrder");
    CHECK(code(complete(id, {{1, "\"0\""}})) == "InvalidPart");
    CHECK(code(complete(id, {})) == "MalformedXML");
    CHECK(code(complete("none", {one})) == "NoSuchUpload");
    CHECK(code(ask("POST", "/mails/a?uploadId=" + id, {}, "<x/>")) == "MalformedXML");
    CHECK(code(ask("POST", "/mails/b?uploadId=" + id, {}, "<x/>")) == "NoSuchUpload");
    CHECK(store.object_count() == 0);
    CHECK(complete(id, {one}).status == 200);
}

TEST_CASE_METHOD(multipart_fixture, "parts and uploads are listed, page by page") {
    const auto id = begin();
    for (const int number : {1, 2, 5})
        add(id, number, std::string(static_cast<std::size_t>(number), 'x'));
    const auto page = ask("GET", "/mails/a?max-parts=2&uploadId=" + id);
    CHECK(elements(page, "PartNumber") == names{"1", "2"});
    CHECK(element(page, "IsTruncated") == "true");
    CHECK(element(page, "NextPartNumberMarker") == "2");
    const auto rest_of = ask("GET", "/mails/a?part-number-marker=2&uploadId=" + id);
    CHECK(elements(rest_of, "Size") == names{"5"});
    CHECK(element(rest_of, "IsTruncated") == "false");

    REQUIRE(ask("POST", "/mails/b/1?uploads").status == 200);
    REQUIRE(ask("POST", "/mails/b/2?uploads").status == 200);
    CHECK(elements(ask("GET", "/mails?uploads"), "Key") == names{"a", "b/1", "b/2"});
    const auto first = ask("GET", "/mails?uploads&max-uploads=1");
    CHECK(element(first, "NextKeyMarker") == "a");
    CHECK(element(first, "NextUploadIdMarker") == id);
    CHECK(elements(ask("GET", "/mails?uploads&key-marker=a&upload-id-marker=" + id), "Key") ==
          names{"b/1", "b/2"});
    CHECK(elements(ask("GET", "/mails?uploads&delimiter=/"), "Prefix") == names{"b/"});
    CHECK(elements(ask("GET", "/mails?uploads&prefix=b/2"), "Key") == names{"b/2"});
    CHECK(ask("DELETE", "/mails/a?uploadId=" + id).status == 204);
    CHECK(ask("DELETE", "/mails/a?uploadId=" + id).status == 404);
    CHECK(ask("GET", "/mails/a?uploadId=" + id).status == 404);
}

TEST_CASE_METHOD(multipart_fixture, "a part may be a piece of another object") {
    put("source", "0123456789");
    const auto id = begin();
    const auto copied = [&](headers fields) {
        fields.emplace_back("x-amz-copy-source", "mails/source");
        return send_part(id, 1, {}, std::move(fields));
    };
    const auto answer = copied({{"x-amz-copy-source-range", "bytes=2-4"}});
    CHECK(answer.status == 200);
    CHECK(element(copied({{"x-amz-copy-source-range", "2-4"}}), "Code") == "InvalidArgument");
    CHECK(element(copied({{"x-amz-copy-source-range", "bytes=20-40"}}), "Code") == "InvalidArgument");
    CHECK(element(copied({{"x-amz-copy-source-if-match", "x"}}), "Code") == "PreconditionFailed");
    auto tag = element(answer, "ETag");
    CHECK(complete(id, {{1, tag}}).status == 200);
    CHECK(text(ask("GET", "/mails/a")) == "234");
}
