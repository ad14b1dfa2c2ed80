#include "faults/fault.hpp"

#include <cmath>

#include "faults/fault_settings.hpp"

using namespace sendlab;
using namespace sendlab::faults;
using namespace std::chrono_literals;

namespace {

constexpr random_source chance{42};

std::unique_ptr<fault> make(decltype(fault_settings::what) what, std::uint32_t position = 0) {
    return make_fault({{operation::ses_send}, std::move(what)}, chance, position);
}

occasion send(std::uint64_t email = 1, duration at = 0s) {
    return {operation::ses_send, virtual_epoch + at, email};
}

} // namespace

TEST_CASE("multiply stretches a latency and leaves the rest alone") {
    effect out;
    CHECK(make(multiply_latency{5})->act(send(), out));
    CHECK(out.latency_of(200ms) == 1s);
    CHECK_FALSE(out.settled());
}

TEST_CASE("factors multiply, additions add, and what is added is not multiplied") {
    effect out;
    CHECK(make(multiply_latency{2})->act(send(), out));
    CHECK(make(add_latency{latency{100ms}})->act(send(), out));
    CHECK(make(multiply_latency{1.5})->act(send(), out));
    CHECK(make(add_latency{latency{10ms}})->act(send(), out));
    CHECK(out.latency_of(200ms) == 3 * 200ms + 110ms);
}

TEST_CASE("add draws for each operation, the same for the same operation") {
    const auto added = [](fault& what, const occasion& where) {
        effect out;
        CHECK(what.act(where, out));
        return out.extra_latency;
    };
    const add_latency settings{latency{distribution::uniform(1e6, 2e6)}};
    const auto one = make(settings);
    const auto same = make(settings);
    const auto other_place = make(settings, 1);
    const auto first = added(*one, send(1));
    CHECK(first >= 1ms);
    CHECK(first <= 2ms);
    CHECK(added(*one, send(2)) != first);
    CHECK(added(*one, send(1)) == first);
    CHECK(added(*same, send(1)) == first);
    CHECK(added(*other_place, send(1)) != first);
    auto second_try = send(1);
    second_try.index = 1;
    CHECK(added(*one, second_try) != first);
    auto second_attempt = send(1);
    second_attempt.attempt = 2;
    CHECK(added(*one, second_attempt) != first);
}

TEST_CASE("what is added may grow with the size, as a narrow road has it") {
    const auto narrow = make(add_latency{latency{distribution::constant(1e6), 500'000}});
    auto big = send();
    big.bytes = 8'000;
    effect out;
    CHECK(narrow->act(big, out));
    CHECK(out.extra_latency == 1ms + 8 * 500us);
}

TEST_CASE("fail answers with the error") {
    effect out;
    const injected_failure error{failure::rejected, "MessageRejected"};
    CHECK(make(fail_with{error})->act(send(), out));
    CHECK(out.fail == error);
}

TEST_CASE("throttle lets pass what the rate allows") {
    const auto throttle = make(throttle_to{2, 3});
    const auto passes = [&](duration at) {
        effect out;
        const bool acted = throttle->act(send(1, at), out);
        if (acted)
            CHECK(out.fail == injected_failure{failure::throttled, "Throttling"});
        else
            CHECK_FALSE(out.fail);
        return !acted;
    };
    CHECK(passes(0s));
    CHECK(passes(0s));
    CHECK(passes(0s));
    CHECK_FALSE(passes(0s));
    CHECK_FALSE(passes(499ms));
    CHECK(passes(500ms));
    CHECK_FALSE(passes(500ms));
    CHECK(passes(10s));
}

TEST_CASE("without a burst a throttle's bucket holds a second's worth, but at least one request") {
    const auto burst_of = [](double rate) {
        const auto throttle = make(throttle_to{rate});
        int passed = 0;
        for (effect out; !throttle->act(send(), out);)
            ++passed;
        return passed;
    };
    CHECK(burst_of(14) == 14);
    CHECK(burst_of(0.1) == 1);
    CHECK(burst_of(0) == 1);
}

TEST_CASE("a request that fails for another reason takes no token") {
    const auto throttle = make(throttle_to{0, 1});
    effect failed;
    failed.fail = injected_failure{failure::service_error, "InternalFailure"};
    CHECK_FALSE(throttle->act(send(), failed));
    CHECK(failed.fail->code == "InternalFailure");
    effect healthy;
    CHECK_FALSE(throttle->act(send(), healthy)); // its token is still there
    CHECK(throttle->act(send(), healthy));
}

TEST_CASE("in an outage each service says in its own words that it is away") {
    const auto code = [](operation what) {
        effect out;
        CHECK(make(outage{})->act({what, virtual_epoch}, out));
        CHECK(out.fail->kind == failure::service_error);
        return out.fail->code;
    };
    CHECK(code(operation::s3_put) == "ServiceUnavailable");
    CHECK(code(operation::ses_send) == "ServiceUnavailable");
    CHECK(code(operation::lambda_attempt) == "ServiceException");
    CHECK(code(operation::smtp_send) == "421");
}

TEST_CASE("a dropped connection fails before anything has happened, a lost answer after it") {
    effect dropped;
    CHECK(make(drop_connection{})->act(send(), dropped));
    CHECK(dropped.fail->kind == failure::connection);
    CHECK_FALSE(dropped.lose_answer);

    effect unheard;
    CHECK(make(lose_answer{})->act(send(), unheard));
    CHECK(unheard.lose_answer);
    CHECK_FALSE(unheard.fail);
}

TEST_CASE("a notification is lost, or arrives so many more times") {
    effect lost;
    CHECK(make(lose_notification{})->act(send(), lost));
    CHECK(lost.lose);
    CHECK_FALSE(make(duplicate_notification{2})->act(send(), lost));
    CHECK(lost.duplicates == 0);

    effect more;
    CHECK(make(duplicate_notification{2})->act(send(), more));
    CHECK(make(duplicate_notification{3})->act(send(), more));
    CHECK(more.duplicates == 5);
    CHECK_FALSE(make(lose_notification{})->act(send(), more));
    CHECK_FALSE(more.lose);
}

TEST_CASE("an operation ends in one way: the first fault settles it and the others let it pass") {
    const auto settling = [] {
        std::vector<std::unique_ptr<fault>> all;
        all.push_back(make(fail_with{{failure::throttled, "Throttling"}}));
        all.push_back(make(throttle_to{0, 1}));
        effect out;
        all.back()->act(send(), out); // the only token
        all.push_back(make(outage{}));
        all.push_back(make(drop_connection{}));
        all.push_back(make(lose_answer{}));
        return all;
    }();
    for (const auto& first : settling)
        for (const auto& second : settling) {
            effect out;
            CHECK(first->act(send(), out));
            const auto settled = out.fail;
            CHECK_FALSE(second->act(send(), out));
            CHECK(out.fail == settled);
            CHECK(out.fail.has_value() != out.lose_answer);
        }
}

TEST_CASE("latency comes on top however an operation ends") {
    effect out;
    CHECK(make(outage{})->act(send(), out));
    CHECK(make(multiply_latency{3})->act(send(), out));
    CHECK(make(add_latency{latency{1s}})->act(send(), out));
    CHECK(out.latency_of(1s) == 4s);
}

TEST_CASE("a limit of connections, or of messages on one of them, lets pass what it allows and says 421 to "
          "the next") {
    const auto code = [](operation what, std::uint32_t number) {
        effect out;
        occasion where{what, virtual_epoch};
        where.number = number;
        return make(limit_to{3})->act(where, out) ? out.fail->code.substr(0, 3) : "";
    };
    for (const auto what : {operation::smtp_connect, operation::smtp_mail}) {
        CHECK(code(what, 3).empty());
        CHECK(code(what, 4) == "421");
    }
}

TEST_CASE("of narrow links the narrowest counts, wherever it stands") {
    effect out;
    for (const std::uint64_t octets : {8'000U, 2'000U, 4'000U})
        CHECK(make(narrow_link{octets})->act(send(), out));
    CHECK(out.octets_per_second == 2'000);
    CHECK_FALSE(out.settled());
}

TEST_CASE("a connection breaks inside a text that is longer, where it breaks first") {
    effect out;
    occasion where{operation::smtp_text, virtual_epoch};
    const auto strikes = [&](std::uint64_t octets) { return make(reset_after{octets})->act(where, out); };
    where.bytes = 1'000;
    CHECK_FALSE(strikes(1'000));
    CHECK(out.reset_after == 0);
    where.bytes = 1'001;
    CHECK(strikes(1'000));
    CHECK(strikes(10));
    CHECK_FALSE(strikes(100));
    CHECK(out.reset_after == 10);
}

TEST_CASE("SMTP says 421 where it closes the connection, 454 where it throttles") {
    CHECK(throttled(operation::smtp_rcpt).code == "454");
    CHECK(throttled(operation::smtp_connect).code == "421");
    CHECK(unavailable(operation::smtp_auth).code == "421");
    CHECK(closes_connection(unavailable(operation::smtp_auth)));
    CHECK(closes_connection(parse_failure(operation::smtp_rcpt, "421 Go away")));
    CHECK(closes_connection({failure::connection, "ECONNRESET"}));
    CHECK_FALSE(closes_connection(parse_failure(operation::smtp_rcpt, "450 Greylisted")));
}
