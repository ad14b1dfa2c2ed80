// The latencies, errors and faults of a scenario's SMTP provider, on dialogues with real clients.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "api/inspection/inspection_service.hpp"
#include "base/random_source.hpp"
#include "faults/fault_set.hpp"
#include "pipeline/settings.hpp"
#include "smtp/policy.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api::live {

/// Every reply comes a round trip late, as from a server far away; a message takes the server's time besides.
/// Faults of "smtp" strike messages, at the end of their text, where Amazon SES reports throttling too; those of
/// "smtp.rcpt" and so on strike commands.
class scenario_smtp final : public smtp::policy {
public:
    /// The faults are those of scenario_conditions, and outlive it.
    scenario_smtp(const scheduler& clock, const pipeline::settings& scenario, faults::fault_set& faults);

    [[nodiscard]] smtp::decision decide(const smtp::occasion& step) override;

    /// Which attempt of an invocation a session belongs to; nothing where it is no handler's. Then an attempt is a
    /// try of the same mail (its Message-ID, or its envelope where it has none), of the same command for a command.
    using attempt_reader = std::function<std::optional<std::uint32_t>(std::uint64_t session)>;
    void on_attempt(attempt_reader reader) { attempt_of_ = std::move(reader); }

    /// How many connections there are, with the one that is asked about.
    void on_crowd(std::function<std::uint32_t()> count) { open_connections_ = std::move(count); }

    /// Mailpit's chaos, which acts besides: seeded as everything here.
    [[nodiscard]] const chaos_settings& chaos() const { return chaos_; }
    void set_chaos(const chaos_settings& settings) { chaos_ = settings; }

private:
    [[nodiscard]] std::optional<smtp::refusal> chaotic_refusal(const smtp::occasion& step) const;
    [[nodiscard]] std::uint32_t attempt_of(const smtp::occasion& step);
    void judge_message(const smtp::occasion& step, smtp::decision& out);
    void judge_command(const smtp::occasion& step, smtp::decision& out);
    [[nodiscard]] smtp::link link_of(faults::occasion text, std::uint64_t octets_per_second);
    [[nodiscard]] std::uint32_t number_of(const smtp::occasion& step) const;
    [[nodiscard]] static std::string tried_again(const smtp::occasion& step);

    const scheduler& clock_;
    latency round_trip_;
    latency server_time_;
    double errors_;
    random_stream round_trip_draws_;
    random_stream server_draws_;
    random_stream error_draws_;
    random_stream chaos_draws_;
    attempt_reader attempt_of_;
    std::function<std::uint32_t()> open_connections_;
    std::map<std::string, std::uint32_t> tries_; // so far, of the latest mails and their commands
    chaos_settings chaos_;
    faults::fault_set& faults_;
};

/// What an injected failure is as a reply: "454 Throttling failure: ..." where the scenario wrote one, else
/// the reply of its kind.
[[nodiscard]] smtp::refusal refusal_of(const faults::injected_failure& fail);

} // namespace sendlab::api::live
