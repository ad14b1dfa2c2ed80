// What a C++ team does in its own tests: its handler, in place of the model, in the same world.
#include <memory>

#include "pipeline/file_event.hpp"
#include "pipeline/handler_services.hpp"
#include "pipeline/world.hpp"
#include "support/scenarios.hpp"

using namespace sendlab;
using namespace sendlab::pipeline;
using namespace std::chrono_literals;

namespace {

/// Sends its e-mails one after the other, and answers with an error the first time it sees an event.
class forgetful_handler : public lambda::handler, send_listener, fetch_listener {
public:
    explicit forgetful_handler(handler_services& services)
        : services_{services}, fetch_{services.fetcher(*this)}, link_{services.connect(*this)} {}

    void init(bool, std::function<void()> ready) override { ready(); }

    void start(const lambda::invocation& run, std::function<void(lambda::handler_result)> done) override {
        run_ = run;
        done_ = std::move(done);
        fetch_.start(run, attempt_key(run));
    }

    void terminate() override {
        fetch_.cancel();
        link_.abandon();
    }

private:
    void on_fetched(const fetched_file& file) override {
        file_ = file;
        sent_ = 0;
        send_next();
    }

    void on_answer(const send_call&, send_outcome) override {
        ++sent_;
        send_next();
    }

    void send_next() {
        if (sent_ == file_.emails)
            return done_({run_.attempt > 1, R"({"errorType":"Error","errorMessage":"forgot something"})"});
        send_call call;
        call.email = file_.first + sent_;
        call.file = file_.file;
        call.request = services_.world.books.files()[file_.file].request;
        call.attempt = services_.attempt_of(run_.environment);
        call.attempt_key = attempt_key(run_);
        link_.send(call);
    }

    handler_services& services_;
    object_fetch fetch_;
    mail_link link_;
    lambda::invocation run_;
    std::function<void(lambda::handler_result)> done_;
    fetched_file file_;
    std::uint32_t sent_ = 0;
};

} // namespace

TEST_CASE("a handler written in C++ runs in the place of the model, under the same limits and retries") {
    run_options options;
    options.handler = [](handler_services& services, std::uint64_t) {
        return std::make_unique<forgetful_handler>(services);
    };
    const auto r = run(test::one_file(10, 100ms), options);
    CHECK(r.attempts == 2);
    CHECK(r.errors == 1);
    CHECK(r.accepted == 10);
    CHECK(r.duplicates_by_cause[static_cast<std::size_t>(duplicate_cause::handler_error)] == 10);

    SECTION("it is killed at the time limit like any other") {
        const auto slow = run(test::one_file(100, 100ms), options);
        CHECK(slow.timeouts == 3);
        CHECK(slow.accepted == 30);
        for (const auto& law : slow.laws) {
            INFO(law.text);
            CHECK(law.holds);
        }
    }
}

TEST_CASE("the event's document is what AWS would send") {
    s3::event_record record;
    record.bucket = "async-emails";
    record.key = "a b/c.json";
    const file_event event{0, 0, 0, std::make_shared<s3::event_record>(record)};
    CHECK(event.json().find(R"("key":"a+b/c.json")") != std::string::npos);
}
