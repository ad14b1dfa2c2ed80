#include "smtp/connection_pool.hpp"

using namespace sendlab::smtp;
using lease = connection_pool::lease;
using turn = connection_pool::turn;

namespace {
constexpr bool fresh = true;
constexpr bool reused = false;
} // namespace

TEST_CASE("connections are opened up to the limit, then senders wait") {
    connection_pool pool{{2, 100}};
    CHECK(pool.acquire(10) == lease{0, fresh});
    CHECK(pool.acquire(11) == lease{1, fresh});
    CHECK_FALSE(pool.acquire(12));
    CHECK(pool.in_use() == 2);
    CHECK(pool.waiting() == 1);
}

TEST_CASE("an open connection is used again before another one is opened") {
    connection_pool pool{{5, 100}};
    CHECK(pool.acquire(1) == lease{0, fresh});
    CHECK_FALSE(pool.release(0));
    CHECK(pool.in_use() == 0);
    CHECK(pool.acquire(2) == lease{0, reused});
    CHECK(pool.acquire(3) == lease{1, fresh});
}

TEST_CASE("those who wait are served in the order in which they came") {
    connection_pool pool{{1, 100}};
    CHECK(pool.acquire(7));
    CHECK_FALSE(pool.acquire(9));
    CHECK_FALSE(pool.acquire(8));
    CHECK(pool.release(0) == turn{9, {0, reused}});
    CHECK(pool.release(0) == turn{8, {0, reused}});
    CHECK_FALSE(pool.release(0));
    CHECK(pool.waiting() == 0);
}

TEST_CASE("after its last message a connection is replaced by a fresh one") {
    connection_pool pool{{1, 3}};
    CHECK(pool.acquire(1) == lease{0, fresh});
    CHECK_FALSE(pool.acquire(2));
    CHECK_FALSE(pool.acquire(3));
    CHECK_FALSE(pool.acquire(4));
    CHECK(pool.release(0) == turn{2, {0, reused}});
    CHECK(pool.release(0) == turn{3, {0, reused}});
    CHECK(pool.release(0) == turn{4, {0, fresh}});
    CHECK_FALSE(pool.release(0));
    CHECK(pool.acquire(5) == lease{0, reused});
}

TEST_CASE("one message a connection means that none is used again") {
    connection_pool pool{{2, 1}};
    for (std::uint64_t sender = 0; sender < 5; ++sender) {
        CHECK(pool.acquire(sender) == lease{0, fresh});
        CHECK_FALSE(pool.release(0));
    }
}

TEST_CASE("a broken connection is thrown away, and its successor counts from the start") {
    connection_pool pool{{1, 2}};
    CHECK(pool.acquire(1) == lease{0, fresh});
    CHECK_FALSE(pool.release(0, false));
    CHECK(pool.acquire(2) == lease{0, fresh});
    CHECK_FALSE(pool.release(0));
    CHECK(pool.acquire(3) == lease{0, reused});
}

TEST_CASE("a connection that breaks while others wait is opened again for the first of them") {
    connection_pool pool{{1, 100}};
    CHECK(pool.acquire(1));
    CHECK_FALSE(pool.acquire(2));
    CHECK(pool.release(0, false) == turn{2, {0, fresh}});
}

TEST_CASE("a sender that has given up is passed over") {
    connection_pool pool{{1, 100}};
    CHECK(pool.acquire(1));
    CHECK_FALSE(pool.acquire(2));
    CHECK_FALSE(pool.acquire(3));
    CHECK(pool.withdraw(2));
    CHECK_FALSE(pool.withdraw(2));
    CHECK_FALSE(pool.withdraw(1)); // it has its connection already
    CHECK(pool.release(0) == turn{3, {0, reused}});
}
