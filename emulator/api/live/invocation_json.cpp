#include "api/live/invocation_json.hpp"

#include <nlohmann/json.hpp>

#include "base/utc_text.hpp"
#include "lambda/end_words.hpp"

namespace sendlab::api::live {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t longest_answer = 2000; // characters shown

double milliseconds(duration d) {
    return static_cast<double>(d.count()) / 1e6;
}

std::string_view outcome_of(const recorded_attempt& attempt) {
    return attempt.report ? lambda::to_string(attempt.report->outcome) : "running";
}

void add_report(ordered_json& to, const lambda::attempt_report& report) {
    to["duration_ms"] = milliseconds(report.ran);
    to["billed_ms"] = milliseconds(report.billed);
    if (report.cold)
        to["init_ms"] = milliseconds(report.init);
    if (report.max_memory_mb > 0)
        to["max_memory_mb"] = report.max_memory_mb;
    if (report.outcome == lambda::attempt_outcome::failed)
        to["error"] = report.payload;
    if (report.outcome == lambda::attempt_outcome::succeeded)
        to["answer"] = report.payload.substr(0, longest_answer);
}

ordered_json as_json(const recorded_attempt& a, bool with_logs) {
    ordered_json out{{"attempt", a.number},      {"environment", a.environment},
                     {"cold", a.cold},           {"started", utc_text(a.started)},
                     {"outcome", outcome_of(a)}, {"sends", a.mails.size()}};
    if (a.smtp_round_trips > 0) {
        out["smtp_connections"] = a.smtp_connections;
        out["smtp_round_trips"] = a.smtp_round_trips;
    }
    if (a.report)
        add_report(out, *a.report);
    if (with_logs) {
        out["log"] = a.log;
        if (a.log_lines_dropped > 0)
            out["log_lines_dropped"] = a.log_lines_dropped;
    }
    return out;
}

} // namespace

ordered_json as_json(const recorded_invocation& i, bool with_logs) {
    ordered_json out{{"request_id", i.id.text()}, {"function", i.function}};
    if (!i.key.empty()) {
        out["bucket"] = i.bucket;
        out["key"] = i.key;
        if (i.emails > 0)
            out["emails"] = i.emails;
    }
    out["accepted"] = utc_text(i.accepted);
    out["state"] = to_string(i.state);
    if (i.throttles > 0)
        out["throttles"] = i.throttles;
    if (i.why_given_up)
        out["given_up"] = lambda::to_string(*i.why_given_up);
    if (i.next_attempt)
        out["next_attempt"] = utc_text(*i.next_attempt);
    out["attempts"] = ordered_json::array();
    for (const auto& attempt : i.attempts)
        out["attempts"].push_back(as_json(attempt, with_logs));
    return out;
}

} // namespace sendlab::api::live
