#include "api/ses_rest/query_form.hpp"

#include <catch2/catch.hpp>

using sendlab::api::query_form;

TEST_CASE("members of a list come in the order of their numbers, whatever the order of the form") {
    const query_form form{"A.member.10=j&A.member.2=b&A.member.1=a&AB.member.1=no&A.member.x=no"};
    CHECK(form.list("A") == std::vector<std::string>{"a", "b", "j"});
    CHECK(form.list("B").empty());
}

TEST_CASE("a list of structures gives the beginning of each") {
    const query_form form{"T.member.1.Name=n&T.member.1.Value=v&T.member.2.Name=m"};
    CHECK(form.structures("T") == std::vector<std::string>{"T.member.1", "T.member.2"});
    CHECK(form.get("T.member.1.Value") == "v");
    CHECK(form.get("T.member.2.Value").empty());
    CHECK(form.has("T.member."));
    CHECK_FALSE(form.has("U"));
}

TEST_CASE("an empty value is told apart from none") {
    const query_form form{"A=&B=%C3%BC+%2B"};
    REQUIRE(form.find("A"));
    CHECK(form.find("A")->empty());
    CHECK_FALSE(form.find("C"));
    CHECK(form.get("B") == "\u00fc +");
}

TEST_CASE("a number that is too large for one is no member") {
    CHECK(query_form{"A.member.99999999999999999999999=x"}.list("A").empty());
}
