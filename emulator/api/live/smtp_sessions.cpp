#include "api/live/smtp_sessions.hpp"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "base/utc_text.hpp"

namespace sendlab::api::live {

namespace {

using nlohmann::ordered_json;

ordered_json as_json(const recorded_session& s) {
    return {{"session", s.id},        {"began", utc_text(s.began)},   {"ended", utc_text(s.ended)},
            {"messages", s.messages}, {"round_trips", s.round_trips}, {"answer_in_doubt", s.answer_in_doubt}};
}

http_response list_sessions(const smtp_sessions& sessions) {
    auto list = ordered_json::array();
    for (const auto& s : sessions.all())
        list.push_back(as_json(s));
    return json_response(
        200, json_text(ordered_json{{"sessions", std::move(list)}, {"forgotten", sessions.forgotten()}}));
}

http_response one_session(const smtp_sessions& sessions, const std::string& name) {
    std::uint64_t id = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
    const auto* const found =
        error == std::errc{} && end == name.data() + name.size() ? sessions.find(id) : nullptr;
    if (!found)
        return json_error(404, "no session " + name + " that is over");
    auto document = as_json(*found);
    document["log"] = ordered_json::array();
    for (std::string_view rest = found->log; !rest.empty();) {
        const auto end_of_line = std::min(rest.find('\n'), rest.size() - 1);
        document["log"].push_back(rest.substr(0, rest.find('\n')));
        rest.remove_prefix(end_of_line + 1);
    }
    return json_response(200, json_text(document));
}

} // namespace

void smtp_sessions::add(const smtp::session& over, std::uint32_t round_trips, time_point now) {
    const auto& log = over.log();
    recorded_session made;
    made.id = over.id();
    made.began = log.size() > 0 ? log[0].at : now;
    made.ended = now;
    made.messages = over.accepted();
    made.round_trips = round_trips;
    made.answer_in_doubt = over.answer_in_doubt();
    made.log = log.text();
    bytes_ += made.log.size();
    all_.push_back(std::move(made));
    while (all_.size() > most_ || bytes_ > most_bytes_) {
        bytes_ -= all_.front().log.size();
        all_.pop_front();
        ++forgotten_;
    }
}

void smtp_sessions::clear() {
    all_.clear();
    bytes_ = 0;
    forgotten_ = 0;
}

const recorded_session* smtp_sessions::find(std::uint64_t id) const {
    const auto found = std::ranges::find(all_, id, &recorded_session::id);
    return found == all_.end() ? nullptr : &*found;
}

void add_session_routes(own_api& api, const smtp_sessions& sessions) {
    api.add("GET", "/_sendlab/sessions",
            [&sessions](const routed_request&) { return list_sessions(sessions); });
    api.add("GET", "/_sendlab/sessions/{id}",
            [&sessions](const routed_request& r) { return one_session(sessions, r.parameters.front()); });
}

} // namespace sendlab::api::live
