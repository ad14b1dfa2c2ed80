#include <catch2/catch.hpp>

#include "lambda/log_lines.hpp"

namespace sendlab::lambda {

using namespace std::chrono_literals;

namespace {

const request_id id{0x0123456789ab4def, 0x8edcba9876543210};
const std::string uuid = "01234567-89ab-4def-8edc-ba9876543210";

invocation run_of(std::uint32_t memory_mb) {
    invocation run;
    run.id = id;
    run.memory_mb = memory_mb;
    return run;
}

} // namespace

TEST_CASE("START and END name the request") {
    CHECK(start_line(id, "$LATEST") == "START RequestId: " + uuid + " Version: $LATEST");
    CHECK(start_line(id, "7") == "START RequestId: " + uuid + " Version: 7");
    CHECK(end_line(id) == "END RequestId: " + uuid);
}

TEST_CASE("REPORT of a cold start has an Init Duration, and bills it") {
    attempt_report report;
    report.ran = 3'010us;
    report.init = 110'100us;
    report.billed = 114ms;
    report.cold = true;
    CHECK(report_line(run_of(128), report) ==
          "REPORT RequestId: " + uuid +
              "\tDuration: 3.01 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\t"
              "Init Duration: 110.10 ms\t");
}

TEST_CASE(
    "REPORT of a warm start has no Init Duration; durations are rounded to a hundredth of a millisecond") {
    attempt_report report;
    report.ran = 1'234'995ns;
    report.billed = 2ms;
    CHECK(report_line(run_of(512), report) ==
          "REPORT RequestId: " + uuid +
              "\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 512 MB\tMax Memory Used: 512 MB\t");
    report.ran = 1'235us;
    CHECK(report_line(run_of(512), report).find("Duration: 1.24 ms") != std::string::npos);
}

TEST_CASE("REPORT of a time-out says so") {
    attempt_report report;
    report.outcome = attempt_outcome::timed_out;
    report.ran = 3s;
    report.init = 402'040us;
    report.billed = 3403ms;
    report.cold = true;
    CHECK(
        report_line(run_of(128), report) ==
        "REPORT RequestId: " + uuid +
            "\tDuration: 3000.00 ms\tBilled Duration: 3403 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\t"
            "Init Duration: 402.04 ms\tStatus: timeout\t");
}

TEST_CASE("the lines that tell of a time-out") {
    CHECK(timed_out_line(virtual_epoch + 3s, id, 3s) ==
          "2026-01-01T00:00:03.000Z " + uuid + " Task timed out after 3.00 seconds");
    CHECK(init_timed_out_line(10s) == "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout");
}

TEST_CASE("the answer of a function that has timed out") {
    CHECK(timed_out_payload(id, 3s) == R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: )" +
                                           uuid + R"( Error: Task timed out after 3.00 seconds"})");
    CHECK(timed_out_payload(id, 1'250ms).find("after 1.25 seconds") != std::string::npos);
    CHECK(timed_out_payload(id, 900s).find("after 900.00 seconds") != std::string::npos);
}

} // namespace sendlab::lambda
