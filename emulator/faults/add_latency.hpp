// A longer way to a service: a latency of its own comes on top, drawn for each operation.
#pragma once

#include "base/latency.hpp"
#include "base/random_source.hpp"
#include "faults/fault.hpp"

namespace sendlab::faults {

/// "add": "200ms", or a distribution; of a function, before its code runs
struct add_latency {
    static constexpr std::string_view key = "add";
    static constexpr operation_set targets = every_operation;

    latency extra;

    friend bool operator==(const add_latency&, const add_latency&) = default;
};

template<>
class fault_for<add_latency> final : public fault {
public:
    fault_for(add_latency settings, random_stream draws) : settings_{std::move(settings)}, draws_{draws} {}

    [[nodiscard]] std::string_view name() const override { return add_latency::key; }
    bool act(const occasion& where, effect& out) override {
        out.extra_latency +=
            settings_.extra.at(draws_.uniform(where.entity, where.attempt, where.index), where.bytes);
        return true;
    }

private:
    const add_latency settings_;
    const random_stream draws_;
};

} // namespace sendlab::faults
