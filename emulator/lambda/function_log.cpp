#include "lambda/function_log.hpp"

#include <algorithm>

#include "lambda/log_lines.hpp"

namespace sendlab::lambda {

void function_log::attempt_started(const deployed_function& function, environment& place,
                                   const invocation& run) {
    if (!on_)
        return;
    place.run = run.id;
    place.log_tail.clear();
    add(function, place, start_line(run.id, function.config.version));
}

void function_log::init_aborted(const deployed_function& function, environment& place, duration limit) {
    if (on_)
        add(function, place, init_timed_out_line(limit));
}

void function_log::attempt_ended(const deployed_function& function, environment& place, const invocation& run,
                                 const attempt_report& report) {
    if (!on_)
        return;
    if (report.outcome == attempt_outcome::timed_out)
        add(function, place, timed_out_line(report.started + report.ran, run.id, report.ran));
    add(function, place, end_line(run.id));
    add(function, place, report_line(run, report));
}

void function_log::add(const deployed_function& function, environment& place, std::string_view line) {
    auto& tail = place.log_tail;
    tail.append(line.substr(line.size() - std::min(line.size(), tail_limit))).append("\n");
    if (tail.size() > tail_limit)
        tail.erase(0, tail.size() - tail_limit);
    observer_.on_log_line({function.config.name, place.number, place.run, line});
}

} // namespace sendlab::lambda
