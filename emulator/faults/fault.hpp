// Faults wrap the services from outside: before an operation takes place, the pipeline asks what is to go wrong
// with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/time_types.hpp"
#include "faults/operation.hpp"

namespace sendlab::faults {

/// An operation that is about to take place.
struct occasion {
    operation what{};
    time_point at{};
    std::uint64_t entity = 0;  // the e-mail, or the file's first e-mail: keys the fault's draws
    std::uint32_t attempt = 1; // of the invocation; 1 outside of one
    std::uint32_t index = 0;   // the SDK's try inside the attempt, from 0
    std::uint64_t bytes = 0;   // of the e-mail or file, for latencies with a part per KB
    /// Of smtp.connect: open connections, with this one; of smtp.mail: messages of the connection, with this one.
    std::uint32_t number = 0;
};

enum class failure {
    throttled,     // Throttling, SlowDown, TooManyRequests: retryable
    service_error, // 5xx: retryable
    rejected,      // refused for good
    connection,    // the connection is dropped before the service has taken the request: retryable
    function_error // the handler answers with an error (lambda)
};

struct injected_failure {
    failure kind{};
    std::string code; // as the service would name it: "Throttling", "InternalFailure", "SlowDown"

    friend bool operator==(const injected_failure&, const injected_failure&) = default;
};

/// What goes wrong with one occasion, all faults taken together. Latencies add up; an operation ends in one way only,
/// and the first fault in the scenario's order that settles it is the one that acts.
struct effect {
    double latency_factor = 1;
    duration extra_latency{};
    std::optional<injected_failure> fail{};
    bool lose_answer = false;            // the service does it, the caller sees a dropped connection
    bool lose = false;                   // a notification never arrives
    std::uint32_t duplicates = 0;        // further copies of a notification
    std::uint64_t octets_per_second = 0; // of smtp.data: that the text behind it travels with; 0: no limit
    std::uint64_t reset_after = 0;       // of a text: octets, and the connection breaks; 0: it does not

    /// What becomes of a latency that would have been `healthy`.
    [[nodiscard]] duration latency_of(duration healthy) const { return stretched(healthy) + extra_latency; }
    [[nodiscard]] duration stretched(duration healthy) const {
        return duration{
            static_cast<duration::rep>(static_cast<double>(healthy.count()) * latency_factor + 0.5)};
    }

    [[nodiscard]] bool settled() const { return fail || lose_answer || lose; }
};

/// When and how often a fault acts. Every fault has these.
struct trigger {
    operation target{};
    duration at{}; // from the start of the run; the moment itself is inside
    duration for_{forever};
    double probability = 1;                 // of acting on an occasion inside the window
    std::optional<std::uint32_t> attempt{}; // only the k-th attempt of an invocation
    std::optional<std::uint64_t> times{};   // acts this often, then never again

    friend bool operator==(const trigger&, const trigger&) = default;
};

/// One way of going wrong. Each stands in a file of its own; see docs/adding-a-fault.md.
class fault {
public:
    virtual ~fault() = default;
    /// The key of scenario files that asks for it: "multiply", "fail", "lose_answer", ...
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// For accounts: the name, and what tells it from others of that name ("fail Throttling").
    [[nodiscard]] virtual std::string description() const { return std::string{name()}; }
    /// Adds what it does to `out`; false if it lets this occasion pass (a token bucket that still has tokens).
    virtual bool act(const occasion& where, effect& out) = 0;
};

/// The fault that acts as `Settings` say. A fault without a state of its own is its settings; one that draws or counts
/// specialises this beside them.
template<class Settings>
class fault_for final : public fault {
public:
    explicit fault_for(Settings settings) : settings_{std::move(settings)} {}

    [[nodiscard]] std::string_view name() const override { return Settings::key; }
    [[nodiscard]] std::string description() const override {
        if constexpr (requires { settings_.detail(); })
            return std::string{name()} + " " + settings_.detail();
        return fault::description();
    }
    bool act(const occasion& where, effect& out) override { return settings_.act(where, out); }

private:
    const Settings settings_;
};

} // namespace sendlab::faults
