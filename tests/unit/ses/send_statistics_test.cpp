#include "ses/send_statistics.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;
using ses::send_data_point;
using ses::send_statistics;

TEST_CASE("a point begins at each quarter of an hour in which there was mail") {
    send_statistics statistics;
    ++statistics.at(virtual_epoch + 14min + 59s).delivery_attempts;
    ++statistics.at(virtual_epoch + 15min).bounces;
    ++statistics.at(virtual_epoch + 29min).bounces;
    ++statistics.at(virtual_epoch + 2h + 1ns).rejects;
    CHECK(statistics.points(virtual_epoch + 2h + 1s) ==
          std::vector<send_data_point>{{.timestamp = virtual_epoch, .delivery_attempts = 1},
                                       {.timestamp = virtual_epoch + 15min, .bounces = 2},
                                       {.timestamp = virtual_epoch + 2h, .rejects = 1}});
}

TEST_CASE("points older than two weeks are gone") {
    send_statistics statistics;
    ++statistics.at(virtual_epoch).delivery_attempts;
    ++statistics.at(virtual_epoch + 15min).delivery_attempts;
    CHECK(statistics.points(virtual_epoch + 24h * 14).size() == 2);
    CHECK(statistics.points(virtual_epoch + 24h * 14 + 1ns).size() == 1);
    for (int quarter = 0; quarter < 10'000; ++quarter)
        ++statistics.at(virtual_epoch + quarter * 15min).delivery_attempts;
    CHECK(statistics.points(virtual_epoch + 9'999 * 15min).size() == 14 * 24 * 4 + 1);
}
