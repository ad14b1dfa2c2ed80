#include "lambda/trace_header.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::lambda;

TEST_CASE("what a handler causes has one ancestor more than the handler") {
    const request_id id{0x0123456789abcdef, 0xfedcba9876543210};
    const time_point start{std::chrono::seconds{0x5759e988}};
    const auto header = trace_header(id, start, 3);
    CHECK(header ==
          "Root=1-5759e988-0123456789abcdeffedcba98;Parent=fedcba9876543210;Sampled=0;Lineage=76543210:3");
    CHECK(ancestors_after(header) == 4);
    CHECK(ancestors_after(trace_header(id, start, 0)) == 1);
}

TEST_CASE("lineages of other writers are read as far as they say a number") {
    CHECK(ancestors_after("Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=1:10fbed5e:15;Sampled=1") == 16);
    CHECK(ancestors_after("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1") == 0);
    CHECK(ancestors_after("") == 0);
    CHECK(ancestors_after("Lineage=") == 0);
    CHECK(ancestors_after("Lineage=a:x") == 0);
    CHECK(ancestors_after("Lineage=a:99999999999999999999") == 0);
    CHECK(ancestors_after("Lineage=a:4294967295") == 1'000'001);
}
