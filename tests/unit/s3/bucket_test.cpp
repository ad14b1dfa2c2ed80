#include "s3/bucket.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::s3;
using namespace std::chrono_literals;

namespace {

object of(std::uint64_t size, time_point created = virtual_epoch) {
    return {.body = body::of_size(size), .last_modified = created, .sequence = 0, .attributes = nullptr};
}

} // namespace

TEST_CASE("a bucket counts its bytes, whether objects come, change or go") {
    bucket b;
    b.put("a", of(100));
    b.put("c", of(20));
    b.put("b", of(3));
    CHECK(b.bytes() == 123);
    b.put("a", of(1));
    CHECK(b.bytes() == 24);
    CHECK(b.objects().size() == 3);
    CHECK(b.find("a")->body.size() == 1);
    CHECK(b.remove("c", {}).removed);
    CHECK_FALSE(b.remove("c", {}).removed);
    CHECK(b.find("c") == nullptr);
    CHECK(b.bytes() == 4);
}

TEST_CASE("objects expire at their own midnights") {
    bucket b;
    b.set_lifecycle({{.prefix = "tmp/", .expire_after_days = 1}, {.prefix = "", .expire_after_days = 3}});
    CHECK(b.next_expiration() == time_point::max());
    b.put("keep", of(10, virtual_epoch + 1h));
    CHECK(b.next_expiration() == virtual_epoch + 24h * 4);
    b.put("tmp/x", of(5, virtual_epoch + 1h));
    b.put("tmp/y", of(5, virtual_epoch + 25h));
    CHECK(b.next_expiration() == virtual_epoch + 24h * 2);

    CHECK(b.take_expired(virtual_epoch + 24h * 2 - 1ns).empty());
    CHECK(b.take_expired(virtual_epoch + 24h * 2) == std::vector<std::string>{"tmp/x"});
    CHECK(b.next_expiration() == virtual_epoch + 24h * 3);
    CHECK(b.take_expired(virtual_epoch + 24h * 9) == std::vector<std::string>{"keep", "tmp/y"});
    CHECK(b.bytes() == 0);
    CHECK(b.next_expiration() == time_point::max());
}

TEST_CASE("new rules apply to old objects too") {
    bucket b;
    b.put("a", of(1));
    CHECK(b.next_expiration() == time_point::max());
    b.set_lifecycle({{.expire_after_days = 1}});
    CHECK(b.next_expiration() == virtual_epoch + 24h * 2);
    b.set_lifecycle({});
    CHECK(b.next_expiration() == time_point::max());
}
