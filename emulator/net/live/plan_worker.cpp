#include "net/live/plan_worker.hpp"

#include <array>
#include <exception>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"

namespace sendlab::net {

namespace {

using nlohmann::json;

/// What is missing has its default; nothing for what is no such object.
std::optional<plan_wishes> read_wishes(const std::string& text, const api::live::invocation_log& log) {
    const auto read = json_value(text.empty() ? "{}" : text);
    if (!read.is_object())
        return std::nullopt;
    plan_wishes wishes;
    if (const auto values = read.find("values"); values != read.end() && values->is_string())
        wishes.values = values->get<std::string>();
    if (const auto p = read.find("max_timeout_probability"); p != read.end() && p->is_number())
        wishes.max_timeout_probability = p->get<double>();
    if (const auto samples = read.find("samples"); samples != read.end() && samples->is_number_unsigned())
        wishes.samples = samples->get<std::uint64_t>();
    if (read.value("measured", json()) == true) {
        wishes.measured.emplace();
        for (const auto& one : log.invocations())
            wishes.measured->push_back(*one);
    }
    const bool fit = wishes.max_timeout_probability >= 1e-12 && wishes.max_timeout_probability <= 1 &&
                     wishes.samples >= 1 && wishes.samples <= 1'000'000'000;
    return fit ? std::optional{wishes} : std::nullopt;
}

} // namespace

plan_worker::~plan_worker() {
    interrupt_ = true;
    if (thread_.joinable())
        thread_.join();
}

void plan_worker::add_routes(api::own_api& api) {
    api.add("POST", "/_sendlab/plan", [this](const api::routed_request& r) { return begin(r.request); });
    api.add("GET", "/_sendlab/plan", [this](const api::routed_request&) { return tell(); });
    api.add("DELETE", "/_sendlab/plan", [this](const api::routed_request&) {
        interrupt_ = true;
        return tell();
    });
    api.add("GET", "/_sendlab/plan/page", [this](const api::routed_request&) { return page(); });
}

api::http_response plan_worker::begin(const api::http_request& request) {
    if (!make_)
        return api::json_error(409,
                               "There is no scenario to plan: sendlab serve scenarios/article-defaults.json");
    auto wishes = read_wishes(to_string(*request.body), log_);
    if (!wishes)
        return api::json_error(400,
                               "values is a text, max_timeout_probability a number from 1e-12 to 1, samples "
                               "one from 1 to 1000000000");
    {
        const std::lock_guard lock{mutex_}; // the new thread waits for it before it tells anything
        if (state_ == state::running)
            return api::json_error(409, "A plan is being made.");
        if (thread_.joinable())
            thread_.join(); // it is over
        interrupt_ = false;
        thread_ = std::thread{[this, wishes = std::move(*wishes)] { work(wishes); }};
        state_ = state::running;
        progress_ = {};
    }
    return tell();
}

void plan_worker::work(const plan_wishes& wishes) {
    finished_plan finished;
    try {
        finished = make_(wishes, interrupt_, [this](plan_progress progress) {
            const std::lock_guard lock{mutex_};
            progress_ = std::move(progress);
        });
    } catch (const std::exception& error) {
        finished.problem = error.what();
    }
    const std::lock_guard lock{mutex_};
    finished_ = std::move(finished);
    state_ = finished_.problem.empty() ? state::done : state::failed;
}

api::http_response plan_worker::tell() {
    constexpr std::array names{"none", "running", "done", "failed"};
    const std::lock_guard lock{mutex_};
    json answer{{"state", names.at(static_cast<std::size_t>(state_))},
                {"possible", static_cast<bool>(make_)},
                {"share", progress_.share},
                {"emails", progress_.emails},
                {"points", json::array()}};
    for (const auto& p : progress_.points)
        answer["points"].push_back({p.emails_per_file, p.value, p.low, p.high});
    if (state_ == state::done) {
        answer["plan"] = json_value(finished_.json);
        answer["measured"] = finished_.measured;
    }
    if (state_ == state::failed)
        answer["error"] = finished_.problem;
    return api::json_response(200, json_text(answer));
}

api::http_response plan_worker::page() {
    const std::lock_guard lock{mutex_};
    if (state_ != state::done)
        return api::json_error(404, "There is no plan.");
    auto response = api::http_response::text(200, "text/html; charset=utf-8", finished_.page);
    response.fields.add("Content-Security-Policy",
                        "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; "
                        "script-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'");
    response.fields.add("X-Content-Type-Options", "nosniff");
    return response;
}

} // namespace sendlab::net
