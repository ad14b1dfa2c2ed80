#include "api/live/faulty_code.hpp"

#include <catch2/catch.hpp>

#include "faults/fault_settings.hpp"
#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using namespace sendlab::api::live;
using namespace std::chrono_literals;

namespace {

/// Answers at once, and counts how often.
struct quick_host final : lambda::code_host {
    int starts = 0;
    int ends = 0;

    struct quick final : lambda::handler {
        quick_host& host;
        explicit quick(quick_host& of) : host{of} {}
        void init(bool, std::function<void()> ready) override { ready(); }
        void start(const lambda::invocation&, std::function<void(lambda::handler_result)> done) override {
            ++host.starts;
            done({});
        }
        void terminate() override { ++host.ends; }
    };

    code_result unpack(blob_ptr) override { return std::shared_ptr<const lambda::function_code>{}; }
    code_result use_folder(const std::string&) override {
        return std::shared_ptr<const lambda::function_code>{};
    }
    lambda::handler_factory run(lambda::program) override {
        return [this](std::uint64_t) { return std::make_unique<quick>(*this); };
    }
};

struct faulty {
    virtual_scheduler clock;
    faults::fault_set faults{random_source{1}, clock.now()};
    quick_host host;
    faulty_code code{clock, faults, host};
    std::unique_ptr<lambda::handler> handler = code.run({})(1);
    std::vector<lambda::handler_result> results;
    lambda::invocation run;

    void add(decltype(faults::fault_settings::what) what, std::optional<std::uint32_t> attempt = {}) {
        faults::fault_settings fault{{faults::operation::lambda_attempt}, std::move(what)};
        fault.when.attempt = attempt;
        faults.add(fault.when, faults::make_fault(fault, random_source{1}, 0));
    }
    void start(std::uint32_t attempt) {
        run.attempt = attempt;
        handler->start(run, [this](lambda::handler_result r) { results.push_back(std::move(r)); });
    }
};

} // namespace

TEST_CASE("without faults the code is run as it is") {
    faulty f;
    f.start(1);
    CHECK(f.results.size() == 1);
    CHECK(f.host.starts == 1);
}

TEST_CASE("an injected failure answers in place of the code, on the attempt that it is for") {
    faulty f;
    f.add(faults::fail_with{{faults::failure::function_error, "Boom"}}, 1);
    f.start(1);
    f.start(2);
    REQUIRE(f.results.size() == 2);
    CHECK_FALSE(f.results[0].succeeded);
    CHECK(f.results[0].payload == R"({"errorType":"Boom","errorMessage":"A fault of the scenario."})");
    CHECK(f.results[1].succeeded);
    CHECK(f.host.starts == 1);
}

TEST_CASE("an attempt that is killed before it has begun never begins") {
    faulty f;
    f.add(faults::add_latency{latency{5s}});
    f.start(1);
    CHECK(f.host.starts == 0);
    f.handler->terminate();
    f.clock.run();
    CHECK(f.host.starts == 0);
    CHECK(f.host.ends == 1);
    f.start(2);
    f.clock.run();
    CHECK(f.host.starts == 1);
}
