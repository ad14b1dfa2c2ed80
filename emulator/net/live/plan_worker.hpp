// A plan of the live scenario, made beside the emulator: in a thread of its own, as it takes seconds to minutes.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "api/live/invocation_log.hpp"
#include "api/own_api.hpp"

namespace sendlab::net {

/// As `sendlab plan` is asked.
struct plan_wishes {
    /// Of the handler that runs here, so that the plan is made with what they tell of it; nothing: with the scenario's model.
    std::optional<std::vector<api::live::recorded_invocation>> measured{};
    std::string values; // "1..200"; empty: the boundary is searched for
    double max_timeout_probability = 1e-4;
    std::uint64_t samples = 200'000;
};

/// P(time-out) at a value of EMAILS_PER_FILE, as far as it is known.
struct plan_point {
    std::uint32_t emails_per_file = 0;
    double value = 0, low = 0, high = 1;
};

struct plan_progress {
    double share = 0;                 // 0 to 1
    std::uint64_t emails = 0;         // simulated
    std::vector<plan_point> points{}; // in rising order
};

struct finished_plan {
    std::string json;     // the plan, or
    std::string page;     // the same as an HTML page
    std::string measured; // what was measured, in words; empty: nothing
    std::string problem;
};

/// Tells its progress, and ends early once it is interrupted. Runs in the worker's thread.
using plan_maker = std::function<finished_plan(const plan_wishes&, const std::atomic<bool>& interrupt,
                                               const std::function<void(plan_progress)>& on_progress)>;

/// One plan at a time. Belongs to the emulator's thread.
class plan_worker {
public:
    /// `make` may be empty: then there is nothing to plan. `log` outlives the worker.
    plan_worker(plan_maker make, const api::live::invocation_log& log) : make_{std::move(make)}, log_{log} {}
    /// Interrupts what runs, and waits for it.
    ~plan_worker();
    plan_worker(const plan_worker&) = delete;
    plan_worker& operator=(const plan_worker&) = delete;

    /// - POST /_sendlab/plan {"values": "1..200", "max_timeout_probability": 1e-4, "samples": 200000, "measured": false}
    ///   begins one; measured: with the handler as it was seen here, not as the scenario models it;
    /// - GET tells {"state": "none", "running", "done" or "failed", "share": , "emails": , "points": [[N, P, low, high], ...],
    ///   "plan": , "measured": };
    /// - DELETE interrupts it: the plan is what was known by then;
    /// - GET /_sendlab/plan/page is its HTML page, in a sandbox that has no access to this API.
    void add_routes(api::own_api& api);

private:
    enum class state { none, running, done, failed };

    api::http_response begin(const api::http_request& request);
    api::http_response tell();
    api::http_response page();
    void work(const plan_wishes& wishes);

    plan_maker make_;
    const api::live::invocation_log& log_;
    std::thread thread_;
    std::atomic<bool> interrupt_ = false;
    std::mutex mutex_; // of what follows
    state state_ = state::none;
    plan_progress progress_;
    finished_plan finished_;
};

} // namespace sendlab::net
