#include "net/http/answer_slot.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using net::answer_slot;

namespace {

api::http_response answer_of(unsigned status) {
    api::http_response response;
    response.status = status;
    return response;
}

} // namespace

TEST_CASE("an answer given at once is there") {
    answer_slot slot;
    slot.open()(answer_of(201));
    REQUIRE(slot.settled());
    CHECK(slot.take()->status == 201);
}

TEST_CASE("whoever waits hears of an answer that comes later") {
    answer_slot slot;
    int heard = 0;
    const auto answer = slot.open();
    CHECK_FALSE(slot.settled());
    slot.when_settled([&heard] { ++heard; });
    CHECK(heard == 0);
    answer(answer_of(202));
    CHECK(heard == 1);
    CHECK(slot.take()->status == 202);
}

TEST_CASE("an answer that is dropped uncalled is no answer") {
    answer_slot slot;
    int heard = 0;
    {
        const auto answer = slot.open();
        const auto copy = answer;
        slot.when_settled([&heard] { ++heard; });
    }
    CHECK(heard == 1);
    CHECK_FALSE(slot.take());
}

TEST_CASE("a second call, and one for a request before, change nothing") {
    answer_slot slot;
    const auto first = slot.open();
    first(answer_of(200));
    first(answer_of(500));
    CHECK(slot.take()->status == 200);
    const auto second = slot.open();
    first(answer_of(500));
    CHECK_FALSE(slot.settled());
    second(answer_of(204));
    CHECK(slot.take()->status == 204);
}

TEST_CASE("an answer may come after the client has gone") {
    api::http_answer late;
    {
        answer_slot slot;
        late = slot.open();
        slot.close();
        CHECK(slot.settled());
        CHECK_FALSE(slot.take());
    }
    late(answer_of(200));
}
