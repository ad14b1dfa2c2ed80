#include "report/json_report.hpp"

#include <array>

#include <nlohmann/json.hpp>

#include "base/json_text.hpp"
#include "base/json_value.hpp"

namespace sendlab::report {

namespace {

using nlohmann::ordered_json;
using pipeline::run_result;

/// The double nearest to the duration. Written shortest, it is exact to the nanosecond up to 11 days (15
/// digits).
double milliseconds(duration d) {
    return static_cast<double>(d.count()) / 1e6;
}

ordered_json described(const pipeline::duration_summary& d) {
    return {{"n", d.n},
            {"p50_ms", milliseconds(d.p50)},
            {"p90_ms", milliseconds(d.p90)},
            {"p99_ms", milliseconds(d.p99)},
            {"p999_ms", milliseconds(d.p999)},
            {"max_ms", milliseconds(d.max)},
            {"mean_ms", d.mean_ns / 1e6}};
}

template<class Cause, std::size_t N>
ordered_json by_cause(const std::array<std::uint64_t, N>& counts) {
    ordered_json out;
    for (std::size_t i = 0; i < N; ++i)
        out[std::string{to_string(static_cast<Cause>(i))}] = counts[i];
    return out;
}

/// Every field of `part`, in its order.
void append(ordered_json& out, const ordered_json& part) {
    for (const auto& [name, value] : part.items())
        out[name] = value;
}

ordered_json identity(const run_report& run, std::string_view version) {
    const auto& r = run.result;
    return {{"sendlab", version},
            {"name", r.name},
            {"source", run.source},
            {"command", run.command},
            {"seed", r.seed},
            {"digest", digest_text(r.digest)},
            {"emails_per_file", r.emails_per_file},
            {"interrupted", r.interrupted},
            {"as_expected", run.as_expected()},
            {"span_ms", milliseconds(r.span)}};
}

ordered_json emails(const run_result& r) {
    return {{"requests", r.requests},
            {"emails", r.emails},
            {"priority_emails", r.priority_emails},
            {"sends", r.sends},
            {"accepted", r.accepted},
            {"duplicates", r.duplicates},
            {"duplicates_by_cause", by_cause<pipeline::duplicate_cause>(r.duplicates_by_cause)},
            {"recipients_hit_twice", r.recipients_hit_twice},
            {"most_copies", r.most_copies},
            {"lost", r.lost},
            {"lost_by_cause", by_cause<pipeline::loss_cause>(r.lost_by_cause)},
            {"pending", r.pending},
            {"bounces", r.bounces}};
}

ordered_json machinery(const run_result& r) {
    return {{"files", r.files},
            {"notifications", r.notifications},
            {"invocations", r.invocations},
            {"attempts", r.attempts},
            {"first_attempts", r.first_attempts},
            {"first_attempt_timeouts", r.first_attempt_timeouts},
            {"timeouts", r.timeouts},
            {"errors", r.errors},
            {"throttles", r.throttles},
            {"send_throttles", r.send_throttles},
            {"sdk_retries", r.sdk_retries},
            {"cold_starts", r.cold_starts},
            {"dead_letters", r.dead_letters},
            {"peak_concurrency", r.peak_concurrency}};
}

ordered_json time_and_money(const run_result& r) {
    const auto& c = r.cost;
    ordered_json per_million; // null where nothing was delivered
    if (r.accepted != 0)
        per_million = pipeline::find_metric("cost.per_million")->value(r);
    return {{"delivery", described(r.delivery)},
            {"user_wait", described(r.user_wait)},
            {"duration", described(r.attempt_duration)},
            {"billed_ms", milliseconds(r.billed)},
            {"billed_in_100ms_steps_ms", milliseconds(r.billed_100ms)},
            {"gb_seconds", r.gb_seconds},
            {"cost",
             {{"lambda_requests", c.lambda_requests},
              {"lambda_time", c.lambda_time},
              {"lambda_time_in_100ms_steps", c.lambda_time_100ms},
              {"s3", c.s3},
              {"ses", c.ses},
              {"total", c.total()},
              {"per_million", per_million}}}};
}

ordered_json told(const pipeline::file_story& s) {
    return {{"file", s.file},         {"key", s.key},
            {"emails", s.emails},     {"attempts", s.attempts},
            {"timeouts", s.timeouts}, {"duplicates", s.duplicates},
            {"lost", s.lost},         {"attempts_told", s.attempts_told}};
}

template<class List, class Describe>
ordered_json listed(const List& list, Describe describe) {
    ordered_json out = ordered_json::array();
    for (const auto& item : list)
        out.push_back(describe(item));
    return out;
}

ordered_json lists(const run_report& run) {
    const auto& r = run.result;
    return {{"expectations", listed(run.expectations,
                                    [](const judged_expectation& e) -> ordered_json {
                                        return {{"metric", e.metric},
                                                {"expected", e.expected},
                                                {"actual", e.actual},
                                                {"met", e.met}};
                                    })},
            {"laws", listed(r.laws,
                            [](const pipeline::conservation_law& law) -> ordered_json {
                                return {{"text", law.text}, {"holds", law.holds}};
                            })},
            {"faults", listed(r.faults,
                              [](const faults::fault_account& f) -> ordered_json {
                                  return {{"name", f.name}, {"matched", f.matched}, {"consumed", f.consumed}};
                              })},
            {"stories", listed(r.stories, told)}};
}

ordered_json baseline_of(const run_report& run) {
    if (!run.baseline)
        return ordered_json::object();
    const auto& [file, found, runs, worse] = *run.baseline;
    return {{"baseline",
             {{"file", file},
              {"found", found},
              {"runs", runs},
              {"worse", listed(worse, [](const worsening& w) -> ordered_json {
                   return {{"metric", w.what->name}, {"text", w.text()}};
               })}}}};
}

ordered_json described(const run_report& run, std::string_view version) {
    ordered_json out = identity(run, version);
    append(out, emails(run.result));
    append(out, machinery(run.result));
    append(out, time_and_money(run.result));
    append(out, lists(run));
    append(out, baseline_of(run));
    return out;
}

void write(std::string& out, const ordered_json& value, std::size_t indent);

/// The elements of a list or an object, one a line; `name` gives what stands before the value.
template<class Name>
void write_elements(std::string& out, const ordered_json& values, std::size_t indent, const char* brackets,
                    Name name) {
    out += brackets[0];
    for (auto item = values.begin(); item != values.end(); ++item) {
        out += item == values.begin() ? "\n" : ",\n";
        out.append(indent + 2, ' ');
        out += name(item);
        write(out, *item, indent + 2);
    }
    if (!values.empty()) {
        out += '\n';
        out.append(indent, ' ');
    }
    out += brackets[1];
}

/// As json::dump(), whose doubles are not always the shortest and whose strings must be UTF-8.
void write(std::string& out, const ordered_json& value, std::size_t indent) {
    if (value.is_object())
        write_elements(out, value, indent, "{}", [](const auto& item) { return '"' + item.key() + "\": "; });
    else if (value.is_array())
        write_elements(out, value, indent, "[]", [](const auto&) { return ""; });
    else if (value.is_string())
        append_json_string(out, value.get_ref<const std::string&>());
    else if (value.is_number_float())
        append_json_number(out, value.get<double>());
    else
        out += json_text(value);
}

std::string written(const ordered_json& document) {
    std::string out;
    write(out, document, 0);
    return out + '\n';
}

} // namespace

std::string json_report(const run_report& run, std::string_view version) {
    return written(described(run, version));
}

std::string live_json_report(const run_report& run, std::string_view version) {
    auto document = described(run, version);
    document.erase("digest");
    document.erase("command");
    return written(document);
}

std::string json_report(std::span<const run_report> runs, std::string_view version) {
    ordered_json all = ordered_json::array();
    for (const auto& run : runs)
        all.push_back(described(run, version));
    return written({{"sendlab", version}, {"runs", std::move(all)}});
}

} // namespace sendlab::report
