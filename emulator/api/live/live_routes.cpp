#include "api/live/live_routes.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "api/live/invocation_json.hpp"
#include "api/live/metrics_text.hpp"
#include "base/json_value.hpp"
#include "base/utc_text.hpp"

namespace sendlab::api::live {

namespace {

using nlohmann::ordered_json;

bool asked_for(const routed_request& request, std::string_view parameter, std::string_view value) {
    const auto wanted = request.query(parameter);
    return wanted.empty() || wanted == value;
}

http_response list_invocations(const invocation_log& log, const routed_request& request) {
    auto list = ordered_json::array();
    for (const auto& i : log.invocations()) {
        if (asked_for(request, "state", to_string(i->state)) && asked_for(request, "key", i->key) &&
            asked_for(request, "function", i->function))
            list.push_back(as_json(*i, false));
    }
    const ordered_json document{{"invocations", std::move(list)}, {"forgotten", log.forgotten()}};
    return json_response(200, json_text(document));
}

http_response one_invocation(const invocation_log& log, const routed_request& request) {
    const auto* found = log.find(request.parameters.front());
    if (!found)
        return json_error(404, "no invocation " + request.parameters.front());
    return json_response(200, invocation_json(*found, true));
}

/// What became of a file: its invocations are one in the good case, more where a notification came twice.
ordered_json file_json(const std::vector<const recorded_invocation*>& of_file) {
    std::uint64_t attempts = 0, timeouts = 0, errors = 0, sends = 0;
    auto ids = ordered_json::array();
    for (const auto* i : of_file) {
        ids.push_back(i->id.text());
        attempts += i->attempts.size();
        for (const auto& a : i->attempts) {
            sends += a.mails.size();
            timeouts += a.report && a.report->outcome == lambda::attempt_outcome::timed_out;
            errors += a.report && a.report->outcome == lambda::attempt_outcome::failed;
        }
    }
    const auto& last = *of_file.back();
    return {
        {"bucket", last.bucket}, {"key", last.key},      {"state", to_string(last.state)},
        {"invocations", ids},    {"attempts", attempts}, {"timeouts", timeouts},
        {"errors", errors},      {"sends", sends},       {"accepted", utc_text(of_file.front()->accepted)}};
}

http_response list_files(const invocation_log& log, const routed_request&) {
    std::map<std::pair<std::string, std::string>, std::vector<const recorded_invocation*>> by_object;
    for (const auto& i : log.invocations())
        if (!i->key.empty())
            by_object[{i->bucket, i->key}].push_back(i.get());
    auto files = ordered_json::array();
    for (const auto& [object, of_file] : by_object)
        files.push_back(file_json(of_file));
    return json_response(200, json_text(ordered_json{{"files", std::move(files)}}));
}

http_response list_faults(const scenario_conditions& conditions) {
    auto faults = ordered_json::array();
    const auto accounts = conditions.faults().accounts();
    const auto own = accounts.size() - conditions.extra_faults();
    for (std::size_t i = 0; i < accounts.size(); ++i)
        faults.push_back({{"fault", accounts[i].name},
                          {"met", accounts[i].matched},
                          {"struck", accounts[i].consumed},
                          {"panel", i >= own}});
    ordered_json document{{"faults", std::move(faults)}};
    if (const auto note = conditions.note(); !note.empty())
        document["note"] = note;
    return json_response(200, json_text(document));
}

http_response change_faults(const live_parts& parts, const routed_request& request) {
    auto read = parts.read_faults(to_string(*request.request.body));
    if (!read)
        return json_error(400, read.error());
    parts.conditions.set_faults(std::move(*read));
    return list_faults(parts.conditions);
}

/// The page's own faults, remembered as they were written.
struct fault_panel {
    std::string written = R"({"faults": []})";

    http_response change(const live_parts& parts, const routed_request& request) {
        auto text = to_string(*request.request.body);
        auto read = parts.read_faults(text);
        if (!read)
            return json_error(400, read.error());
        parts.conditions.set_extra_faults(std::move(*read));
        written = std::move(text);
        return list_faults(parts.conditions);
    }
};

} // namespace

std::string invocation_json(const recorded_invocation& what, bool with_logs) {
    return json_text(as_json(what, with_logs));
}

void add_live_routes(own_api& api, const live_parts& parts) {
    auto& log = parts.invocations;
    auto& conditions = parts.conditions;
    api.add("GET", "/_sendlab/invocations",
            [&log](const routed_request& r) { return list_invocations(log, r); });
    api.add("GET", "/_sendlab/invocations/{id}",
            [&log](const routed_request& r) { return one_invocation(log, r); });
    api.add("GET", "/_sendlab/files", [&log](const routed_request& r) { return list_files(log, r); });
    api.add("GET", "/_sendlab/faults",
            [&conditions](const routed_request&) { return list_faults(conditions); });
    const auto panel = std::make_shared<fault_panel>();
    api.add("PUT", "/_sendlab/faults", [parts, panel](const routed_request& r) {
        panel->written = fault_panel{}.written;
        return change_faults(parts, r);
    });
    api.add("GET", "/_sendlab/faults/panel",
            [panel](const routed_request&) { return json_response(200, panel->written); });
    api.add("PUT", "/_sendlab/faults/panel",
            [parts, panel](const routed_request& r) { return panel->change(parts, r); });
    api.add("DELETE", "/_sendlab/faults", [&conditions, panel](const routed_request&) {
        conditions.set_faults({});
        panel->written = fault_panel{}.written;
        return list_faults(conditions);
    });
    api.add("GET", "/_sendlab/metrics", [parts](const routed_request&) {
        return http_response::text(200, "text/plain; version=0.0.4; charset=utf-8", metrics_text(parts));
    });
}

} // namespace sendlab::api::live
