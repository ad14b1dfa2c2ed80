// The faults of a run, and an account of those that really happened: a test can prove that its fault was met.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/random_source.hpp"
#include "faults/fault.hpp"

namespace sendlab::faults {

/// How often one fault was asked and acted.
struct fault_account {
    std::string name;           // "ses: fail Throttling"
    std::uint64_t matched = 0;  // occasions inside its window, of its target and attempt
    std::uint64_t consumed = 0; // of those, how often it acted
};

class fault_set {
public:
    /// `start` is the start of the run, from which triggers count.
    fault_set(random_source random, time_point start);
    ~fault_set();
    fault_set(fault_set&&) noexcept;

    /// In the order of the scenario file; effects add up in that order.
    void add(trigger when, std::unique_ptr<fault> what);

    /// Forgets all faults; triggers of those that are added from now on count from `start`.
    void restart(time_point start);

    [[nodiscard]] bool empty() const { return entries_.empty(); }
    /// Nothing to do for most operations of most runs: ask this before building an occasion.
    [[nodiscard]] bool concerns(operation what) const { return targets_.contains(what); }
    [[nodiscard]] bool concerns(operation_set any) const { return targets_.meets(any); }

    /// Once for each occasion, in the order of events: faults count how often they act.
    [[nodiscard]] effect apply(const occasion& where);
    /// What apply() would say now; nothing is counted. Only for operations whose faults remember nothing.
    [[nodiscard]] effect foresee(const occasion& where) const;
    /// In the order in which the faults were added.
    [[nodiscard]] std::vector<fault_account> accounts() const;

private:
    struct entry;
    std::vector<entry> entries_;
    random_source random_;
    time_point start_;
    operation_set targets_;
};

} // namespace sendlab::faults
