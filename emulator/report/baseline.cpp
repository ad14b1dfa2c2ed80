#include "report/baseline.hpp"

#include <algorithm>
#include <limits>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "pipeline/metric_text.hpp"
#include "report/run_report.hpp"

namespace sendlab::report {

namespace {

using nlohmann::json;
using pipeline::metric;
using pipeline::metric_kind;

constexpr double tolerance = 0.01; // of times and money: less than this nobody needs to hear of

double nanoseconds(const json& of, const char* name) {
    return of.at(name).get<double>() * 1e6;
}

double share(const json& run, const char* part, const char* whole) {
    const auto all = run.at(whole).get<double>();
    return all == 0 ? 0 : run.at(part).get<double>() / all;
}

struct compared {
    const char* metric;
    double (*value)(const json&);
};

// The same figures as those of pipeline::metrics(), from a report.
constexpr compared compared_figures[] = {
    {"duplicates.per_million", [](const json& r) { return share(r, "duplicates", "emails") * 1e6; }},
    {"lost.per_million", [](const json& r) { return share(r, "lost", "emails") * 1e6; }},
    {"timeouts.share", [](const json& r) { return share(r, "first_attempt_timeouts", "first_attempts"); }},
    {"delivery.p50", [](const json& r) { return nanoseconds(r.at("delivery"), "p50_ms"); }},
    {"delivery.p99", [](const json& r) { return nanoseconds(r.at("delivery"), "p99_ms"); }},
    {"user_wait.p99", [](const json& r) { return nanoseconds(r.at("user_wait"), "p99_ms"); }},
    {"cost.per_million",
     [](const json& r) {
         const auto& cost = r.at("cost").at("per_million");
         return cost.is_null() ? std::numeric_limits<double>::infinity() : cost.get<double>();
     }},
};

earlier_run read_run(const json& from) {
    earlier_run run{from.at("name").get<std::string>(), from.at("digest").get<std::string>(), {}};
    for (const auto& one : compared_figures)
        run.values.push_back(one.value(from));
    return run;
}

bool is_worse(const metric& what, double before, double now) {
    const bool tolerant = what.kind == metric_kind::time || what.kind == metric_kind::money;
    return now > before * (tolerant ? 1 + tolerance : 1);
}

} // namespace

result<std::vector<earlier_run>, baseline_error> read_baseline(std::string_view text) {
    try {
        const auto document = json_value(text);
        std::vector<earlier_run> runs;
        if (!document.contains("runs"))
            runs.push_back(read_run(document));
        else
            for (const auto& run : document.at("runs"))
                runs.push_back(read_run(run));
        return runs;
    } catch (const json::exception&) {
        return baseline_error{"is no report of a run, as `sendlab run --json` writes it"};
    }
}

const std::vector<const metric*>& compared_metrics() {
    static const auto all = [] {
        std::vector<const metric*> out;
        for (const auto& one : compared_figures)
            out.push_back(pipeline::find_metric(one.metric));
        return out;
    }();
    return all;
}

std::string worsening::text() const {
    return std::string{what->name} + " was " + metric_text(what->kind, before) + ", is " +
           metric_text(what->kind, now);
}

std::uint64_t suspicion::runs_needed() {
    return 20 * std::size(compared_figures) - 1;
}

suspicion::suspicion(const earlier_run& before, const pipeline::run_result& now) {
    if (before.digest == digest_text(now.digest))
        return;
    const auto& metrics = compared_metrics();
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        const auto value = metrics[i]->value(now);
        if (is_worse(*metrics[i], before.values[i], value))
            suspects_.push_back({metrics[i], before.values[i], value});
    }
}

void suspicion::hold_against(const pipeline::run_result& other) {
    ++runs_;
    std::erase_if(suspects_,
                  [&](const worsening& w) { return !is_worse(*w.what, w.before, w.what->value(other)); });
}

} // namespace sendlab::report
