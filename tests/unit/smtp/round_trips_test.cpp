#include "smtp/round_trips.hpp"

using namespace sendlab;
using namespace sendlab::smtp;
using namespace std::chrono_literals;

TEST_CASE("a mail on its own connection takes eleven round trips on port 587 and nine on port 465") {
    dialogue submission{tls_mode::starttls, auth_mode::plain};
    CHECK(submission.set_up() == 7);
    CHECK(submission.round_trips(true) == 11);

    dialogue submissions{tls_mode::implicit, auth_mode::plain};
    CHECK(submissions.set_up() == 5);
    CHECK(submissions.round_trips(true) == 9);
}

TEST_CASE("a mail on a connection of a pool takes four round trips, whatever the set-up was") {
    CHECK(dialogue{tls_mode::starttls, auth_mode::plain}.round_trips(false) == 4);
    CHECK(dialogue{tls_mode::implicit, auth_mode::login}.round_trips(false) == 4);
    CHECK(dialogue{tls_mode::none, auth_mode::none}.round_trips(false) == 4);
}

TEST_CASE("ten mails on one connection take 4.7 round trips each") {
    const dialogue d;
    CHECK(d.round_trips(true) + 9 * d.round_trips(false) == 47);
}

TEST_CASE("clear text without a password is connection, greeting and EHLO") {
    CHECK(dialogue{tls_mode::none, auth_mode::none}.set_up() == 3);
    CHECK(dialogue{tls_mode::none, auth_mode::plain}.set_up() == 4);
}

TEST_CASE("AUTH LOGIN asks for name and password one by one") {
    CHECK(dialogue{tls_mode::starttls, auth_mode::login}.set_up() == 9);
}

TEST_CASE("TLS 1.2 takes a second round trip, where there is TLS at all") {
    dialogue d{tls_mode::starttls, auth_mode::plain, false, 2};
    CHECK(d.set_up() == 8);
    d.tls = tls_mode::implicit;
    CHECK(d.set_up() == 6);
    d.tls = tls_mode::none;
    CHECK(d.set_up() == 4);
}

TEST_CASE("each recipient is a round trip, unless the server offers PIPELINING") {
    dialogue d;
    CHECK(d.message(1) == 4);
    CHECK(d.message(50) == 53);
    d.pipelining = true;
    CHECK(d.message(1) == 2);
    CHECK(d.message(50) == 2);
    CHECK(d.set_up() == 7); // EHLO and STARTTLS end a group of commands
}

TEST_CASE("the server has taken the message half a round trip before the client knows") {
    const dialogue d;
    const auto pooled = d.times(false, 1, 230ms, 50ms);
    CHECK(pooled.answered == 4 * 230ms + 50ms);
    CHECK(pooled.accepted == pooled.answered - 115ms);
    CHECK(pooled.received == pooled.accepted - 50ms); // since when a client's end changes nothing
    const auto fresh = d.times(true, 3, 230ms, 50ms);
    CHECK(fresh.answered == 13 * 230ms + 50ms);
    CHECK(fresh.accepted == fresh.answered - 115ms);
}

TEST_CASE("without distance only the server's own time is left") {
    const auto times = dialogue{}.times(true, 1, 0ms, 50ms);
    CHECK(times.received == 0ms);
    CHECK(times.accepted == 50ms);
    CHECK(times.answered == 50ms);
}

TEST_CASE("what a client asks, step by step, is all round trips but the text's own") {
    for (const auto tls : {tls_mode::none, tls_mode::starttls, tls_mode::implicit})
        for (const auto authentication : {auth_mode::none, auth_mode::plain, auth_mode::login})
            for (const bool pipelining : {false, true})
                for (const bool fresh : {false, true}) {
                    const dialogue d{tls, authentication, pipelining, 2};
                    std::uint32_t sum = 1;
                    for (const auto& asked : d.questions(fresh, 3))
                        sum += asked.round_trips;
                    CHECK(sum == d.round_trips(fresh, 3));
                }
    const auto steps = dialogue{}.questions(true, 2);
    const std::vector expected{stage::connect, stage::hello, stage::starttls, stage::hello, stage::auth,
                               stage::mail,    stage::rcpt,  stage::rcpt,     stage::data};
    REQUIRE(steps.size() == expected.size());
    for (std::size_t i = 0; i < steps.size(); ++i)
        CHECK(steps[i].at == expected[i]);
}

TEST_CASE("octets take their time on a narrow link, however many they are") {
    CHECK(transfer_time(1'500, 1'000) == 1500ms);
    CHECK(transfer_time(1, 3) == 333'333'333ns);
    CHECK(transfer_time(1'000'000'000'000, 999'999'999) == 1000s + 1us);
}
