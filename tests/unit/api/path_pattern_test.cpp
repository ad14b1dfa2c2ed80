#include "api/path_pattern.hpp"

#include <catch2/catch.hpp>

using sendlab::api::match_path;
using names = std::vector<std::string>;

TEST_CASE("a pattern fits paths of its segments, and gives what stands in the open ones") {
    CHECK(match_path("/a/b", "/a/b") == names{});
    CHECK(match_path("/a/{}/c/{}", "/a/x%40y/c/2%2F3") == names{"x@y", "2/3"});
    CHECK(match_path("/", "/") == names{});
}

TEST_CASE("other paths do not fit") {
    for (const auto* const path : {"/a", "/a/", "/a/b/c", "/a//c", "/A/b/c", "", "a/b/c"})
        CHECK_FALSE(match_path("/a/{}/d", path));
    CHECK_FALSE(match_path("/a/{}", "/a/"));
    CHECK_FALSE(match_path("/a", "/a/b"));
}
