#include "planner/measured/measurement_log.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::planner;

namespace {

measured_log log_of(std::string_view text, std::string_view column = "") {
    measured_log out;
    const auto added = add_log(out, text, column);
    INFO((added ? "" : added.error().what));
    REQUIRE(added.has_value());
    return out;
}

log_error error_of(std::string_view text, std::string_view column = "") {
    measured_log out;
    const auto added = add_log(out, text, column);
    REQUIRE_FALSE(added.has_value());
    return added.error();
}

using values = std::vector<double>;

} // namespace

TEST_CASE("REPORT lines tell how long attempts and cold starts took") {
    const auto log =
        log_of("START RequestId: a Version: $LATEST\n"
               "REPORT RequestId: a\tDuration: 3.01 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB\t"
               "Max Memory Used: 73 MB\tInit Duration: 110.10 ms\t\n"
               "2026-07-01T10:00:00 2026/07/01/[$LATEST]0f REPORT RequestId: b\tDuration: 12.50 ms\t"
               "Billed Duration: 13 ms\t\r\n");
    CHECK(log.attempt.values == values{3.01, 12.5});
    CHECK(log.cold_start.values == values{110.1});
    CHECK(log.attempt.cut_off == 0);
    CHECK(log.unreadable == 0);
}

TEST_CASE("time-outs are known by both of the forms that Lambda has had") {
    const auto log =
        log_of("2026-07-01T10:00:03.000Z a Task timed out after 3.00 seconds\n\nEND RequestId: a\n"
               "REPORT RequestId: a\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\t\n"
               "REPORT RequestId: b\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tStatus: timeout\n"
               "REPORT RequestId: c\tDuration: 1.00 ms\tBilled Duration: 1 ms\t\n");
    CHECK(log.attempt.values.size() == 3);
    CHECK(log.attempt.cut_off == 2);
}

TEST_CASE("an export that holds the messages as JSON text is read") {
    const auto log = log_of("{\"events\": [{\"message\": \n"
                            "\"REPORT RequestId: a\\tDuration: 7.25 ms\\tBilled Duration: 8 ms\\t\\n\"}]}\n");
    CHECK(log.attempt.values == values{7.25});
}

TEST_CASE("Lambda's JSON log format is read") {
    const auto log = log_of(
        R"({"time":"2026-07-01T10:00:00.000Z","type":"platform.report","record":{"requestId":"a","metrics":{)"
        R"("durationMs":101.5,"billedDurationMs":102,"initDurationMs":50.25},"status":"success"}})"
        "\n"
        R"({"type":"platform.report","record":{"metrics":{"durationMs":3000},"status":"timeout"}})"
        "\n"
        R"({"type":"platform.report","record":{"metrics":"none"}})");
    CHECK(log.attempt.values == values{101.5, 3000});
    CHECK(log.cold_start.values == values{50.25});
    CHECK(log.attempt.cut_off == 1);
    CHECK(log.unreadable == 1);
}

TEST_CASE("REPORT lines that are cut are counted, not guessed") {
    const auto log = log_of("REPORT RequestId: a\tDuration: 5.00 ms\tBilled Duration: 5 ms\n"
                            "REPORT RequestId: b\tDurat\n"
                            "REPORT RequestId: c\tBilled Duration: 5 ms\n"
                            "REPORT RequestId: d\tDuration: 5.0");
    CHECK(log.attempt.values == values{5});
    CHECK(log.unreadable == 3);
    CHECK(log.first_unreadable == 2);
}

TEST_CASE("a journal's lines that go back in time are unreadable, another journal may follow") {
    const auto event = [](std::string_view kind, std::string_view t) {
        return "{\"t\":" + std::string{t} + ",\"event\":\"" + std::string{kind} +
               "\",\"file\":0,\"delivery\":0,\"attempt\":1}\n";
    };
    const auto start = event("attempt_started", "2"), early = event("attempt_succeeded", "1.5"),
               end = event("attempt_succeeded", "2.5");
    const auto log =
        log_of(start + early + end + "{\"event\":\"run\"}\n" + event("attempt_started", "1") + early);
    CHECK(log.unreadable == 1);
    CHECK(log.attempt.values == values{500, 500});
}

TEST_CASE("a journal tells each send's latency, and whose invocation it was") {
    const auto log = log_of(
        R"({"t":1.000,"event":"attempt_started","file":0,"delivery":0,"attempt":1,"environment":1}
{"t":1.100,"event":"send_started","email":0,"file":0,"delivery":0,"attempt":1,"try":0}
{"t":1.110,"event":"send_started","email":1,"file":0,"delivery":0,"attempt":1,"try":0}
{"t":1.200,"event":"send_answered","email":0,"file":0,"delivery":0,"attempt":1,"try":0}
{"t":4.000,"event":"attempt_timed_out","file":0,"delivery":0,"attempt":1,"environment":1}
{"t":5.000,"event":"send_answered","email":7,"file":0,"delivery":0,"attempt":2,"try":0}
)");
    REQUIRE(log.latency.values.size() == 1); // the other was never answered, the last never started
    CHECK(log.latency.values[0] == Approx(100));
    CHECK(log.latency.groups == std::vector<std::uint64_t>{0});
    CHECK(log.attempt.values[0] == Approx(3000));
    CHECK(log.attempt.cut_off == 1);
}

TEST_CASE("a CSV file has milliseconds or durations, with or without a header") {
    CHECK(log_of("12\n13.5\n").latency.values == values{12, 13.5});
    CHECK(log_of("ms\n# comment\n\n\"12\"\r\n").latency.values == values{12});
    CHECK(log_of("60ms\n1.5s\n").latency.values == values{60, 1500});
}

TEST_CASE("a CSV file's column is named, and a column of invocations groups it") {
    const auto log = log_of("invocation,email,ms\na,0,5\na,1,6\nb,0,7\n", "ms");
    CHECK(log.latency.values == values{5, 6, 7});
    CHECK(log.latency.groups == std::vector<std::uint64_t>{0, 0, 1});
    CHECK(log_of("invocation,ms\na,5\n").latency.values == values{5});
}

TEST_CASE("what is no measurement is refused at its line") {
    CHECK(error_of("ms\n12\nsoon\n").line == 3);
    CHECK(error_of("ms\n12\nsoon\n").what.find("\"soon\" in column 1") != std::string::npos);
    CHECK(error_of("-5\n-6\n").line == 2);
    CHECK(error_of("a,b\n1,2\n").what.find("--column") != std::string::npos);
    CHECK(error_of("a,b\n1,2\n", "c").what == "no column \"c\" in the first line, expected one of a, b");
    CHECK(error_of("a,b\n1,2\n").what == "2 columns (a, b), expected one, or the name of one by --column");
    CHECK(error_of("a,b\n1\n", "b").line == 2);
}

TEST_CASE("a log without measurements is refused as a whole") {
    CHECK(error_of("").line == 0);
    CHECK(error_of("REPORT RequestId: x").line == 0);
    CHECK(error_of(std::string_view{"1\0002\n", 4}).what == "is not text");
}

TEST_CASE("logs add up") {
    measured_log out;
    REQUIRE(add_log(out, "1\n", "").has_value());
    REQUIRE(add_log(out, "2\n3\n", "").has_value());
    CHECK(out.latency.values == values{1, 2, 3});
}
