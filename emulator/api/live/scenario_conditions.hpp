// The latencies, errors and faults of a scenario, on calls of real clients.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/call_conditions.hpp"
#include "faults/fault_set.hpp"
#include "faults/fault_settings.hpp"
#include "pipeline/settings.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api::live {

class scenario_conditions final : public call_conditions {
public:
    /// Who makes a call.
    struct caller {
        std::uint32_t attempt = 1;      // of an invocation; for faults that strike the k-th attempt only
        std::function<bool()> killed{}; // see call_condition::cut_off
    };
    using caller_reader = std::function<caller(const http_request&)>;

    /// Faults count their time from now.
    scenario_conditions(scheduler& clock, const pipeline::settings& scenario);

    void on_caller(caller_reader reader) { caller_of_ = std::move(reader); }

    [[nodiscard]] call_condition of(std::string_view service, std::string_view action,
                                    const http_request& request) override;
    /// The same for a call that is not made over HTTP, of so many bytes.
    [[nodiscard]] call_condition of(faults::operation what, std::uint64_t bytes, caller from);

    /// Who is told when an outage of Lambda begins (false) and ends (true).
    void on_lambda_outage(std::function<void(bool available)> told) { lambda_available_ = std::move(told); }

    /// Replaces all faults, and counts their time from now. Those of notifications and of "lambda" act where
    /// the owners of these ask faults() for them.
    void set_faults(std::vector<faults::fault_settings> settings);
    /// Replaces those that stand beside them, from now on; the time of the others goes on, but how often they
    /// have struck is counted anew.
    void set_extra_faults(std::vector<faults::fault_settings> settings);
    /// One more of these; the others go on as they are.
    void add_extra_fault(faults::fault_settings fault);
    /// How many of faults().accounts(), at the end, are of extra faults.
    [[nodiscard]] std::size_t extra_faults() const { return extra_.size(); }
    [[nodiscard]] const std::vector<faults::fault_settings>& settings() const { return settings_; }
    /// Why one of them has no effect on real code, for whoever asked for it; empty if all have theirs.
    [[nodiscard]] std::string_view note() const;
    [[nodiscard]] faults::fault_set& faults() { return faults_; }
    [[nodiscard]] const faults::fault_set& faults() const { return faults_; }
    /// Replaces the latency of an operation, here and now.
    void set_latency(faults::operation what, latency model);

private:
    void install();
    void install(const faults::fault_settings& fault, std::uint32_t position);
    struct model {
        latency taken;
        random_stream draws;
        double accepted_at = 1; // where in the latency the service acts
    };

    void schedule_outage(const faults::trigger& when);
    void end_outages();
    [[nodiscard]] duration latency_of(faults::operation what, const faults::occasion& where) const;
    [[nodiscard]] bool meets_error(faults::operation what, const faults::occasion& where) const;

    scheduler& clock_;
    random_source random_;
    std::map<faults::operation, model> models_;
    double ses_errors_;
    random_stream error_draws_;
    faults::fault_set faults_;
    std::vector<faults::fault_settings> settings_;
    std::vector<faults::fault_settings> extra_;
    time_point faults_start_{};
    std::map<faults::operation, std::uint64_t> calls_; // so far: what chance is keyed by
    caller_reader caller_of_;
    std::function<void(bool)> lambda_available_;
    std::vector<timer_id> outages_; // beginnings and ends that are to come
};

} // namespace sendlab::api::live
