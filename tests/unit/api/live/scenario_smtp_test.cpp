#include "api/live/scenario_smtp.hpp"

#include <vector>

#include <catch2/catch.hpp>

#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using namespace sendlab::api::live;
using namespace std::chrono_literals;
using faults::operation;

namespace {

struct far_server {
    virtual_scheduler clock;
    pipeline::settings scenario;
    faults::fault_set faults{random_source{1}, clock.now()};

    far_server() {
        scenario.smtp.round_trip = latency{230ms};
        scenario.smtp.server_time = latency{50ms};
    }
    void add(decltype(faults::fault_settings::what) what, operation target = operation::smtp_send) {
        add(faults::fault_settings{{target}, std::move(what)});
    }
    void add(const faults::fault_settings& fault) {
        auto when = fault.when;
        when.target = faults::acts_on(fault);
        faults.add(when, faults::make_fault(fault, random_source{1}, 0));
    }
    smtp::decision decide(smtp::stage at) {
        scenario_smtp policy{clock, scenario, faults};
        smtp::occasion step;
        step.at = at;
        step.session = 7;
        step.message = 1;
        return policy.decide(step);
    }
};

} // namespace

TEST_CASE("every reply of a server far away is a round trip late") {
    far_server server;
    CHECK(server.decide(smtp::stage::connect).after == 230ms);
    CHECK(server.decide(smtp::stage::rcpt).after == 230ms);
    const auto message = server.decide(smtp::stage::message);
    CHECK(message.before == 50ms); // until the mail is in the mailbox
    CHECK(message.after == 230ms);
}

TEST_CASE("faults of smtp strike at the end of the text, with the reply that the scenario wrote") {
    far_server server;
    server.add(faults::fail_with{{faults::failure::throttled, "454 Throttling failure"}});
    CHECK_FALSE(server.decide(smtp::stage::mail).refused);
    const auto refused = server.decide(smtp::stage::message).refused;
    REQUIRE(refused);
    CHECK(*refused == smtp::refusal{454, "4.3.0", "Throttling failure"});
}

TEST_CASE("a failure without a reply of its own has that of its kind") {
    using faults::failure;
    CHECK(refusal_of({failure::throttled, "Throttling"}).code == 454);
    CHECK(refusal_of({failure::throttled, "454"}).text ==
          "Throttling failure: Maximum sending rate exceeded");
    CHECK(refusal_of({failure::service_error, "421"}).code == 421);
    CHECK(refusal_of({failure::service_error, "ServiceUnavailable"}).code == 451);
    CHECK(refusal_of({failure::rejected, "Spam"}) == smtp::refusal{554, "5.3.0", "Transaction failed: Spam"});
    CHECK(refusal_of({failure::rejected, "250 fine"}).code == 554); // no failure at all
}

TEST_CASE("a lost answer is that of a mail that was taken") {
    far_server server;
    server.add(faults::lose_answer{});
    const auto message = server.decide(smtp::stage::message);
    CHECK_FALSE(message.refused);
    CHECK(message.then == smtp::ending::hang_up);
}

TEST_CASE("a dropped connection is that of a mail that was not") {
    far_server server;
    server.add(faults::drop_connection{});
    const auto message = server.decide(smtp::stage::message);
    CHECK(message.refused);
    CHECK(message.then == smtp::ending::reset);
}

TEST_CASE("chaos refuses senders, recipients and logins by its own codes, and nothing else") {
    far_server server;
    scenario_smtp policy{server.clock, server.scenario, server.faults};
    policy.set_chaos({.sender = {451, 100}, .recipient = {550, 50}});
    smtp::occasion step;
    step.message = 1;
    step.at = smtp::stage::mail;
    CHECK(policy.decide(step).refused->code == 451);
    step.at = smtp::stage::auth;
    CHECK_FALSE(policy.decide(step).refused);
    step.at = smtp::stage::rcpt;
    int refused = 0;
    for (step.recipient = 0; step.recipient < 1'000; ++step.recipient)
        refused += policy.decide(step).refused.has_value();
    CHECK(refused > 400);
    CHECK(refused < 600);
}

TEST_CASE("a fault of one command strikes that command, and is told of") {
    far_server server;
    server.add(faults::add_latency{latency{10s}}, operation::smtp_rcpt);
    server.add(faults::fail_with{{faults::failure::service_error, "450 Greylisted"}}, operation::smtp_mail);
    server.add(faults::drop_connection{}, operation::smtp_auth);
    smtp::envelope mail;
    CHECK(server.decide(smtp::stage::hello).after == 230ms);
    CHECK(server.decide(smtp::stage::auth).then == smtp::ending::reset);
    scenario_smtp policy{server.clock, server.scenario, server.faults};
    smtp::occasion step{.at = smtp::stage::mail, .session = 1, .message = 1, .sent = &mail};
    CHECK(policy.decide(step).refused == smtp::refusal{450, "4.3.0", "Greylisted"});
    step.at = smtp::stage::rcpt;
    CHECK(policy.decide(step).after == 10'230ms);
    std::vector<std::uint64_t> consumed;
    for (const auto& each : server.faults.accounts())
        consumed.push_back(each.consumed);
    CHECK(consumed == std::vector<std::uint64_t>{1, 1, 1});
}

TEST_CASE("greylisting: the same sender and recipient again is another attempt") {
    far_server server;
    server.add({{.target = operation::smtp_rcpt, .attempt = 1},
                faults::fail_with{{faults::failure::service_error, "450 Later"}}});
    scenario_smtp policy{server.clock, server.scenario, server.faults};
    smtp::envelope mail;
    mail.from = "a@b";
    const auto code = [&](std::string_view recipient) {
        smtp::occasion step{.at = smtp::stage::rcpt, .argument = recipient, .sent = &mail};
        const auto refused = policy.decide(step).refused;
        return refused ? refused->code : 250;
    };
    CHECK(code("c@d") == 450);
    CHECK(code("e@f") == 450);
    CHECK(code("c@d") == 250);
}

TEST_CASE("too many connections, and too many messages on one, are told 421") {
    far_server server;
    server.add(faults::limit_to{2}, operation::smtp_connect);
    server.add(faults::limit_to{1}, operation::smtp_mail);
    scenario_smtp policy{server.clock, server.scenario, server.faults};
    std::uint32_t open = 2;
    policy.on_crowd([&] { return open; });
    CHECK_FALSE(policy.decide({.at = smtp::stage::connect}).refused);
    open = 3;
    CHECK(policy.decide({.at = smtp::stage::connect}).refused->code == 421);
    smtp::envelope mail;
    CHECK_FALSE(policy.decide({.at = smtp::stage::mail, .message = 1, .sent = &mail}).refused);
    CHECK(policy.decide({.at = smtp::stage::mail, .message = 2, .sent = &mail}).refused->code == 421);
}

TEST_CASE("the text's link is told at DATA; how long the text is decides whether the connection breaks") {
    far_server server;
    server.add(faults::narrow_link{8'000}, operation::smtp_data);
    server.add({{.target = operation::smtp_data, .times = 1}, faults::reset_after{64'000}});
    scenario_smtp policy{server.clock, server.scenario, server.faults};
    smtp::envelope mail;
    const auto text = [&] { return policy.decide({.at = smtp::stage::data, .sent = &mail}).text; };
    const auto account = [&] { return server.faults.accounts().at(1); };
    CHECK(text().octets_per_second == 8'000);
    const auto first = text(), second = text(), third = text();
    CHECK(first.reset_after == 64'000);
    CHECK(account().matched == 0);
    CHECK_FALSE(first.breaks(100)); // a short one leaves the fault for others
    CHECK(account().matched == 1);
    CHECK(account().consumed == 0);
    CHECK(second.breaks(64'001));
    CHECK(account().consumed == 1);
    CHECK_FALSE(third.breaks(64'001)); // used up meanwhile
    CHECK(text().reset_after == 0);
}

TEST_CASE("a slow server takes so many times as long from the end of the text on, not before") {
    far_server server;
    server.add(faults::multiply_latency{3});
    CHECK(server.decide(smtp::stage::rcpt).after == 230ms);
    const auto message = server.decide(smtp::stage::message);
    CHECK(message.before == 3 * 50ms);
    CHECK(message.after == 3 * 230ms);
}
