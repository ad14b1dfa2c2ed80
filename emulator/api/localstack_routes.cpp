#include "api/localstack_routes.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"

namespace sendlab::api {

namespace {

using nlohmann::ordered_json;

constexpr std::array services{"lambda", "s3", "ses", "sts"};

http_response answer(const ordered_json& document) {
    return json_response(200, json_text(document, 2) + '\n');
}

std::int64_t seconds_up(const emulator_facts& facts, time_point now) {
    return std::chrono::duration_cast<std::chrono::seconds>(now - facts.started).count();
}

ordered_json service_states(const emulator_facts& facts) {
    ordered_json states = ordered_json::object();
    for (const char* name : services)
        states[name] = facts.ready ? "running" : "starting";
    return states;
}

http_response health(const emulator_facts& facts, time_point now) {
    return answer({{"status", facts.ready ? "ready" : "starting"},
                   {"version", facts.version},
                   {"region", facts.region},
                   {"account", facts.account_id},
                   {"ports", facts.ports},
                   {"ca", facts.authority},
                   {"uptime_s", seconds_up(facts, now)}});
}

http_response localstack_health(const emulator_facts& facts) {
    return answer({{"services", service_states(facts)}, {"edition", "sendlab"}, {"version", facts.version}});
}

http_response localstack_info(const emulator_facts& facts, time_point now) {
    return answer({{"version", facts.version},
                   {"edition", "sendlab"},
                   {"is_license_activated", false},
                   {"is_docker", false},
                   {"system", "linux"},
                   {"uptime", seconds_up(facts, now)}});
}

/// The stages through which LocalStack runs scripts; there are none here, so each is over at once.
constexpr std::array stages{"boot", "start", "ready", "shutdown"};

bool is_over(std::string_view stage, const emulator_facts& facts) {
    return stage == "ready" ? facts.ready : stage != "shutdown";
}

std::string in_capitals(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

http_response initialised(const emulator_facts& facts) {
    ordered_json completed = ordered_json::object();
    for (const char* stage : stages)
        completed[in_capitals(stage)] = is_over(stage, facts);
    return answer({{"completed", completed}, {"scripts", ordered_json::array()}});
}

http_response stage_initialised(const emulator_facts& facts, const std::string& stage) {
    if (std::ranges::find(stages, stage) == stages.end())
        return json_error(404, "There is no stage " + stage + ".");
    return answer({{"completed", is_over(stage, facts)}, {"scripts", ordered_json::array()}});
}

} // namespace

void add_localstack_routes(own_api& api, const emulator_facts& facts, emulator_hooks hooks) {
    const auto shared = std::make_shared<const emulator_hooks>(std::move(hooks));
    const auto reset = [shared](const routed_request&) {
        shared->reset();
        return json_response(200, "{}\n");
    };
    api.add("GET", "/_sendlab/health",
            [&facts, shared](const routed_request&) { return health(facts, shared->now()); });
    api.add("POST", "/_sendlab/reset", reset);
    api.add("GET", "/_localstack/health",
            [&facts](const routed_request&) { return localstack_health(facts); });
    api.add("GET", "/_localstack/info",
            [&facts, shared](const routed_request&) { return localstack_info(facts, shared->now()); });
    api.add("GET", "/_localstack/init", [&facts](const routed_request&) { return initialised(facts); });
    api.add("GET", "/_localstack/init/{stage}", [&facts](const routed_request& asked) {
        return stage_initialised(facts, asked.parameters.front());
    });
    api.add("POST", "/_localstack/state/reset", reset);
}

} // namespace sendlab::api
