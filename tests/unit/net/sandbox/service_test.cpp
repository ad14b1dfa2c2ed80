// A Lambda service in real time, its functions in processes: what limits, retries and logs come to.
#include <optional>

#include "lambda/lambda_service.hpp"
#include "unit/lambda/result_text.hpp"
#include "unit/net/sandbox/environment.hpp"

using namespace sendlab;
using namespace sendlab::net::sandbox::testing;

namespace {

struct listener final : lambda::lambda_observer {
    void on_attempt_started(const lambda::invocation& run, bool) override { ids.push_back(run.id.text()); }
    void on_attempt_ended(const lambda::invocation&, const lambda::attempt_report& report) override {
        reports.push_back(report);
    }
    void on_succeeded(const lambda::request_id&, const lambda::event_document&) override { ++succeeded; }
    void on_given_up(const lambda::request_id&, const lambda::event_document&, lambda::given_up,
                     std::uint32_t) override {
        ++given_up;
    }
    void on_log_line(const lambda::log_line& line) override { log.emplace_back(line.text); }

    std::vector<std::string> ids;
    std::vector<lambda::attempt_report> reports;
    std::vector<std::string> log;
    int succeeded = 0;
    int given_up = 0;
};

struct live_lambda {
    live_lambda() { functions.write_logs(true); }

    void deploy(const std::string& code, lambda::function_config config) {
        std::ofstream{folder.path() / "index.js"} << code;
        auto what = environment::node();
        what.memory_mb = config.memory_mb;
        what.code = *host.use_folder(folder.path().string());
        REQUIRE(functions.create_function(std::move(config), host.run(std::move(what))));
    }
    lambda::call_result call() {
        std::optional<lambda::call_result> answer;
        const auto id = functions.invoke("LambdaEmailSender", std::make_shared<text_event>("{}"), ++events,
                                         [&](lambda::call_result r) { answer = std::move(r); });
        REQUIRE(id);
        last_id = id->text();
        run_until([&] { return answer.has_value(); });
        return *answer;
    }
    void run_until(const std::function<bool()>& done) {
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (!done()) {
            REQUIRE(std::chrono::steady_clock::now() < end);
            io.restart();
            io.run_one_for(5ms);
        }
    }

    boost::asio::io_context io;
    net::io_scheduler clock{io};
    net::sandbox::private_folder folder{std::filesystem::temp_directory_path(), "sendlab-test-"};
    net::sandbox::sandbox host{io, clock, {}};
    listener heard;
    lambda::lambda_service functions{clock, random_source{1}, {}, heard};
    std::uint64_t events = 0;
    std::string last_id;
};

lambda::function_config short_limit(duration timeout) {
    lambda::function_config config;
    config.timeout = timeout;
    config.memory_mb = 256;
    config.retry_delays = {latency{10ms}, latency{20ms}};
    return config;
}

} // namespace

TEST_CASE_METHOD(live_lambda,
                 "an event whose handler hangs is killed at the limit, and tried with the same id",
                 "[service]") {
    deploy("exports.handler = async () => new Promise((then) => setTimeout(then, 600000));",
           short_limit(300ms));
    REQUIRE(functions.invoke_async("LambdaEmailSender", std::make_shared<text_event>("{}"), 1));
    run_until([&] { return heard.given_up == 1; });
    REQUIRE(heard.ids.size() == 3);
    CHECK(heard.ids[0] == heard.ids[1]);
    CHECK(heard.ids[1] == heard.ids[2]);
    for (const auto& report : heard.reports) {
        CHECK(report.outcome == lambda::attempt_outcome::timed_out);
        CHECK(report.ran == 300ms);
    }
    CHECK(heard.reports[0].cold);
    CHECK_FALSE(heard.reports[1].cold);
}

TEST_CASE_METHOD(live_lambda, "a caller gets the answer and the end of the log", "[service]") {
    deploy("exports.handler = async () => { console.log('here'); return 7; };", short_limit(20s));
    auto answer = call();
    CHECK(answer.succeeded);
    CHECK(answer.payload == "7");
    CHECK(answer.executed_version == "$LATEST");
    CHECK(answer.log_tail.starts_with("START RequestId: " + last_id + " Version: $LATEST\n"));
    CHECK(answer.log_tail.find("\tINFO\there\nEND RequestId: " + last_id + "\nREPORT RequestId: ") !=
          std::string::npos);
    CHECK(answer.log_tail.find("\tInit Duration: ") != std::string::npos);
    CHECK(heard.reports[0].max_memory_mb > 10);

    answer = call();
    CHECK(answer.log_tail.starts_with("START RequestId: " + last_id));
    CHECK(answer.log_tail.find("Init Duration") == std::string::npos);
}

TEST_CASE_METHOD(live_lambda, "a caller hears of a time-out", "[service]") {
    deploy("exports.handler = async () => { console.log('begun'); for (;;) {} };", short_limit(1s));
    const auto answer = call();
    CHECK_FALSE(answer.succeeded);
    CHECK(answer.payload == R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: )" + last_id +
                                R"( Error: Task timed out after 1.00 seconds"})");
    CHECK(answer.log_tail.find("\tINFO\tbegun\n") != std::string::npos);
    CHECK(answer.log_tail.find("Task timed out after 1.00 seconds\nEND") != std::string::npos);
    CHECK(answer.log_tail.find("\tStatus: timeout\t\n") != std::string::npos);
}

TEST_CASE_METHOD(live_lambda, "an Init phase that hangs is cut short and tried inside the limit",
                 "[service]") {
    auto config = short_limit(400ms);
    config.init_limit = 300ms;
    deploy("for (;;) {}", config);
    const auto answer = call();
    CHECK_FALSE(answer.succeeded);
    CHECK(answer.payload.find("Task timed out after 0.40 seconds") != std::string::npos);
    CHECK(heard.log[0] == "INIT_REPORT Init Duration: 300.00 ms\tPhase: init\tStatus: timeout");
}

TEST_CASE_METHOD(live_lambda, "a crash is in the report, and the next attempt starts anew", "[service]") {
    deploy("exports.handler = async () => process.exit(1);", short_limit(20s));
    const auto answer = call();
    CHECK(answer.payload == R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: )" + last_id +
                                R"( Error: Runtime exited with error: exit status 1"})");
    CHECK(answer.log_tail.find("\tStatus: error\tError Type: Runtime.ExitError\t\n") != std::string::npos);
    CHECK_FALSE(call().succeeded);
}

TEST_CASE_METHOD(live_lambda, "forty events at once run in forty processes, and none is late", "[service]") {
    deploy("exports.handler = async () => new Promise((then) => setTimeout(then, 50));", short_limit(20s));
    for (std::uint64_t n = 1; n <= 40; ++n)
        REQUIRE(functions.invoke_async("LambdaEmailSender", std::make_shared<text_event>("{}"), n));
    run_until([&] { return heard.succeeded == 40; });
    CHECK(heard.reports.size() == 40);
    CHECK(heard.given_up == 0);
}
