#include "faults/fault_set.hpp"

#include <cassert>

namespace sendlab::faults {

struct fault_set::entry {
    trigger when;
    std::unique_ptr<fault> what;
    random_stream draws; // whether it acts: a stream of its own, so that no fault moves the draws of another
    std::uint64_t matched = 0;
    std::uint64_t consumed = 0;

    [[nodiscard]] bool covers(const occasion& where, duration since_start) const {
        return where.what == when.target && since_start >= when.at && since_start - when.at < when.for_ &&
               (!when.attempt || *when.attempt == where.attempt);
    }
    [[nodiscard]] bool is_used_up() const { return when.times && consumed >= *when.times; }
    [[nodiscard]] bool chosen(const occasion& where) const {
        return when.probability >= 1 ||
               draws.chance(when.probability, where.entity, where.attempt, where.index);
    }

    void meet(const occasion& where, duration since_start, effect& out) {
        if (!covers(where, since_start))
            return;
        ++matched;
        if (!is_used_up() && chosen(where) && what->act(where, out))
            ++consumed;
    }
};

fault_set::fault_set(random_source random, time_point start) : random_{random}, start_{start} {}
fault_set::~fault_set() = default;
fault_set::fault_set(fault_set&&) noexcept = default;

void fault_set::add(trigger when, std::unique_ptr<fault> what) {
    assert(what);
    targets_.insert(when.target);
    const auto stream = "fault." + std::to_string(entries_.size());
    entries_.push_back({when, std::move(what), random_.stream(stream)});
}

void fault_set::restart(time_point start) {
    entries_.clear();
    targets_ = {};
    start_ = start;
}

effect fault_set::apply(const occasion& where) {
    effect out;
    for (auto& e : entries_)
        e.meet(where, where.at - start_, out);
    return out;
}

effect fault_set::foresee(const occasion& where) const {
    effect out;
    for (const auto& e : entries_)
        if (e.covers(where, where.at - start_) && !e.is_used_up() && e.chosen(where))
            e.what->act(where, out);
    return out;
}

std::vector<fault_account> fault_set::accounts() const {
    std::vector<fault_account> accounts;
    accounts.reserve(entries_.size());
    for (const auto& e : entries_)
        accounts.push_back(
            {std::string{to_string(e.when.target)} + ": " + e.what->description(), e.matched, e.consumed});
    return accounts;
}

} // namespace sendlab::faults
