#include "sendlab/handler.hpp"

#include <catch2/catch.hpp>

#include "sendlab/world.hpp"
#include "unit/sendlab/letters.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;

namespace {

world quick(std::string_view ses = R"({"latency": "100ms", "accepted_at": 0.5})") {
    return world{R"({"s3": {"put_latency": "0s", "get_latency": "0s", "notification_delay": "0s"},
                     "lambda": {"timeout": "3s", "memory_mb": 1769, "dispatch_delay": "0s",
                                "cold_start": "0s"},
                     "ses": )" +
                 std::string{ses} + "}"};
}

job send_one(invocation& run, const email& mail) {
    co_await run.send(mail);
}

} // namespace

TEST_CASE("calls begun together take the time of one") {
    auto w = quick();
    w.deploy([](invocation& run) -> job {
        const auto file = co_await run.get_object();
        std::vector<call<std::string>> calls;
        for (const auto& mail : read_emails(file))
            calls.push_back(run.send(mail));
        for (auto& sent : calls)
            co_await sent;
    });
    w.upload(letters(25));
    w.run_until_idle();
    CHECK(w.attempts().front().ran == 100ms);
    CHECK(w.mailbox().size() == 25);
}

TEST_CASE("what SES had not taken when the process was killed is never sent, what it had taken is") {
    auto w = quick(R"({"latency": "2.2s", "accepted_at": 0.5})");
    w.deploy(send_all); // the first is accepted at 1.1 s, the second would be at 3.3 s
    w.upload(letters(2));
    w.advance(5s);
    CHECK(w.attempts().front().end == attempt_end::timed_out);
    CHECK(w.mailbox().size() == 1);
}

TEST_CASE("jobs await jobs, and what these throw") {
    auto w = quick();
    int failed = 0;
    w.deploy([&failed](invocation& run) -> job {
        const auto file = co_await run.get_object();
        bool refused = false;
        for (const auto& mail : read_emails(file)) {
            try {
                co_await send_one(run, mail);
            } catch (const service_error& error) {
                refused = error.code() == "Throttling" && error.retryable();
            }
            failed += refused;
        }
    });
    w.inject(R"({"target": "ses", "fail": "Throttling", "times": 1})");
    w.upload(letters(2));
    w.run_until_idle();
    CHECK(failed > 0);
    CHECK(w.attempts().front().end == attempt_end::succeeded);
    CHECK(w.mailbox().size() == 1);
}

TEST_CASE("a lost answer is a duplicate waiting for its retry") {
    auto w = quick();
    w.deploy([](invocation& run) -> job {
        const auto file = co_await run.get_object();
        for (const auto& mail : read_emails(file)) {
            bool again = false;
            try {
                co_await run.send(mail);
            } catch (const service_error& error) {
                CHECK(error.code() == "NetworkingError");
                again = error.retryable();
            }
            if (again)
                co_await run.send(mail);
        }
    });
    w.inject(R"({"target": "ses", "lose_answer": true, "times": 1})");
    w.upload(letters(1));
    w.run_until_idle();
    CHECK(w.mailbox().size() == 2);
    CHECK(w.count().duplicates == 1);
}

TEST_CASE("an object that is not there, and a bucket that is not there") {
    auto w = quick();
    std::vector<std::string> codes;
    w.deploy([&codes](invocation& run) -> job {
        try {
            co_await run.get_object(run.bucket(), "nowhere");
        } catch (const service_error& error) {
            codes.push_back(error.code());
        }
        try {
            co_await run.put_object("no-such-bucket", "key", "bytes");
        } catch (const service_error& error) {
            codes.push_back(error.code());
        }
    });
    w.put_object("a key", "bytes");
    w.run_until_idle();
    CHECK(codes == std::vector<std::string>{"NoSuchKey", "NoSuchBucket"});
}

TEST_CASE("computing takes the time that the memory allows, one thing after the other") {
    const auto time_with = [](std::string_view memory) {
        world w{R"({"lambda": {"cold_start": "0s", "memory_mb": )" + std::string{memory} + "}}"};
        w.deploy([](invocation& run) -> job {
            auto first = run.work(100ms);
            auto second = run.work(100ms);
            co_await second;
            co_await first;
        });
        w.put_object("key", "bytes");
        w.run_until_idle();
        return w.attempts().front().ran;
    };
    CHECK(time_with("1769") == 200ms);
    CHECK(time_with("128") > 2700ms);
}

TEST_CASE("faults of the handler itself slow its computing down, or make it fail with their code") {
    world w{R"({"lambda": {"cold_start": "0s", "memory_mb": 1769}})"};
    w.deploy([](invocation& run) -> job { co_await run.work(100ms); });
    w.inject(R"({"target": "lambda", "multiply": 3, "times": 1})");
    w.put_object("key", "bytes");
    w.run_until_idle();
    CHECK(w.attempts().back().ran == 300ms);
    w.inject(R"({"target": "lambda", "fail": "OutOfMemory", "times": 1})");
    w.put_object("key", "bytes");
    w.advance(10s);
    CHECK(w.attempts().back().answer.find("OutOfMemory") != std::string::npos);
}

TEST_CASE("a deadline-aware handler uploads its rest, and knows how much time is left") {
    auto w = quick(R"({"latency": "1s", "accepted_at": 1})");
    w.deploy([](invocation& run) -> job {
        const auto emails = read_emails(co_await run.get_object());
        std::size_t sent = 0;
        while (sent < emails.size() && run.remaining() > 1500ms)
            co_await run.send(emails[sent++]);
        if (sent < emails.size())
            co_await run.put_object(
                run.bucket(), run.key() + "-rest",
                write_emails({emails.begin() + static_cast<std::ptrdiff_t>(sent), emails.end()}));
    });
    w.upload(letters(5));
    w.run_until_idle();
    CHECK(w.attempts().size() == 3);
    CHECK(w.count().timeouts == 0);
    CHECK(w.mailbox().size() == 5);
    CHECK(w.count().duplicates == 0);
}

TEST_CASE("each environment has variables of its own, as a process has") {
    auto w = quick(R"({"latency": "500ms", "accepted_at": 1})");
    w.deploy([handled = 0](invocation& run) mutable -> job {
        run.log("handled before: " + std::to_string(handled++));
        co_await run.wait(500ms);
    });
    w.put_object("one", "bytes");
    w.put_object("two", "bytes"); // at the same time: a second environment
    w.advance(1s);
    w.put_object("three", "bytes");
    w.run_until_idle();
    const auto runs = w.attempts();
    REQUIRE(runs.size() == 3);
    CHECK(runs[0].log[1] == "handled before: 0");
    CHECK(runs[1].log[1] == "handled before: 0");
    CHECK(runs[2].log[1] == "handled before: 1");
}

TEST_CASE("a handler without coroutines says when it is done") {
    auto w = quick();
    w.deploy([](invocation& run, handler_callback callback) {
        run.get_object().then(
            [&run, callback](const std::string& file) {
                run.send(read_emails(file).front())
                    .then([callback](const std::string&) { callback(""); },
                          [callback](const service_error& error) { callback(error.what()); });
            },
            [callback](const service_error& error) { callback(error.what()); });
    });
    w.upload(letters(1));
    w.run_until_idle();
    CHECK(w.attempts().front().end == attempt_end::succeeded);
    CHECK(w.mailbox().size() == 1);

    w.inject(R"({"target": "s3.get", "fail": "AccessDenied", "times": 1})");
    w.upload(letters(1));
    w.advance(10s);
    CHECK(w.attempts().back().end == attempt_end::failed);
}

TEST_CASE("upload files are written as they are read, and what is none is refused with its place") {
    const std::vector<email> emails{
        {{"a@example.com", "B <b@example.com>"}, "Grüße \"aus\"", "Zeile\nZeile", "x@y.org"}};
    CHECK(read_emails(write_emails(emails)) == emails);
    CHECK_THROWS_WITH(read_emails("{\"meta\": {},\n \"emails\": 5}"), Catch::Contains("line 2"));
    CHECK_THROWS_AS(read_emails(""), std::invalid_argument);
}
