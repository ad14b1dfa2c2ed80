// The signed bodies are those of the S3 API Reference, "Signature calculations for the Authorization header: transferring
// payload in multiple chunks" and "... including trailing headers".
#include "aws/chunked_decoder.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

using namespace sendlab;
using namespace sendlab::aws;

namespace {

using fields = std::vector<std::pair<std::string, std::string>>;

struct outcome {
    std::string bytes;
    fields trailers;
    bool complete;
    chunk_problem problem;

    friend bool operator==(const outcome&, const outcome&) = default;
};

outcome decode(std::initializer_list<std::string_view> pieces, chunk_signatures* signatures = nullptr) {
    memory_blob_writer out;
    chunked_decoder decoder{out, signatures};
    for (const auto piece : pieces)
        decoder.feed(piece);
    const bool complete = decoder.complete();
    return {to_string(*out.finish()), decoder.trailers(), complete, decoder.problem()};
}

chunk_problem problem_of(std::string_view body) {
    const auto done = decode({body});
    CHECK_FALSE(done.complete);
    return done.problem;
}

signature_v4 seed(std::string signature) {
    return {.access_key = "AKIAIOSFODNN7EXAMPLE",
            .scope = {"20130524", "us-east-1", "s3"},
            .signed_headers = {},
            .signature = std::move(signature),
            .timestamp = "20130524T000000Z",
            .expires = {}};
}

constexpr auto secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

std::string chunk(std::string_view length, std::string_view signature, std::string_view data) {
    return std::string{length} + ";chunk-signature=" + std::string{signature} + "\r\n" + std::string{data} +
           "\r\n";
}

const std::string large(65536, 'a');
const std::string small(1024, 'a');

} // namespace

TEST_CASE("chunks and trailers come out whole, wherever the bytes are cut") {
    const std::string body =
        "5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\nX-B: 2 \r\n\r\n";
    const outcome expected{
        "hello world", {{"x-amz-checksum-crc32", "DUoRhQ=="}, {"x-b", "2"}}, true, chunk_problem::none};
    CHECK(decode({body}) == expected);
    for (std::size_t cut = 0; cut <= body.size(); ++cut)
        CHECK(decode({std::string_view{body}.substr(0, cut), std::string_view{body}.substr(cut)}) ==
              expected);
    std::string one_by_one;
    memory_blob_writer out;
    chunked_decoder decoder{out};
    for (const char c : body)
        CHECK(decoder.feed({&c, 1}));
    CHECK(decoder.complete());
    CHECK(decoder.decoded_size() == 11);
}

TEST_CASE("any bytes in chunks of any size come back") {
    rc::prop("decode(encode(x)) == x", [](const std::vector<std::string>& chunks) {
        std::string body;
        std::string expected;
        for (const auto& data : chunks) {
            if (data.empty())
                continue;
            std::array<char, 16> length{};
            std::snprintf(length.data(), length.size(), "%zx", data.size());
            body += std::string{length.data()} + "\r\n" + data + "\r\n";
            expected += data;
        }
        body += "0\r\n\r\n";
        const auto cut = *rc::gen::inRange<std::size_t>(0, body.size() + 1);
        const auto done = decode({std::string_view{body}.substr(0, cut), std::string_view{body}.substr(cut)});
        RC_ASSERT(done.complete);
        RC_ASSERT(done.bytes == expected);
    });
}

TEST_CASE("the empty line at the end may be missing, and lines may end with a line feed alone") {
    CHECK(decode({"1\r\nx\r\n0\r\n"}).complete);
    CHECK(decode({"1\r\nx\r\n0\r\na:b"}).trailers == fields{{"a", "b"}});
    CHECK(decode({"1\nx\n0\na:b\n\n"}).complete);
}

TEST_CASE("a body that ends too early is not complete") {
    const std::string body = "5\r\nhello\r\n0\r\n\r\n";
    for (std::size_t length = 0; length < body.size() - 4; ++length) {
        CAPTURE(length);
        CHECK_FALSE(decode({std::string_view{body}.substr(0, length)}).complete);
    }
}

TEST_CASE("what is not chunked is malformed") {
    CHECK(problem_of("hello") == chunk_problem::none); // it might become a length yet
    CHECK(problem_of("hello\r\n") == chunk_problem::malformed);
    CHECK(problem_of("\r\n") == chunk_problem::malformed);
    CHECK(problem_of("-1\r\n") == chunk_problem::malformed);
    CHECK(problem_of("1 \r\nx\r\n") == chunk_problem::malformed);
    CHECK(problem_of("ffffffffffffffffff\r\n") == chunk_problem::malformed);
    CHECK(problem_of("1\r\nxy\r\n") == chunk_problem::malformed);
    CHECK(problem_of("0\r\nno colon\r\n\r\n") == chunk_problem::malformed);
    CHECK(problem_of("0\r\n:b\r\n\r\n") == chunk_problem::malformed);
    CHECK(problem_of(std::string(2000, '1')) == chunk_problem::malformed);
    std::string many = "0\r\n";
    for (int i = 0; i < 17; ++i)
        many += "a:b\r\n";
    CHECK(problem_of(many) == chunk_problem::malformed);
}

TEST_CASE("signed chunks of the documentation are accepted") {
    const auto body =
        chunk("10000", "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648", large) +
        chunk("400", "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497", small) +
        chunk("0", "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", "");
    CHECK(body.size() == 66824);
    const auto seeded = seed("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
    chunk_signatures signatures{secret, seeded};
    const auto done = decode({body}, &signatures);
    CHECK(done.complete);
    CHECK(done.bytes == large + small);

    auto changed = body;
    changed[1000] = 'b';
    chunk_signatures again{secret, seeded};
    CHECK(decode({changed}, &again).problem == chunk_problem::wrong_signature);
    chunk_signatures other{"another secret", seeded};
    CHECK(decode({body}, &other).problem == chunk_problem::wrong_signature);
    chunk_signatures unsigned_chunk{secret, seeded};
    CHECK(decode({"1\r\nx\r\n"}, &unsigned_chunk).problem == chunk_problem::wrong_signature);
}

TEST_CASE("signed trailers of the documentation are accepted") {
    const auto chunks =
        chunk("10000", "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2", large) +
        chunk("400", "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7", small) +
        "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n";
    const std::string checksum = "x-amz-checksum-crc32c:sOO8/Q==\r\n";
    const std::string signature =
        "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";
    const auto seeded = seed("106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
    chunk_signatures signatures{secret, seeded};
    const auto done = decode({chunks + checksum + signature}, &signatures);
    CHECK(done.problem == chunk_problem::none);
    CHECK(done.complete);
    CHECK(done.trailers.front().second == "sOO8/Q==");

    chunk_signatures again{secret, seeded};
    CHECK(decode({chunks + "x-amz-checksum-crc32c:AAAAAA==\r\n" + signature}, &again).problem ==
          chunk_problem::wrong_signature);
}
