// Browser forms: the form itself, its policy, and what it answers.
#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "api/s3_rest/form_data.hpp"
#include "base/base64.hpp"
#include "unit/api/s3_rest/rest_fixture.hpp"

using namespace sendlab;
using namespace sendlab::api;
using namespace sendlab::api::test;
using namespace std::chrono_literals;

namespace {

const std::string type = "multipart/form-data; boundary=\"x-y\"";

std::string form(const headers& fields, const std::string& file, const std::string& name = "a.txt") {
    std::string body;
    for (const auto& [field, value] : fields)
        body += "--x-y\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n" + value + "\r\n";
    return body + "--x-y\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
           "\"\r\nContent-Type: text/html\r\n\r\n" + file + "\r\n--x-y--\r\n";
}

/// A body that is not in memory.
struct far_blob final : blob {
    explicit far_blob(std::string bytes) : bytes_{std::move(bytes)} {}
    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
    [[nodiscard]] std::optional<std::string_view> in_memory() const override { return std::nullopt; }
    [[nodiscard]] std::size_t read(std::uint64_t offset, std::span<char> into) const override {
        return bytes_.read(offset, into);
    }
    memory_blob bytes_;
};

struct post_fixture : rest_fixture {
    http_response post(const headers& fields, const std::string& file = "hello",
                       const std::string& name = "a.txt") {
        return ask("POST", "/mails", {{"Content-Type", type}}, form(fields, file, name));
    }

    std::string denied(const std::string& policy, headers fields = {{"key", "k"}},
                       const std::string& file = "hello") {
        fields.emplace_back("policy", base64(policy));
        const auto answer = post(fields, file);
        return answer.status == 204 ? "" : element(answer, "Code") + ": " + element(answer, "Message");
    }
};

std::string policy(const std::string& conditions) {
    return R"({"expiration":"2026-01-01T00:01:00Z","conditions":[)" + conditions + "]}";
}

} // namespace

TEST_CASE_METHOD(post_fixture, "a form becomes an object, and is heard of as a post") {
    hear({"s3:ObjectCreated:Post"});
    const auto done = post({{"key", "in/${filename}"},
                            {"Content-Type", "text/plain"},
                            {"acl", "public-read"},
                            {"x-amz-meta-a", "b"}},
                           "hello", "C:\\folder\\a b.txt");
    CHECK(done.status == 204);
    CHECK(header(done, "Location") == "http://127.0.0.1:4566/mails/in/a%20b.txt");
    CHECK(header(done, "ETag") == "\"5d41402abc4b2a76b9719d911017c592\"");
    const auto got = ask("GET", "/mails/in/a%20b.txt");
    CHECK(text(got) == "hello");
    CHECK(header(got, "Content-Type") == "text/plain");
    CHECK(header(got, "x-amz-meta-a") == "b");
    clock.run();
    CHECK(heard.size() == 1);
}

TEST_CASE_METHOD(post_fixture, "the form says how it is answered") {
    const auto created = post({{"key", "k"}, {"success_action_status", "201"}});
    CHECK(created.status == 201);
    CHECK(element(created, "Key") == "k");
    CHECK(element(created, "ETag") == "&quot;5d41402abc4b2a76b9719d911017c592&quot;");
    CHECK(post({{"key", "k"}, {"success_action_status", "200"}}).status == 200);
    CHECK(post({{"key", "k"}, {"success_action_status", "500"}}).status == 204);
    const auto redirected = post({{"key", "k"}, {"success_action_redirect", "http://a/?b=c"}});
    CHECK(redirected.status == 303);
    CHECK(header(redirected, "Location") ==
          "http://a/?b=c&bucket=mails&key=k&etag=%225d41402abc4b2a76b9719d911017c592%22");
    CHECK(post({{"key", "k"}, {"success_action_redirect", "javascript:x"}}).status == 204);
}

TEST_CASE_METHOD(post_fixture, "a policy is kept to") {
    const auto key = R"(["eq","$key","k"])";
    CHECK(denied(policy(key)).empty());
    CHECK(denied(policy(R"({"key":"k"},{"bucket":"mails"})")).empty());
    CHECK(denied(policy(R"(["starts-with","$key",""])")).empty());
    CHECK(denied(policy(R"(["starts-with","$key","in/"])")) ==
          "AccessDenied: Invalid according to Policy: Policy Condition failed: [&quot;starts-with&quot;, "
          "&quot;$key&quot;, "
          "&quot;in/&quot;]");
    CHECK(denied(policy(R"({"bucket":"other"},["eq","$key","k"])")).find("AccessDenied") == 0);
    CHECK(denied(policy(key), {{"key", "k"}, {"acl", "private"}}) ==
          "AccessDenied: Invalid according to Policy: Extra input fields: acl");
    CHECK(denied(policy(key), {{"key", "k"}, {"x-ignore-this", "1"}}).empty());
    const auto range = key + std::string{R"(,["content-length-range",2,5])"};
    CHECK(denied(policy(range)).empty());
    CHECK(denied(policy(range), {{"key", "k"}}, "x").find("EntityTooSmall") == 0);
    CHECK(denied(policy(range), {{"key", "k"}}, "xxxxxx").find("EntityTooLarge") == 0);
    wait_until(virtual_epoch + 61s);
    CHECK(denied(policy(key)) == "AccessDenied: Invalid according to Policy: Policy expired.");
}

TEST_CASE_METHOD(post_fixture, "a policy that is none is refused") {
    for (const std::string text :
         {"x", "[]", "{}", R"({"expiration":"soon","conditions":[]})",
          R"({"expiration":"2027-01-01T00:00:00Z"})",
          R"({"expiration":"2027-01-01T00:00:00Z","conditions":[1]})",
          R"({"expiration":"2027-01-01T00:00:00Z","conditions":[["eq","key","k"]]})",
          R"({"expiration":"2027-01-01T00:00:00Z","conditions":[["eq","$key"]]})",
          R"({"expiration":"2027-01-01T00:00:00Z","conditions":[{"key":1}]})",
          R"({"expiration":"2027-01-01T00:00:00Z","conditions":[["content-length-range","a",1]]})"}) {
        CAPTURE(text);
        CHECK(denied(text).find("InvalidPolicyDocument") == 0);
    }
    CHECK(post({{"key", "k"}, {"policy", "%%%"}}).status == 400);
    CHECK(store.object_count() == 0);
}

TEST_CASE_METHOD(post_fixture, "what is no form is refused") {
    const auto refused = [&](const std::string& body, const std::string& as = type) {
        return element(ask("POST", "/mails", {{"Content-Type", as}}, body), "Code");
    };
    const auto good = form({{"key", "k"}}, "hello");
    CHECK(refused(good, "multipart/form-data") == "MalformedPOSTRequest");
    CHECK(refused(good, "multipart/form-data; boundary=other") == "MalformedPOSTRequest");
    CHECK(refused("") == "MalformedPOSTRequest");
    CHECK(refused("--x-y--\r\n") == "InvalidArgument");
    for (std::size_t length = 1; length < good.size() - 5; ++length)
        CHECK(ask("POST", "/mails", {{"Content-Type", type}}, good.substr(0, length)).status == 400);
    CHECK(refused(form({{"key", "k"}, {"x", std::string(21000, 'x')}}, "hello")) == "MalformedPOSTRequest");
    CHECK(element(post({{"other", "k"}}), "Code") == "InvalidArgument");
    CHECK(element(post({{"key", "k"}, {"acl", "publik"}}), "Code") == "InvalidArgument");
    CHECK(store.object_count() == 0);
}

TEST_CASE("a file of any bytes comes out of a form, wherever the form is") {
    rc::prop("file of form(x) == x", [](const std::string& bytes) {
        RC_PRE(bytes.find("\r\n--x-y") == std::string::npos);
        const auto read = read_form_data(std::make_shared<far_blob>(form({{"key", "k"}}, bytes)), type);
        RC_ASSERT(read.has_value());
        RC_ASSERT(to_string(*read->file) == bytes);
        RC_ASSERT(read->field("key") == "k");
    });
    std::string large(200'000, '\r');
    for (std::size_t i = 0; i < large.size(); i += 7)
        large.replace(i, 5, "\r\n--x", 0, 5);
    const auto read = read_form_data(std::make_shared<far_blob>(form({{"key", "k"}}, large)), type);
    REQUIRE(read.has_value());
    CHECK(to_string(*read->file) == large);
}
