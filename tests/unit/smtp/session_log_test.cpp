#include "smtp/session_log.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::smtp;
using namespace std::chrono_literals;
using speaker = session_log::speaker;

TEST_CASE("a log has who said what, and when") {
    session_log log;
    log.add(virtual_epoch, speaker::server, "220 here");
    log.add(virtual_epoch + 1s, speaker::client, "EHLO \x01there");
    log.add(virtual_epoch + 2s, speaker::note, "gone");
    REQUIRE(log.size() == 3);
    CHECK(log[1].at == virtual_epoch + 1s);
    CHECK(log[1].who == speaker::client);
    CHECK(log[1].text == "EHLO ?there");
    CHECK(log.text() == "S: 220 here\nC: EHLO ?there\n-- gone\n");
}

TEST_CASE("a long line is cut, and lines beyond the limit are counted") {
    session_log log;
    log.add({}, speaker::client, std::string(1000, 'x'));
    CHECK(log[0].text.size() == 512);
    for (int i = 0; i < 200; ++i)
        log.add({}, speaker::client, std::string(1000, 'x'));
    CHECK(log.size() == 64); // 32 KiB
    CHECK(log.left_out() == 137);
    CHECK(log.text().ends_with("-- 137 more lines\n"));

    session_log many;
    for (int i = 0; i < 1001; ++i)
        many.add({}, speaker::client, "x");
    CHECK(many.size() == 1000);
    CHECK(many.left_out() == 1);
}
