#include "lambda/function_log.hpp"

#include "lambda/log_lines.hpp"

namespace sendlab::lambda {

void function_log::attempt_started(const std::string& function, const invocation& run) {
    if (on_)
        observer_.on_log_line(function, start_line(run.id));
}

void function_log::init_aborted(const std::string& function, duration limit) {
    if (on_)
        observer_.on_log_line(function, init_timed_out_line(limit));
}

void function_log::attempt_ended(const std::string& function, const invocation& run,
                                 const attempt_report& report) {
    if (!on_)
        return;
    if (report.outcome == attempt_outcome::timed_out)
        observer_.on_log_line(function, timed_out_line(report.started + report.ran, run.id, report.ran));
    observer_.on_log_line(function, end_line(run.id));
    observer_.on_log_line(function, report_line(run, report));
}

} // namespace sendlab::lambda
