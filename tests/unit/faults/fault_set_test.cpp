#include "faults/fault_set.hpp"

#include <vector>

#include "faults/fault_settings.hpp"

using namespace sendlab;
using namespace sendlab::faults;
using namespace std::chrono_literals;

namespace {

constexpr auto start = virtual_epoch + 1h;

trigger on(operation target) {
    trigger when;
    when.target = target;
    return when;
}

trigger between(duration at, duration length) {
    auto when = on(operation::ses_send);
    when.at = at;
    when.for_ = length;
    return when;
}

class faulty_run {
public:
    faulty_run& with(trigger when, decltype(fault_settings::what) what) {
        set.add(when, make_fault({when, std::move(what)}, random_source{seed_}, position_++));
        return *this;
    }

    effect send(std::uint64_t email, duration at = 0s, std::uint32_t attempt = 1, std::uint32_t sdk_try = 0) {
        return set.apply({operation::ses_send, start + at, email, attempt, sdk_try});
    }

    explicit faulty_run(std::uint64_t seed = 7) : set{random_source{seed}, start}, seed_{seed} {}

    fault_set set;

private:
    std::uint64_t seed_;
    std::uint32_t position_ = 0;
};

std::vector<bool> failures(faulty_run& run, int emails) {
    std::vector<bool> failed;
    for (int email = 0; email < emails; ++email)
        failed.push_back(run.send(static_cast<std::uint64_t>(email)).settled());
    return failed;
}

} // namespace

TEST_CASE("without faults nothing goes wrong and nobody needs to ask") {
    faulty_run run;
    CHECK(run.set.empty());
    CHECK_FALSE(run.set.concerns(operation::ses_send));
    const auto healthy = run.send(1);
    CHECK(healthy.latency_of(123ms) == 123ms);
    CHECK_FALSE(healthy.settled());
    CHECK(run.set.accounts().empty());
}

TEST_CASE("a set concerns the operations that one of its faults is aimed at") {
    faulty_run run;
    run.with(on(operation::s3_get), outage{}).with(on(operation::smtp_send), drop_connection{});
    CHECK(run.set.concerns(operation::s3_get));
    CHECK(run.set.concerns(operation::smtp_send));
    CHECK_FALSE(run.set.concerns(operation::s3_put));
    CHECK_FALSE(run.set.concerns(operation::ses_send));
    CHECK_FALSE(run.send(1).settled());
    CHECK(run.set.apply({operation::s3_get, start}).settled());
}

TEST_CASE("a window begins with its first nanosecond and ends before its last") {
    faulty_run run;
    run.with(between(2min, 30s), outage{});
    CHECK_FALSE(run.send(1, 0s).settled());
    CHECK_FALSE(run.send(1, 2min - 1ns).settled());
    CHECK(run.send(1, 2min).settled());
    CHECK(run.send(1, 2min + 30s - 1ns).settled());
    CHECK_FALSE(run.send(1, 2min + 30s).settled());
    CHECK_FALSE(run.send(1, 24h).settled());
    CHECK(run.set.accounts()[0].matched == 2);
}

TEST_CASE("a fault without a window acts from the start of the run to its end") {
    faulty_run run;
    run.with(on(operation::ses_send), outage{});
    CHECK(run.send(1, 0s).settled());
    CHECK(run.send(1, 24h * 365).settled());
}

TEST_CASE("a window that never ends does not overflow") {
    faulty_run run;
    run.with(between(forever, forever), outage{});
    CHECK_FALSE(run.send(1, 24h).settled());
}

TEST_CASE("a fault may wait for one attempt") {
    faulty_run run;
    auto when = on(operation::ses_send);
    when.attempt = 2;
    run.with(when, outage{});
    CHECK_FALSE(run.send(1, 0s, 1).settled());
    CHECK(run.send(1, 0s, 2).settled());
    CHECK_FALSE(run.send(1, 0s, 3).settled());
    CHECK(run.set.accounts()[0].matched == 1);
}

TEST_CASE("a fault that acts so many times counts them in the order of events") {
    faulty_run run;
    auto when = between(1s, forever);
    when.times = 2;
    run.with(when, fail_with{{failure::throttled, "Throttling"}});
    CHECK_FALSE(run.send(9, 0s).settled()); // before the window: not one of the two
    CHECK(run.send(5, 1s).settled());
    CHECK(run.send(3, 2s).settled());
    CHECK_FALSE(run.send(1, 3s).settled());
    CHECK_FALSE(run.send(5, 4s).settled());
    const auto account = run.set.accounts().at(0);
    CHECK(account.name == "ses: fail Throttling");
    CHECK(account.matched == 4);
    CHECK(account.consumed == 2);
}

TEST_CASE("a fault that acts no times never acts") {
    faulty_run run;
    auto when = on(operation::ses_send);
    when.times = 0;
    run.with(when, outage{});
    CHECK_FALSE(run.send(1).settled());
    CHECK(run.set.accounts()[0].matched == 1);
    CHECK(run.set.accounts()[0].consumed == 0);
}

TEST_CASE("instructions are consumed one after the other") {
    faulty_run run;
    auto once = on(operation::ses_send);
    once.times = 1;
    run.with(once, fail_with{{failure::throttled, "Throttling"}}).with(once, outage{});
    CHECK(run.send(1).fail->code == "Throttling");
    CHECK(run.send(1, 0s, 1, 1).fail->code == "ServiceUnavailable"); // the first left it to act
    CHECK_FALSE(run.send(1, 0s, 1, 2).settled());
    for (const auto& account : run.set.accounts())
        CHECK(account.consumed == 1);
}

TEST_CASE("a fault with a probability acts on that share of the occasions") {
    faulty_run run;
    auto when = on(operation::ses_send);
    when.probability = 0.25;
    run.with(when, outage{});
    constexpr int n = 100'000;
    failures(run, n);
    const auto account = run.set.accounts()[0];
    CHECK(account.matched == n);
    const double deviation = std::sqrt(n * 0.25 * 0.75);
    CHECK(std::abs(static_cast<double>(account.consumed) - n * 0.25) < 4 * deviation);
}

TEST_CASE("probability 0 never acts and probability 1 always") {
    faulty_run run;
    auto never = on(operation::ses_send);
    never.probability = 0;
    run.with(never, outage{}).with(on(operation::ses_send), drop_connection{});
    for (int email = 0; email < 1000; ++email)
        REQUIRE(run.send(static_cast<std::uint64_t>(email)).fail->kind == failure::connection);
}

TEST_CASE("each try and each attempt of an e-mail has a chance of its own") {
    faulty_run run;
    auto when = on(operation::ses_send);
    when.probability = 0.5;
    run.with(when, outage{});
    int differ_by_try = 0;
    int differ_by_attempt = 0;
    for (std::uint64_t email = 0; email < 1000; ++email) {
        const bool first = run.send(email).settled();
        differ_by_try += first != run.send(email, 0s, 1, 1).settled();
        differ_by_attempt += first != run.send(email, 0s, 2).settled();
    }
    CHECK(differ_by_try > 400);
    CHECK(differ_by_attempt > 400);
}

TEST_CASE("what a fault does to an e-mail does not depend on the order in which e-mails are sent") {
    auto when = on(operation::ses_send);
    when.probability = 0.5;
    faulty_run forwards;
    forwards.with(when, outage{});
    faulty_run backwards;
    backwards.with(when, outage{});
    const auto expected = failures(forwards, 200);
    for (std::size_t email = 200; email-- > 0;)
        CHECK(backwards.send(email).settled() == expected[email]);
}

TEST_CASE("a fault's draws do not move those of another, whatever that one is") {
    auto half = on(operation::ses_send);
    half.probability = 0.5;
    const auto second_acts = [&](trigger when, decltype(fault_settings::what) first) {
        faulty_run run;
        run.with(when, std::move(first)).with(half, lose_answer{});
        std::vector<bool> acted;
        for (std::uint64_t email = 0; email < 500; ++email)
            acted.push_back(run.send(email).lose_answer);
        return acted;
    };
    const auto expected = second_acts(on(operation::s3_put), outage{});
    CHECK(second_acts(half, multiply_latency{2}) == expected);
    CHECK(second_acts(on(operation::ses_send), add_latency{latency{distribution::exponential(1e6)}}) ==
          expected);
    CHECK(second_acts(between(1h, 1s), outage{}) == expected);
}

TEST_CASE("two faults of the same kind draw independently, and another seed draws otherwise") {
    auto half = on(operation::ses_send);
    half.probability = 0.5;
    faulty_run first, second{}, other_seed{8};
    first.with(half, outage{});
    second.with(on(operation::s3_get), outage{}).with(half, outage{});
    other_seed.with(half, outage{});
    const auto expected = failures(first, 500);
    CHECK(failures(second, 500) != expected);
    CHECK(failures(other_seed, 500) != expected);
}

TEST_CASE("effects add up, and the first fault in the scenario's order settles how it ends") {
    faulty_run run;
    run.with(on(operation::ses_send), multiply_latency{2})
        .with(on(operation::ses_send), add_latency{latency{50ms}})
        .with(on(operation::ses_send), lose_answer{})
        .with(on(operation::ses_send), multiply_latency{5})
        .with(on(operation::ses_send), fail_with{{failure::rejected, "MessageRejected"}});
    const auto out = run.send(1);
    CHECK(out.latency_of(100ms) == 1050ms);
    CHECK(out.lose_answer);
    CHECK_FALSE(out.fail);
    const auto accounts = run.set.accounts();
    CHECK(accounts.at(2).consumed == 1);
    CHECK(accounts.at(4).matched == 1);
    CHECK(accounts.at(4).consumed == 0);
}

TEST_CASE("a throttle that has tokens is matched, not consumed") {
    faulty_run run;
    run.with(on(operation::ses_send), throttle_to{0, 3});
    failures(run, 5);
    const auto account = run.set.accounts()[0];
    CHECK(account.name == "ses: throttle");
    CHECK(account.matched == 5);
    CHECK(account.consumed == 2);
}

TEST_CASE("a set that is moved goes on counting") {
    faulty_run run;
    auto once = on(operation::ses_send);
    once.times = 1;
    run.with(once, outage{});
    CHECK(run.send(1).settled());
    auto moved = std::move(run.set);
    CHECK_FALSE(moved.apply({operation::ses_send, start, 1}).settled());
    CHECK(moved.accounts()[0].matched == 2);
}
