#include "lambda/log_lines.hpp"

#include <algorithm>

#include "base/utc_text.hpp"

namespace sendlab::lambda {

namespace {

/// `amount` of units as a decimal number with two places, rounded half up.
std::string two_places(duration amount, duration unit) {
    const auto hundredths = (amount + unit / 200) / (unit / 100);
    const auto places = std::to_string(100 + hundredths % 100);
    return std::to_string(hundredths / 100) + '.' + places.substr(1);
}

std::string milliseconds(duration amount) {
    return two_places(amount, std::chrono::milliseconds{1}) + " ms";
}

std::string timed_out_text(duration timeout) {
    return "Task timed out after " + two_places(timeout, std::chrono::seconds{1}) + " seconds";
}

} // namespace

std::string start_line(const request_id& id, std::string_view version) {
    auto line = "START RequestId: " + id.text() + " Version: ";
    return line.append(version);
}

std::string end_line(const request_id& id) {
    return "END RequestId: " + id.text();
}

std::string report_line(const invocation& run, const attempt_report& report) {
    const auto megabytes = [](std::uint32_t n) { return std::to_string(n) + " MB\t"; };
    const auto used =
        report.max_memory_mb == 0 ? run.memory_mb : std::min(report.max_memory_mb, run.memory_mb);
    const auto billed = std::chrono::ceil<std::chrono::milliseconds>(report.billed).count();
    auto line = "REPORT RequestId: " + run.id.text() + "\tDuration: " + milliseconds(report.ran) +
                "\tBilled Duration: " + std::to_string(billed) +
                " ms\tMemory Size: " + megabytes(run.memory_mb) + "Max Memory Used: " + megabytes(used);
    if (report.cold)
        line += "Init Duration: " + milliseconds(report.init) + '\t';
    if (report.outcome == attempt_outcome::timed_out)
        line += "Status: timeout\t";
    else if (!report.runtime_error.empty())
        line += "Status: error\tError Type: " + report.runtime_error + '\t';
    return line;
}

std::string timed_out_line(time_point at, const request_id& id, duration timeout) {
    return utc_text(at) + ' ' + id.text() + ' ' + timed_out_text(timeout);
}

std::string init_timed_out_line(duration limit) {
    return "INIT_REPORT Init Duration: " + milliseconds(limit) + "\tPhase: init\tStatus: timeout";
}

std::string init_failed_line(duration took, std::string_view phase, std::string_view error_type) {
    auto line = "INIT_REPORT Init Duration: " + milliseconds(took) + "\tPhase: ";
    line.append(phase).append("\tStatus: error\tError Type: ").append(error_type);
    return line;
}

std::string timed_out_payload(const request_id& id, duration timeout) {
    return R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: )" + id.text() +
           " Error: " + timed_out_text(timeout) + R"("})";
}

} // namespace sendlab::lambda
