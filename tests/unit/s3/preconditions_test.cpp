#include "s3/preconditions.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::s3;
using namespace std::chrono_literals;

namespace {

const std::string tag = etag::of("hello").hex();

object hello() {
    return {.body = body{"hello"}, .last_modified = virtual_epoch + 500ms};
}

std::string refused(const read_conditions& conditions) {
    const auto refusal = read_refusal(conditions, hello());
    return refusal ? std::string{to_string(refusal->code)} : "";
}

std::string refused(const write_conditions& conditions, const object* present) {
    const auto refusal = write_refusal(conditions, present, "k");
    return refusal ? std::string{to_string(refusal->code)} : "";
}

} // namespace

TEST_CASE("entity tags match in quotes or not, among others, or by a star") {
    for (const auto& text :
         {tag, '"' + tag + '"', "\"x\", \"" + tag + '"', std::string{"*"}, "W/\"" + tag + '"'}) {
        CAPTURE(text);
        CHECK(refused({.if_match = text}).empty());
        CHECK(refused({.if_none_match = text}) == "NotModified");
    }
    for (const std::string text : {"", "\"\"", "\"x\"", "\"5d41\""}) {
        CHECK(refused({.if_match = text}) == "PreconditionFailed");
        CHECK(refused({.if_none_match = text}).empty());
    }
}

TEST_CASE("dates have no fractions of a second") {
    CHECK(refused({.if_modified_since = virtual_epoch}) == "NotModified");
    CHECK(refused({.if_modified_since = virtual_epoch - 1s}).empty());
    CHECK(refused({.if_unmodified_since = virtual_epoch}).empty());
    CHECK(refused({.if_unmodified_since = virtual_epoch - 1s}) == "PreconditionFailed");
}

TEST_CASE("tags count before dates") {
    CHECK(refused({.if_match = tag, .if_unmodified_since = virtual_epoch - 1s}).empty());
    CHECK(refused({.if_none_match = "\"x\"", .if_modified_since = virtual_epoch}).empty());
    CHECK(refused({.if_match = "\"x\"", .if_none_match = tag}) == "PreconditionFailed");
}

TEST_CASE("the source of a copy is never unchanged, only unfit") {
    CHECK(copy_refusal({.if_none_match = tag}, hello())->code == errc::precondition_failed);
    CHECK(copy_refusal({.if_modified_since = virtual_epoch}, hello())->code == errc::precondition_failed);
    CHECK_FALSE(copy_refusal({.if_match = tag}, hello()));
}

TEST_CASE("a write may want nothing there, or just this") {
    const auto present = hello();
    CHECK(refused({.if_none_match = "*"}, nullptr).empty());
    CHECK(refused({.if_none_match = "*"}, &present) == "PreconditionFailed");
    CHECK(refused({.if_none_match = tag}, &present) == "NotImplemented");
    CHECK(refused({.if_match = tag}, &present).empty());
    CHECK(refused({.if_match = "x"}, &present) == "PreconditionFailed");
    CHECK(refused({.if_match = tag}, nullptr) == "NoSuchKey");
    CHECK(refused({.if_match = tag, .if_none_match = "*"}, &present) == "NotImplemented");
}
