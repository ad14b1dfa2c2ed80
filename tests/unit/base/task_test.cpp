#include "base/task.hpp"

#include <memory>

#include <catch2/catch.hpp>

using sendlab::task;

namespace {

/// Counts the living copies of itself.
struct counted {
    int* living;

    explicit counted(int& count) : living{&count} { ++*living; }
    counted(counted&& other) noexcept : living{other.living} { ++*living; }
    counted(const counted&) = delete;
    ~counted() { --*living; }
};

} // namespace

TEST_CASE("a task runs what it was made of") {
    int runs = 0;
    task t{[&runs] { ++runs; }};
    REQUIRE(t);
    t();
    CHECK(runs == 1);
}

TEST_CASE("a default-made task is empty") {
    CHECK_FALSE(task{});
}

TEST_CASE("a task may own what cannot be copied") {
    int seen = 0;
    task t{[value = std::make_unique<int>(7), &seen] { seen = *value; }};
    task moved{std::move(t)};
    CHECK_FALSE(t);
    moved();
    CHECK(seen == 7);
}

TEST_CASE("what a task captures is destroyed once, with it, however often it moves") {
    int living = 0;
    {
        task t{[c = counted{living}] {}};
        CHECK(living == 1);
        task u{std::move(t)};
        task v;
        v = std::move(u);
        CHECK(living == 1);
        v();
        CHECK(living == 1);
    }
    CHECK(living == 0);
}

TEST_CASE("a task that is reset or assigned over lets go of what it captured") {
    int first = 0, second = 0;
    task t{[c = counted{first}] {}};
    t = task{[c = counted{second}] {}};
    CHECK(first == 0);
    CHECK(second == 1);
    t.reset();
    CHECK(second == 0);
    CHECK_FALSE(t);
}

TEST_CASE("a task moved onto itself stays as it is") {
    int living = 0;
    task t{[c = counted{living}] {}};
    auto& same = t;
    t = std::move(same);
    CHECK(t);
    CHECK(living == 1);
}

TEST_CASE("a function pointer and a closure of full size fit into a task") {
    static int calls = 0;
    task from_function{+[] { ++calls; }};
    from_function();
    struct full {
        std::byte bytes[task::capacity - sizeof(int*)];
        int* count;
        void operator()() { ++*count; }
    };
    task from_closure{full{{}, &calls}};
    task moved{std::move(from_closure)};
    moved();
    CHECK(calls == 2);
}

TEST_CASE("a task may destroy itself while it runs out of another place") {
    int living = 0;
    task keeper;
    keeper = task{[c = counted{living}, &keeper] { keeper.reset(); }};
    task running{std::move(keeper)};
    running();
    running.reset();
    CHECK(living == 0);
}
