#include "aws/checksum.hpp"
#include "base/base64.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::aws;

namespace {

std::string base64_of(checksum_algorithm algorithm, std::string text) {
    return base64(checksum_of(algorithm, memory_blob{std::move(text)}));
}

} // namespace

TEST_CASE("checksums are written as S3 writes them") {
    CHECK(base64_of(checksum_algorithm::crc32, "hello world") == "DUoRhQ==");
    CHECK(base64_of(checksum_algorithm::crc32c, "hello world") == "yZRlqg==");
    CHECK(base64_of(checksum_algorithm::crc64nvme, "hello world") == "jSnVw/bqjr4=");
    CHECK(base64_of(checksum_algorithm::sha1, "hello world") == "Kq5sNclPz7QV2+lfQIuc6R7oRu0=");
    CHECK(base64_of(checksum_algorithm::sha256, "hello world") ==
          "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=");
}

TEST_CASE("algorithms have names, headers and sizes") {
    for (const auto algorithm : checksum_algorithms) {
        CHECK(parse_checksum_algorithm(to_string(algorithm)) == algorithm);
        CHECK(checksum_of(algorithm, memory_blob{"x"}).size() == checksum_size(algorithm));
    }
    CHECK(parse_checksum_algorithm("crc64nvme") == checksum_algorithm::crc64nvme);
    CHECK_FALSE(parse_checksum_algorithm("MD5"));
    CHECK_FALSE(parse_checksum_algorithm("CRC3"));
    CHECK(checksum_header(checksum_algorithm::sha1) == "x-amz-checksum-sha1");
}

TEST_CASE("an object in parts has a checksum of checksums, or one that the parts' make up") {
    const std::string parts[] = {"hello", " ", "world"};
    std::vector<std::string> values;
    std::vector<std::pair<std::string, std::uint64_t>> lengths;
    for (const auto& part : parts) {
        values.push_back(checksum_of(checksum_algorithm::crc32, memory_blob{part}));
        lengths.emplace_back(values.back(), part.size());
    }
    CHECK(base64(full_object_checksum(checksum_algorithm::crc32, lengths)) == "DUoRhQ==");
    CHECK(composite_checksum(checksum_algorithm::crc32, values) ==
          checksum_of(checksum_algorithm::crc32, memory_blob{values[0] + values[1] + values[2]}));
}
