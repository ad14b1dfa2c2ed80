// What S3 makes of a body: codings undone, digests checked, and nothing stored where they are wrong.
#include <catch2/catch.hpp>

#include "aws/checksum.hpp"
#include "unit/api/s3_rest/rest_fixture.hpp"

using namespace sendlab;
using namespace sendlab::api;
using namespace sendlab::api::test;

namespace {

struct body_fixture : rest_fixture {
    std::string refused(headers fields, std::string body = "hello world") {
        const auto answer = ask("PUT", "/mails/a", std::move(fields), std::move(body));
        CHECK(store.object_count() == 0);
        return element(answer, "Code");
    }

    headers chunked(const char* length = "11") {
        return {{"x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"},
                {"Content-Encoding", "aws-chunked"},
                {"x-amz-decoded-content-length", length},
                {"x-amz-trailer", "x-amz-checksum-crc32"}};
    }
};

constexpr auto in_chunks = "5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n";

} // namespace

TEST_CASE_METHOD(body_fixture, "every checksum that is right is kept and given back") {
    const std::pair<const char*, const char*> right[] = {
        {"x-amz-checksum-crc32", "DUoRhQ=="},
        {"x-amz-checksum-crc32c", "yZRlqg=="},
        {"x-amz-checksum-crc64nvme", "jSnVw/bqjr4="},
        {"x-amz-checksum-sha1", "Kq5sNclPz7QV2+lfQIuc6R7oRu0="},
        {"x-amz-checksum-sha256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek="}};
    for (const auto& [name, value] : right) {
        CAPTURE(name);
        const auto put = ask("PUT", "/mails/a", {{name, value}}, "hello world");
        CHECK(put.status == 200);
        CHECK(header(put, name) == value);
        CHECK(header(put, "x-amz-checksum-type") == "FULL_OBJECT");
        const auto got = ask("GET", "/mails/a", {{"x-amz-checksum-mode", "ENABLED"}});
        CHECK(header(got, name) == value);
        CHECK(header(ask("GET", "/mails/a"), name).empty());
        CHECK(
            header(ask("GET", "/mails/a", {{"x-amz-checksum-mode", "ENABLED"}, {"Range", "bytes=0-1"}}), name)
                .empty());
    }
}

TEST_CASE_METHOD(body_fixture, "without a checksum S3 computes CRC64NVME") {
    CHECK(header(ask("PUT", "/mails/a", {}, "hello world"), "x-amz-checksum-crc64nvme") == "jSnVw/bqjr4=");
}

TEST_CASE_METHOD(body_fixture, "wrong digests are refused, each with its code") {
    CHECK(refused({{"x-amz-checksum-crc32", "AAAAAA=="}}) == "BadDigest");
    CHECK(refused({{"x-amz-checksum-crc32", "DUoRhQ"}}) == "InvalidRequest");
    CHECK(refused({{"x-amz-checksum-sha1", "DUoRhQ=="}}) == "InvalidRequest");
    CHECK(refused({{"x-amz-checksum-crc32", "DUoRhQ=="}, {"x-amz-checksum-crc32c", "yZRlqg=="}}) ==
          "InvalidRequest");
    CHECK(refused({{"x-amz-sdk-checksum-algorithm", "CRC32"}}) == "InvalidRequest");
    CHECK(refused({{"x-amz-sdk-checksum-algorithm", "MD5"}}) == "InvalidRequest");
    CHECK(refused({{"Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww"}}) == "InvalidDigest");
    CHECK(refused({{"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}}) == "BadDigest");
    CHECK(refused({{"x-amz-content-sha256", std::string(64, '0')}}) == "XAmzContentSHA256Mismatch");
}

TEST_CASE_METHOD(body_fixture, "right digests are accepted together") {
    CHECK(ask("PUT", "/mails/a",
              {{"Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww=="},
               {"x-amz-sdk-checksum-algorithm", "CRC32"},
               {"x-amz-checksum-crc32", "DUoRhQ=="},
               {"x-amz-content-sha256", "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"}},
              "hello world")
              .status == 200);
}

TEST_CASE_METHOD(body_fixture, "a chunked body is stored without its chunks") {
    const auto put = ask("PUT", "/mails/a", chunked(), in_chunks);
    CHECK(put.status == 200);
    CHECK(header(put, "x-amz-checksum-crc32") == "DUoRhQ==");
    const auto got = ask("GET", "/mails/a");
    CHECK(text(got) == "hello world");
    CHECK(header(got, "Content-Encoding").empty());
}

TEST_CASE_METHOD(body_fixture, "a chunked body that is wrong is refused") {
    CHECK(refused(chunked(), "hello world") == "IncompleteBody");
    CHECK(refused(chunked("12"), in_chunks) == "IncompleteBody");
    CHECK(refused(chunked("x"), in_chunks) == "IncompleteBody");
    CHECK(refused(chunked("5"), "5\r\nhello\r\n") == "IncompleteBody");
    CHECK(refused(chunked("5"), "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n") == "BadDigest");
    CHECK(refused(chunked("5"), "5\r\nhello\r\n0\r\n\r\n") == "InvalidRequest");
}
