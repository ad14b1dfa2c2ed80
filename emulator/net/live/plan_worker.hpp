// A plan of the live scenario, made beside the emulator: in a thread of its own, as it takes seconds to minutes.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "api/own_api.hpp"

namespace sendlab::net {

/// As `sendlab plan` is asked.
struct plan_wishes {
    std::string values; // "1..200"; empty: the boundary is searched for
    double max_timeout_probability = 1e-4;
    std::uint64_t samples = 200'000;
};

struct finished_plan {
    std::string json; // the plan, or
    std::string page; // the same as an HTML page
    std::string problem;
};

/// Tells its progress (0 to 1, and e-mails simulated), and ends early once it is interrupted. Runs in the worker's
/// thread.
using plan_maker =
    std::function<finished_plan(const plan_wishes&, const std::atomic<bool>& interrupt,
                                const std::function<void(double share, std::uint64_t emails)>& on_progress)>;

/// One plan at a time. Belongs to the emulator's thread.
class plan_worker {
public:
    /// `make` may be empty: then there is nothing to plan.
    explicit plan_worker(plan_maker make) : make_{std::move(make)} {}
    /// Interrupts what runs, and waits for it.
    ~plan_worker();
    plan_worker(const plan_worker&) = delete;
    plan_worker& operator=(const plan_worker&) = delete;

    /// - POST /_sendlab/plan {"values": "1..200", "max_timeout_probability": 1e-4, "samples": 200000} begins one;
    /// - GET tells {"state": "none", "running", "done" or "failed", "share": , "emails": , "plan": };
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
    std::thread thread_;
    std::atomic<bool> interrupt_ = false;
    std::mutex mutex_; // of what follows
    state state_ = state::none;
    double share_ = 0;
    std::uint64_t emails_ = 0;
    finished_plan finished_;
};

} // namespace sendlab::net
