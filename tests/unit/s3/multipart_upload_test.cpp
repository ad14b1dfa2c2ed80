#include "s3/multipart_upload.hpp"

#include <catch2/catch.hpp>

#include "unit/s3/store_fixture.hpp"

using namespace sendlab;
using namespace sendlab::s3;
using namespace sendlab::s3::test;

namespace {

const std::string name = "async-emails";

struct upload_fixture : store_fixture {
    std::string begin(std::string key = "a") { return *store.create_upload(name, {.key = std::move(key)}); }

    named_part part(const std::string& id, std::uint32_t number, body content) {
        const auto done = store.upload_part(name, "a", id, number, {.body = std::move(content)});
        REQUIRE(done.has_value());
        return {number, (*done)->body.etag().hex()};
    }

    result<const object*, error> complete(const std::string& id, const std::vector<named_part>& parts) {
        return store.complete_upload(id, parts, {.bucket = name, .key = "a", .body = {}});
    }

    errc refused(const std::string& id, const std::vector<named_part>& parts) {
        return error_of(complete(id, parts)).code;
    }
};

} // namespace

TEST_CASE_METHOD(upload_fixture, "parts make an object, in the order of their numbers") {
    hear({"s3:ObjectCreated:*"});
    const auto id = begin();
    const auto last = part(id, 7, body{"end"});
    const auto first = part(id, 2, body{std::string(least_part, 'x')});
    CHECK_FALSE(has("a"));
    const auto made = complete(id, {first, last});
    REQUIRE(made.has_value());
    CHECK((*made)->body.size() == least_part + 3);
    CHECK(to_string(*(*made)->body.bytes()).substr(least_part - 1) == "xend");
    const etag tags[] = {etag::of(std::string(least_part, 'x')), etag::of("end")};
    CHECK((*made)->body.etag() == etag::of_parts(tags));
    CHECK((*made)->body.etag().hex().ends_with("-2"));
    CHECK(heard_names() == names{"ObjectCreated:CompleteMultipartUpload a"});
    CHECK(heard[0].record->json().find((*made)->body.etag().hex()) != std::string::npos);
    CHECK(refused(id, {first, last}) == errc::no_such_upload);
}

TEST_CASE_METHOD(upload_fixture, "a part that is sent again replaces the first") {
    const auto id = begin();
    const auto old = part(id, 1, body{"old"});
    const auto fresh = part(id, 1, body{"new"});
    CHECK(refused(id, {old}) == errc::invalid_part);
    CHECK(to_string(*(*complete(id, {{1, '"' + fresh.etag + '"'}}))->body.bytes()) == "new");
}

TEST_CASE_METHOD(upload_fixture, "a list of parts that does not fit is refused, and the upload goes on") {
    const auto id = begin();
    const auto one = part(id, 1, body{"x"});
    const auto two = part(id, 2, body{"y"});
    CHECK(refused(id, {}) == errc::malformed_xml);
    CHECK(refused(id, {two, one}) == errc::invalid_part_order);
    CHECK(refused(id, {one, one}) == errc::invalid_part_order);
    CHECK(refused(id, {one, {3, two.etag}}) == errc::invalid_part);
    CHECK(refused(id, {one, {2, one.etag}}) == errc::invalid_part);
    CHECK(refused("none", {one}) == errc::no_such_upload);
    const auto small = error_of(complete(id, {one, two}));
    CHECK(small.code == errc::entity_too_small);
    CHECK(small.details ==
          error_details{
              {"ETag", one.etag}, {"MinSizeAllowed", "5242880"}, {"PartNumber", "1"}, {"ProposedSize", "1"}});
    CHECK(store.object_count() == 0);
    CHECK(complete(id, {two}).has_value());
}

TEST_CASE_METHOD(upload_fixture, "part numbers go from 1 to 10,000") {
    const auto id = begin();
    const auto refused_part = [&](std::uint32_t number, body content = body{"x"}) {
        return error_of(store.upload_part(name, "a", id, number, {.body = std::move(content)})).code;
    };
    CHECK(refused_part(0) == errc::invalid_argument);
    CHECK(refused_part(10'001) == errc::invalid_argument);
    CHECK(refused_part(1, body::of_size(5'368'709'121)) == errc::entity_too_large);
    CHECK(store.upload_part(name, "a", id, 10'000, {.body = body{"x"}}).has_value());
}

TEST_CASE_METHOD(upload_fixture, "an upload belongs to its key, and ends when it is given up") {
    const auto id = begin();
    CHECK(error_of(store.find_upload(name, "b", id)).code == errc::no_such_upload);
    CHECK(error_of(store.find_upload("nowhere", "a", id)).code == errc::no_such_bucket);
    CHECK(begin() != id);
    CHECK(store.abort_upload(name, "a", id).has_value());
    CHECK(error_of(store.abort_upload(name, "a", id)).code == errc::no_such_upload);
    CHECK(error_of(store.create_upload(name, {.key = std::string(1025, 'x')})).code == errc::key_too_long);
}

TEST_CASE_METHOD(upload_fixture, "a condition that fails leaves the upload as it is") {
    put("a");
    const auto id = begin();
    const auto one = part(id, 1, body{"x"});
    object_store::put_request wanted{.bucket = name, .key = "a", .body = {}};
    wanted.conditions.if_none_match = "*";
    CHECK(error_of(store.complete_upload(id, std::vector{one}, wanted)).code == errc::precondition_failed);
    CHECK(complete(id, {one}).has_value());
}

TEST_CASE_METHOD(upload_fixture, "unfinished uploads do not keep a bucket from being deleted") {
    const auto id = begin();
    part(id, 1, body{"x"});
    CHECK(store.delete_bucket(name).has_value());
}
