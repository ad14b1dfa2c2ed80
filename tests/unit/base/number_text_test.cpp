#include "base/number_text.hpp"

#include <limits>

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;

TEST_CASE("counts carry thousands separators") {
    CHECK(count_text(0) == "0");
    CHECK(count_text(999) == "999");
    CHECK(count_text(1'000) == "1,000");
    CHECK(count_text(1'234'567) == "1,234,567");
    CHECK(count_text(std::numeric_limits<std::uint64_t>::max()) == "18,446,744,073,709,551,615");
    CHECK(count_text(1, "file") == "1 file");
    CHECK(count_text(0, "file") == "0 files");
    CHECK(count_text(1'200, "file") == "1,200 files");
}

TEST_CASE("numbers are rounded to significant digits and never written with an exponent") {
    CHECK(number_text(0) == "0");
    CHECK(number_text(0.38571) == "0.386");
    CHECK(number_text(12.5) == "12.5");
    CHECK(number_text(12.0) == "12");
    CHECK(number_text(2594) == "2,590");
    CHECK(number_text(2594, 4) == "2,594");
    CHECK(number_text(9'996) == "10,000");
    CHECK(number_text(0.9996) == "1");
    CHECK(number_text(-1'234'567) == "-1,230,000");
    CHECK(number_text(1.2e-6) == "0.0000012");
    CHECK(number_text(std::numeric_limits<double>::infinity()) == "inf");
    CHECK(number_text(-std::numeric_limits<double>::infinity()) == "-inf");
    CHECK(number_text(std::numeric_limits<double>::quiet_NaN()) == "nan");
    CHECK(number_text(std::numeric_limits<double>::max()).size() > 300);
    CHECK(number_text(std::numeric_limits<double>::denorm_min(), 1).substr(0, 4) == "0.00");
}

TEST_CASE("money has cents, and three significant digits where cents say nothing") {
    CHECK(money_text(0) == "$0");
    CHECK(money_text(12.34) == "$12.34");
    CHECK(money_text(12) == "$12.00");
    CHECK(money_text(1'234.567) == "$1,234.57");
    CHECK(money_text(0.9999) == "$1.00");
    CHECK(money_text(0.1) == "$0.10");
    CHECK(money_text(0.125) == "$0.125");
    CHECK(money_text(0.000012) == "$0.000012");
    CHECK(money_text(1e300).size() > 300);
    CHECK(money_text(-3.1) == "-$3.10");
}

TEST_CASE("percentages carry their n") {
    CHECK(percent_text(0.00386) == "0.386 %");
    CHECK(share_text(154, 40'000) == "0.385 % of 40,000");
    CHECK(share_text(0, 40'000) == "0 of 40,000");
    CHECK(share_text(40'000, 40'000) == "100 % of 40,000");
    CHECK(share_text(0, 0) == "0 of 0");
}

TEST_CASE("a small probability is told as one in so many") {
    CHECK(odds_text(1.0 / 2600) == "1 in 2,600");
    CHECK(odds_text(0.5) == "1 in 2");
    CHECK(odds_text(0.75) == "75 %");
    CHECK(odds_text(0) == "never");
    CHECK(odds_text(1) == "always");
}

TEST_CASE("milliseconds are the shortest exact decimal") {
    CHECK(milliseconds_text(0s) == "0");
    CHECK(milliseconds_text(3s) == "3000");
    CHECK(milliseconds_text(250us) == "0.25");
    CHECK(milliseconds_text(1ns) == "0.000001");
    CHECK(milliseconds_text(-1'500us) == "-1.5");
    CHECK(milliseconds_text(duration::max()) == "9223372036854.775807");
    CHECK(milliseconds_text(duration::min()) == "-9223372036854.775808");
}
