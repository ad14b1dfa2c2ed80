#include "report/journal_words.hpp"
#include "report/journal_writer.hpp"

#include <set>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "lambda/lambda_observer.hpp"
#include "pipeline/ledger.hpp"

using namespace sendlab;
using namespace std::chrono_literals;
using pipeline::event_kind;
using pipeline::journal_event;

namespace {

std::string line(const journal_event& event) {
    std::ostringstream out;
    report::journal_writer{out}.write(event);
    return out.str();
}

journal_event at_213_ms(event_kind kind, std::uint64_t subject, std::uint64_t a = 0, std::uint64_t b = 0) {
    return {virtual_epoch + 213ms, kind, subject, a, b};
}

constexpr std::uint64_t halves(std::uint64_t upper, std::uint64_t lower) {
    return upper << 32 | lower;
}

} // namespace

TEST_CASE("an event is a line of JSON with its time in seconds since the start") {
    CHECK(line({virtual_epoch, event_kind::request, 0, 25}) ==
          "{\"t\":0.000000000,\"event\":\"request\",\"request\":0,\"emails\":25}\n");
    CHECK(line({virtual_epoch + 61s + 7ns, event_kind::request_done, 3}) ==
          "{\"t\":61.000000007,\"event\":\"request_done\",\"request\":3}\n");
}

TEST_CASE("each event names its numbers") {
    const std::string t = "{\"t\":0.213000000,\"event\":";
    CHECK(line(at_213_ms(event_kind::file_uploaded, 3, 25, 200'000)) ==
          t + "\"file_uploaded\",\"file\":3,\"emails\":25,\"bytes\":200000}\n");
    CHECK(line(at_213_ms(event_kind::throttled, 3, 1, 2'000'000'000)) ==
          t + "\"throttled\",\"file\":3,\"delivery\":1,\"delay\":2.000000000}\n");
    CHECK(line(at_213_ms(event_kind::attempt_timed_out, 3, 1, halves(2, 7))) ==
          t + "\"attempt_timed_out\",\"file\":3,\"delivery\":1,\"attempt\":2,\"environment\":7}\n");
    CHECK(line(at_213_ms(event_kind::given_up, 3, 0,
                         static_cast<std::uint64_t>(lambda::given_up::event_age_exceeded))) ==
          t + "\"given_up\",\"file\":3,\"delivery\":0,\"reason\":\"event_age_exceeded\"}\n");
    CHECK(line(at_213_ms(event_kind::environment_created, 7)) ==
          t + "\"environment_created\",\"environment\":7}\n");
}

TEST_CASE(
    "a send tells its file, delivery, attempt and try; one inside a request has none of the first three") {
    const std::string t = "{\"t\":0.213000000,\"event\":";
    CHECK(line(at_213_ms(event_kind::send_accepted, 12, 3, halves(1 << 8 | 2, 1))) ==
          t + "\"send_accepted\",\"email\":12,\"file\":3,\"delivery\":1,\"attempt\":2,\"try\":1}\n");
    CHECK(line(at_213_ms(event_kind::send_started, 12, pipeline::no_file, halves(1, 0))) ==
          t + "\"send_started\",\"email\":12,\"try\":0}\n");
}

TEST_CASE("the key of a file is told once, whatever is in it") {
    std::ostringstream out;
    report::journal_writer{out}.name_file(3, "a\"b\\c\n\xff.json");
    CHECK(out.str() == "{\"event\":\"file_named\",\"file\":3,\"key\":\"a\\\"b\\\\c\\n\xEF\xBF\xBD.json\"}\n");
}

TEST_CASE("every kind of event is valid JSON with a name of its own") {
    std::set<std::string> names;
    for (int kind = 0; kind < static_cast<int>(report::event_kinds); ++kind) {
        const auto parsed = nlohmann::json::parse(line(at_213_ms(static_cast<event_kind>(kind), 1, 2, 3)));
        CHECK(parsed["t"] == 0.213);
        names.insert(parsed["event"]);
    }
    CHECK(names.size() == report::event_kinds);
}
