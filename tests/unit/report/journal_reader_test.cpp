#include "report/journal_reader.hpp"

#include <catch2/catch.hpp>

#include <sstream>

#include "pipeline/world.hpp"
#include "report/journal_writer.hpp"
#include "report/timeline_recorder.hpp"

using namespace sendlab;
using namespace sendlab::report;
using namespace std::chrono_literals;

namespace {

/// With time-outs, retries, throttles, losses, doubled notifications and expiry.
pipeline::settings eventful() {
    pipeline::settings scenario;
    scenario.name = "eventful \"run\"";
    scenario.length = 20s;
    scenario.application.requests = pipeline::fixed_arrivals{2s};
    scenario.application.emails_per_request = distribution::constant(60);
    scenario.application.emails_per_file = 30;
    scenario.s3.duplicate_events = 0.2;
    scenario.s3.expire_after_days = 1;
    scenario.lambda.account.concurrency = 3;
    scenario.lambda.handler.max_in_flight = 4;
    scenario.ses.send_latency = latency{distribution::exponential(300e6)};
    scenario.ses.errors = 0.02;
    return scenario;
}

std::string journal_of(const pipeline::settings& scenario) {
    std::ostringstream out;
    {
        journal_writer writer{out};
        writer.begin(described(scenario, "sendlab run x"));
        pipeline::run_options options;
        options.journal = &writer;
        (void)pipeline::run(scenario, options);
    }
    return out.str();
}

std::string told_again(std::string_view journal) {
    std::ostringstream out;
    {
        journal_writer writer{out};
        writer.begin(described_in(journal));
        REQUIRE(read_journal(journal, writer).has_value());
    }
    return out.str();
}

} // namespace

TEST_CASE("a journal that is read tells what was written, line for line") {
    const auto journal = journal_of(eventful());
    REQUIRE(journal.find("\"given_up\"") != std::string::npos);
    REQUIRE(journal.find("\"throttled\"") != std::string::npos);
    REQUIRE(journal.find("\"send_abandoned\"") != std::string::npos);
    REQUIRE(journal.find("\"fetch_answered\"") != std::string::npos);
    CHECK((told_again(journal) == journal));
}

TEST_CASE("the timeline of a journal is that of its run") {
    const auto scenario = eventful();
    const auto about = described(scenario, "sendlab run x");
    timeline_recorder live{about}, recorded{about};
    pipeline::run_options options;
    options.journal = &live;
    (void)pipeline::run(scenario, options);
    REQUIRE(read_journal(journal_of(scenario), recorded).has_value());
    CHECK((live.json() == recorded.json()));
}

TEST_CASE("a journal without a first line about its run is read with defaults") {
    const auto about = described_in("{\"t\":0.5,\"event\":\"request\",\"request\":0,\"emails\":3}\n");
    CHECK(about.name.empty());
    CHECK(about.limit == 3s);
}

TEST_CASE("a line that is cut at the end is not told, anywhere else it is an error") {
    const std::string whole = "{\"t\":0.5,\"event\":\"request\",\"request\":0,\"emails\":3}\n";
    timeline_recorder recorder{{}};
    CHECK(read_journal(whole + whole.substr(0, 20), recorder).has_value());
    const auto damaged = read_journal(whole + whole.substr(0, 20) + '\n' + whole, recorder);
    REQUIRE(damaged.has_error());
    CHECK(damaged.error().line == 2);
    for (const std::string other :
         {"hello", "[]", "{}", "{\"event\":\"dance\",\"t\":1}",
          "{\"event\":\"request\",\"t\":1,\"request\":1e75,\"emails\":1}",
          "{\"event\":\"request\",\"t\":-1,\"request\":0,\"emails\":1}",
          "{\"event\":\"given_up\",\"t\":1,\"file\":0,\"delivery\":0,\"reason\":\"?\"}"})
        CHECK(read_journal(other, recorder).has_error());
}

TEST_CASE("an event before the one above it is an error, as a time beyond a hundred years is") {
    const auto request = [](const std::string& t) {
        return "{\"t\":" + t + ",\"event\":\"request\",\"request\":0,\"emails\":3}\n";
    };
    timeline_recorder recorder{{}};
    CHECK(read_journal(request("1") + request("1"), recorder).has_value());
    const auto back = read_journal(request("1") + request("0.5"), recorder);
    REQUIRE(back.has_error());
    CHECK(back.error().line == 2);
    CHECK(read_journal(request("4e9"), recorder).has_error());
}
