#include "storage/ses_shelf.hpp"

#include <catch2/catch.hpp>

#include "time/virtual_scheduler.hpp"
#include "unit/storage/kept.hpp"

namespace sendlab {
namespace {

TEST_CASE("An SES account comes back: identities, templates, suppressed addresses, sets, counters") {
    virtual_scheduler clock;
    ses::account_config config;
    config.daily_quota = 3;
    ses::ses_service ses{clock, random_source{1}, config};
    kept_records kept{{storage::shelf_of(ses)}};
    storage::watch(ses, kept.marker());

    ses.verify_identity("example.com");
    ses.identities().verify("a@example.org", clock.now()).settings["DkimEnabled"] = "true";
    ses.templates()["welcome"] = {"welcome", "Hello {{name}}", "text", "<p>html</p>", clock.now()};
    ses.suppressed().put("gone@example.com", ses::suppression_reason::complaint, clock.now());
    ses.configuration_sets()["set"] = {"set", clock.now(), false, {{"Tags", "[]"}}, {{"all", "{}"}}};
    ses.set_sending_enabled(false);
    ses.set_sending_enabled(true);
    CHECK(ses.send({.source = "a@example.com", .recipient_count = 2}).has_value());

    ses::ses_service back{clock, random_source{2}, config};
    kept.restore({storage::shelf_of(back)});
    CHECK(back.is_verified("x@example.com"));
    REQUIRE(back.identities().find("a@example.org"));
    CHECK(back.identities().find("a@example.org")->settings.at("DkimEnabled") == "true");
    CHECK(back.templates().at("welcome").subject == "Hello {{name}}");
    REQUIRE(back.suppressed().find("gone@example.com"));
    CHECK(back.suppressed().find("gone@example.com")->why == ses::suppression_reason::complaint);
    CHECK_FALSE(back.configuration_sets().at("set").sending_enabled);
    CHECK(back.configuration_sets().at("set").event_destinations.at("all") == "{}");
    CHECK(back.sending_enabled());
    CHECK(back.quota().sent_last_24_hours == 2);
    CHECK(back.statistics() == ses.statistics());
    CHECK(back.send({.source = "a@example.com", .recipient_count = 2}).error() ==
          ses::errc::throttling_quota);
}

TEST_CASE("A paused account stays paused, and an unknown part is refused") {
    virtual_scheduler clock;
    ses::ses_service ses{clock, random_source{1}, {}};
    kept_records kept{{storage::shelf_of(ses)}};
    storage::watch(ses, kept.marker());
    ses.set_sending_enabled(false);
    ses::ses_service back{clock, random_source{2}, {}};
    kept.restore({storage::shelf_of(back)});
    CHECK_FALSE(back.sending_enabled());
    CHECK_THROWS_AS(storage::shelf_of(back).restore("nothing", {"\xf5"}), storage::damaged_record);
}

TEST_CASE("Sends do not write templates and identities again") {
    virtual_scheduler clock;
    ses::ses_service ses{clock, random_source{1}, {}};
    std::vector<std::string> marked;
    storage::watch(ses, [&](std::string_view, const std::string& key) { marked.push_back(key); });
    CHECK(ses.send({.source = "a@example.com"}).has_value());
    CHECK(marked == std::vector<std::string>{"counters"});
}

TEST_CASE("Of sent recipients the minutes are kept, and count no longer than a day") {
    using namespace std::chrono_literals;
    ses::sending_quota quota;
    const time_point begin = virtual_epoch + 30s;
    quota.add(1, begin);
    quota.add(2, begin + 10s);
    quota.add(4, begin + 5min);
    const auto minutes = quota.minutes();
    REQUIRE(minutes.size() == 2);
    CHECK(minutes[0].begin == virtual_epoch);
    CHECK(minutes[0].recipients == 3);
    CHECK(minutes[1].begin == virtual_epoch + 5min);
    ses::sending_quota back;
    for (const auto& [at, recipients] : minutes)
        back.add(recipients, at);
    CHECK(back.sent(begin + 23h) == 7);
    CHECK(back.sent(virtual_epoch + 24h + 2min) == quota.sent(virtual_epoch + 24h + 2min));
    CHECK(back.sent(virtual_epoch + 24h + 2min) == 4);
}

} // namespace
} // namespace sendlab
