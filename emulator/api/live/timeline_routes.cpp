// What the timeline and the live charts of the page are drawn from. Times are milliseconds since 1970; inside an
// attempt, milliseconds since it began.
#include <array>

#include <nlohmann/json.hpp>

#include "api/live/live_routes.hpp"
#include "base/json_value.hpp"
#include "mailbox/message_name.hpp"

namespace sendlab::api::live {

namespace {

using faults::operation;
using nlohmann::ordered_json;

/// To the microsecond.
double milliseconds(duration d) {
    return static_cast<double>(std::chrono::duration_cast<std::chrono::microseconds>(d).count()) / 1e3;
}

double milliseconds(time_point t) {
    return milliseconds(t.time_since_epoch());
}

std::string_view word_for(recorded_call::what kind) {
    constexpr std::array<std::string_view, 3> words{"fetch", "send", "other"};
    return words.at(static_cast<std::size_t>(kind));
}

std::string_view word_for(lambda::attempt_outcome outcome) {
    constexpr std::array<std::string_view, 3> words{"succeeded", "failed", "timed_out"};
    return words.at(static_cast<std::size_t>(outcome));
}

ordered_json calls_json(const recorded_attempt& a) {
    auto calls = ordered_json::array();
    for (const auto& c : a.calls)
        calls.push_back(
            {milliseconds(c.began - a.started), milliseconds(c.took), word_for(c.kind), c.succeeded});
    return calls;
}

ordered_json mails_json(const recorded_attempt& a) {
    auto mails = ordered_json::array();
    for (const auto& m : a.mails)
        mails.push_back({milliseconds(m.at - a.started), mailbox::message_name(m.message)});
    return mails;
}

ordered_json attempt_json(const recorded_attempt& a) {
    ordered_json out{{"n", a.number},
                     {"env", a.environment},
                     {"cold", a.cold},
                     {"start", milliseconds(a.started)},
                     {"limit", milliseconds(a.deadline - a.started)},
                     {"calls", calls_json(a)},
                     {"mails", mails_json(a)}};
    if (const auto& r = a.report) {
        out["outcome"] = word_for(r->outcome);
        out["ran"] = milliseconds(r->ran);
        out["init"] = milliseconds(r->init);
        out["billed"] = milliseconds(r->billed);
        out["memory"] = r->max_memory_mb;
    } else {
        out["outcome"] = "running";
    }
    return out;
}

ordered_json invocation_line(const recorded_invocation& i) {
    ordered_json out{{"id", i.id.text()},
                     {"function", i.function},
                     {"bucket", i.bucket},
                     {"key", i.key},
                     {"accepted", milliseconds(i.accepted)},
                     {"state", to_string(i.state)},
                     {"throttles", i.throttles},
                     {"next", i.next_attempt ? ordered_json(milliseconds(*i.next_attempt)) : ordered_json()},
                     {"attempts", ordered_json::array()}};
    for (const auto& a : i.attempts)
        out["attempts"].push_back(attempt_json(a));
    return out;
}

http_response timeline(const live_parts& parts, const routed_request& request) {
    const auto& log = parts.invocations;
    const auto since = std::strtoull(request.query("since").c_str(), nullptr, 10);
    auto changed = ordered_json::array();
    for (const auto& i : log.invocations())
        if (i->version > since)
            changed.push_back(invocation_line(*i));
    return json_response(200, json_text(ordered_json{{"now", milliseconds(parts.clock.now())},
                                                     {"version", log.version()},
                                                     {"clearings", log.clearings()},
                                                     {"forgotten", log.forgotten()},
                                                     {"invocations", std::move(changed)}}));
}

ordered_json service_json(const call_pulse::numbers& n) {
    return {{"calls", n.calls},
            {"errors", n.errors},
            {"p50", milliseconds(n.latency[0])},
            {"p90", milliseconds(n.latency[1])},
            {"p99", milliseconds(n.latency[2])}};
}

http_response pulse(const live_parts& parts) {
    constexpr std::chrono::seconds lately{3};
    const auto now = parts.clock.now();
    std::uint64_t queued = 0, running = 0, waiting = 0;
    time_point oldest = now;
    for (const auto& i : parts.invocations.invocations()) {
        queued += i->state == invocation_state::queued;
        running += i->state == invocation_state::running;
        waiting += i->state == invocation_state::waiting;
        if (!i->over())
            oldest = std::min(oldest, i->accepted);
    }
    ordered_json services;
    for (const auto what : {operation::s3_put, operation::s3_get, operation::ses_send})
        services[std::string{faults::to_string(what)}] = service_json(parts.pulse.of(what, now, lately));
    return json_response(200, json_text(ordered_json{{"now", milliseconds(now)},
                                                     {"mails", parts.mail.accepted()},
                                                     {"queued", queued},
                                                     {"running", running},
                                                     {"waiting", waiting},
                                                     {"oldest", milliseconds(now - oldest)},
                                                     {"services", std::move(services)}}));
}

} // namespace

void add_timeline_routes(own_api& api, const live_parts& parts) {
    api.add("GET", "/_sendlab/timeline", [parts](const routed_request& r) { return timeline(parts, r); });
    api.add("GET", "/_sendlab/pulse", [parts](const routed_request&) { return pulse(parts); });
}

} // namespace sendlab::api::live
