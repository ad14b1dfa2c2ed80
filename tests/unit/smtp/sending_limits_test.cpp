#include "smtp/sending_limits.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using namespace sendlab::smtp;
using namespace std::chrono_literals;

namespace {

struct sender {
    explicit sender(const sending_limits& limits, policy* inner = nullptr)
        : under_test{clock, limits, inner} {}

    /// The code of the reply to a message; 250 where it is taken.
    unsigned send(std::size_t recipients = 1, std::uint32_t number = 1) {
        envelope what;
        what.recipients.resize(recipients);
        occasion step{.at = stage::mail, .session = 1, .message = number, .sent = &what};
        if (const auto at_mail = under_test.decide(step).refused)
            return at_mail->code;
        step.at = stage::message;
        const auto refused = under_test.decide(step).refused;
        text = refused ? refused->text : "";
        return refused ? refused->code : 250;
    }

    void pass(duration time) {
        clock.run_after(time, [] {});
        clock.run();
    }

    virtual_scheduler clock;
    limiting_policy under_test;
    std::string text;
};

} // namespace

TEST_CASE("without limits everything is taken") {
    sender s{{}};
    for (std::uint32_t i = 1; i < 1000; ++i)
        CHECK(s.send(50, i) == 250);
}

TEST_CASE("a rate is kept, in recipients, with Amazon SES's reply") {
    sender s{{.rate = 2, .burst = 3}};
    CHECK(s.send() == 250);
    CHECK(s.send(2) == 250);
    CHECK(s.send() == 454);
    CHECK(s.text == "Throttling failure: Maximum sending rate exceeded");
    s.pass(499ms);
    CHECK(s.send() == 454);
    s.pass(1ms);
    CHECK(s.send() == 250);
}

TEST_CASE("a quota is of any 24 hours; what was refused does not count") {
    sender s{{.daily_quota = 3}};
    CHECK(s.send(2) == 250);
    s.pass(1h);
    CHECK(s.send(2) == 454);
    CHECK(s.text == "Throttling failure: Daily message quota exceeded");
    CHECK(s.send(1) == 250);
    CHECK(s.send(1) == 454);
    s.pass(23h);
    CHECK(s.send(2) == 250);
    CHECK(s.send(1) == 454);
}

TEST_CASE("recipients of a message and messages of a session are limited") {
    sender s{{.recipients = 50, .messages_per_session = 2}};
    CHECK(s.send(50, 1) == 250);
    CHECK(s.send(51, 2) == 554);
    CHECK(s.text == "Transaction failed: Recipient count exceeds 50.");
    CHECK(s.send(1, 3) == 421);
}

TEST_CASE("another policy is asked first, and what it refuses takes nothing") {
    struct busy final : policy {
        decision decide(const occasion& step) override {
            decision made{.after = 5ms};
            if (refuse && step.at == stage::message)
                made.refused = refusal{451, "", "Busy"};
            return made;
        }
        bool refuse = true;
    } inner;
    sender s{{.rate = 1, .burst = 1}, &inner};
    CHECK(s.send() == 451);
    inner.refuse = false;
    CHECK(s.send() == 250);
    CHECK(s.send() == 454);
    CHECK(s.under_test.decide({.at = stage::quit}).after == 5ms);
}
