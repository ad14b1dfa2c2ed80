// Lambda's REPORT lines, CSV files and journals, as sendlab calibrate is given them. The first line names a column.
#include "fuzz/target.hpp"
#include "planner/measured/measurement_log.hpp"

namespace {

using sendlab::planner::measurements;

void check(const measurements& of) {
    sendlab::fuzz::hold(of.groups.empty() || of.groups.size() == of.values.size(),
                        "a value has one invocation");
    sendlab::fuzz::hold(of.cut_off <= of.values.size(), "what was cut off was measured");
    for (const double value : of.values)
        sendlab::fuzz::hold(value >= 0, "durations are not negative, and numbers");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto text = sendlab::fuzz::text_of(data, size);
    const auto column = sendlab::fuzz::take_line(text);
    sendlab::planner::measured_log log;
    if (!add_log(log, text, column))
        return 0;
    for (const auto* of : {&log.latency, &log.attempt, &log.cold_start})
        check(*of);
    return 0;
}
