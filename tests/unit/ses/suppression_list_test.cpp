#include "ses/suppression_list.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;
using ses::suppression_reason;

TEST_CASE("an address on the list is found in any case, with its reason and time") {
    ses::suppression_list list;
    CHECK(list.empty());
    list.put("Ann <Ann@X.org>", suppression_reason::bounce, virtual_epoch);
    list.put("ann@x.org", suppression_reason::complaint, virtual_epoch + 1s);
    REQUIRE(list.find("ANN@x.ORG"));
    CHECK(list.find("ann@x.org")->why == suppression_reason::complaint);
    CHECK(list.find("ann@x.org")->since == virtual_epoch + 1s);
    CHECK_FALSE(list.find("bob@x.org"));
    CHECK(list.remove("Ann@x.org"));
    CHECK_FALSE(list.remove("ann@x.org"));
    CHECK(list.empty());
}
