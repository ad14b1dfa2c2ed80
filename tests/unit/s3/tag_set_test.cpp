#include "s3/tag_set.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::s3;

namespace {

std::string refusal_of_tags(const tag_set& tags, std::size_t most = most_object_tags) {
    const auto wrong = tag_error(tags, most);
    return wrong ? wrong->message : "";
}

tag_set many(int count) {
    tag_set tags;
    for (int i = 0; i < count; ++i)
        tags.emplace_back("key" + std::to_string(i), "");
    return tags;
}

} // namespace

TEST_CASE("tags have limits, in characters") {
    std::string umlauts;
    for (int i = 0; i < 128; ++i)
        umlauts += "\xc3\xbc";
    CHECK(refusal_of_tags({{umlauts, std::string(256, 'x')}}).empty());
    CHECK(refusal_of_tags({{umlauts + 'x', ""}}) == "The TagKey you have provided is invalid");
    CHECK(refusal_of_tags({{"", ""}}) == "The TagKey you have provided is invalid");
    CHECK(refusal_of_tags({{"a", std::string(257, 'x')}}) == "The TagValue you have provided is invalid");
    CHECK(refusal_of_tags({{"aws:x", ""}}) == "System tags cannot be added/updated by requester");
    CHECK(refusal_of_tags({{"a", "1"}, {"a", "2"}}) == "Cannot provide multiple Tags with the same key");
}

TEST_CASE("an object has ten tags at most, a bucket fifty") {
    CHECK(refusal_of_tags(many(10)).empty());
    CHECK(refusal_of_tags(many(11)) == "Object tags cannot be greater than 10");
    CHECK(refusal_of_tags(many(50), most_bucket_tags).empty());
    CHECK(refusal_of_tags(many(51), most_bucket_tags) == "Bucket tag count cannot be greater than 50");
}
