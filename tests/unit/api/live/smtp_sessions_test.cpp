#include "api/live/smtp_sessions.hpp"

#include <catch2/catch.hpp>

#include "smtp/session.hpp"
#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using namespace sendlab::api::live;

namespace {

void hold(smtp_sessions& sessions, std::uint64_t id) {
    virtual_scheduler clock;
    const smtp::session_settings settings;
    smtp::session session{settings, clock, nullptr, id};
    session.start();
    std::string_view input = "EHLO x\r\nQUIT\r\n";
    session.receive(input);
    sessions.add(session, 3, clock.now() + std::chrono::seconds{1});
}

} // namespace

TEST_CASE("a session that is over is kept with what was said in it") {
    smtp_sessions sessions;
    hold(sessions, 7);
    const auto* const kept = sessions.find(7);
    REQUIRE(kept);
    CHECK(kept->log.find("C: EHLO x\n") != std::string::npos);
    CHECK(kept->round_trips == 3);
    CHECK(kept->ended - kept->began == std::chrono::seconds{1});
    CHECK_FALSE(sessions.find(8));
}

TEST_CASE("of many sessions the latest are kept, by number and by size, and the others are counted") {
    smtp_sessions few{2};
    smtp_sessions small{1'000, 1};
    for (std::uint64_t id = 1; id <= 3; ++id) {
        hold(few, id);
        hold(small, id);
    }
    CHECK_FALSE(few.find(1));
    CHECK(few.all().size() == 2);
    CHECK(few.forgotten() == 1);
    CHECK(small.forgotten() == 3);
}
