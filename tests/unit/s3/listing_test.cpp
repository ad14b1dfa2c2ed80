#include "s3/listing.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::s3;

namespace {

using keys = std::vector<std::string>;

object_map holding(const keys& names) {
    object_map objects;
    for (const auto& name : names)
        objects[name];
    return objects;
}

keys keys_of(const listing& found) {
    keys names;
    for (const auto& [key, object] : found.objects)
        names.push_back(key);
    return names;
}

/// All pages of a listing, one entry a page, common prefixes marked by brackets.
keys page_by_page(const object_map& objects, listing_query query) {
    query.max_keys = 1;
    keys all;
    std::string after{query.start_after};
    for (bool more = true; more;) {
        query.start_after = after;
        const auto page = list(objects, query);
        REQUIRE(page.objects.size() + page.common_prefixes.size() <= 1);
        for (const auto& [key, object] : page.objects)
            all.push_back(key);
        for (const auto& prefix : page.common_prefixes)
            all.push_back("[" + prefix + "]");
        more = page.truncated;
        after = page.next_start_after;
    }
    return all;
}

} // namespace

TEST_CASE("keys are listed in the order of their UTF-8 bytes") {
    const auto objects =
        holding({"z", "\xc3\xa9", "a", "Z", "\xf0\x9f\x93\xa7", "a/b", "a!", "\xef\xbf\xbd"});
    CHECK(keys_of(list(objects, {})) ==
          keys{"Z", "a", "a!", "a/b", "z", "\xc3\xa9", "\xef\xbf\xbd", "\xf0\x9f\x93\xa7"});
}

TEST_CASE("a prefix and a key to start after narrow a listing") {
    const auto objects = holding({"a", "b/1", "b/2", "b/3", "c"});
    CHECK(keys_of(list(objects, {.prefix = "b/"})) == keys{"b/1", "b/2", "b/3"});
    CHECK(keys_of(list(objects, {.start_after = "b/2"})) == keys{"b/3", "c"});
    CHECK(keys_of(list(objects, {.start_after = "b/25"})) == keys{"b/3", "c"});
    CHECK(keys_of(list(objects, {.prefix = "b/", .start_after = "a"})) == keys{"b/1", "b/2", "b/3"});
    CHECK(keys_of(list(objects, {.prefix = "b/", .start_after = "b/3"})).empty());
    CHECK(keys_of(list(objects, {.prefix = "x"})).empty());
}

TEST_CASE("keys that share what comes before a delimiter are rolled up") {
    const auto objects = holding({"a/1", "a/2", "b", "c/d/1", "c/d/2", "c/e"});
    const auto top = list(objects, {.delimiter = "/"});
    CHECK(keys_of(top) == keys{"b"});
    CHECK(top.common_prefixes == keys{"a/", "c/"});

    const auto below = list(objects, {.prefix = "c/", .delimiter = "/"});
    CHECK(keys_of(below) == keys{"c/e"});
    CHECK(below.common_prefixes == keys{"c/d/"});

    const auto words = list(objects, {.delimiter = "/d"});
    CHECK(keys_of(words) == keys{"a/1", "a/2", "b", "c/e"});
    CHECK(words.common_prefixes == keys{"c/d"});
}

TEST_CASE("a listing that is cut short says where to go on") {
    const auto objects = holding({"a", "b", "c"});
    const auto first = list(objects, {.max_keys = 2});
    CHECK(keys_of(first) == keys{"a", "b"});
    CHECK(first.truncated);
    CHECK(first.next_start_after == "b");

    const auto rest = list(objects, {.start_after = "b", .max_keys = 1});
    CHECK(keys_of(rest) == keys{"c"});
    CHECK_FALSE(rest.truncated);
    CHECK(rest.next_start_after.empty());

    const auto none = list(objects, {.max_keys = 0});
    CHECK(none.objects.empty());
    CHECK_FALSE(none.truncated);
}

TEST_CASE("pages give every object and every common prefix once") {
    const auto objects = holding({"a/1", "a/2", "a/3", "b", "c/", "c/1", "d/1/2", "e"});
    CHECK(page_by_page(objects, {.delimiter = "/"}) == keys{"[a/]", "b", "[c/]", "[d/]", "e"});
    CHECK(page_by_page(objects, {.prefix = "a/", .delimiter = "/"}) == keys{"a/1", "a/2", "a/3"});
    CHECK(page_by_page(objects, {.prefix = "c/", .delimiter = "/"}) == keys{"c/", "c/1"});
    CHECK(page_by_page(objects, {}).size() == objects.size());
}

TEST_CASE("a key inside a group may be started after: what is left of the group counts") {
    const auto objects = holding({"a/1", "a/2", "b"});
    CHECK(list(objects, {.delimiter = "/", .start_after = "a/1"}).common_prefixes == keys{"a/"});
    CHECK(list(objects, {.delimiter = "/", .start_after = "a/2"}).common_prefixes.empty());
}

TEST_CASE("S3 gives at most 1,000 keys at once") {
    keys many;
    for (int i = 1000; i < 2001; ++i)
        many.push_back(std::to_string(i));
    const auto page = list(holding(many), {.max_keys = 5000});
    CHECK(page.objects.size() == 1000);
    CHECK(page.truncated);
    CHECK(page.next_start_after == "1999");
}
