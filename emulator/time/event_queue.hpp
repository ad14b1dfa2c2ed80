// The pending events of a scheduler: earliest first, equal times in the order in which they were asked for.
// Knows no clock; time/virtual_scheduler and net/io_scheduler each bring their own.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "time/scheduler.hpp"

namespace sendlab {

/// A 4-ary heap of keys over slots that hold the tasks: shallower than a binary heap, and tasks stay where
/// they are while keys move. Nothing is allocated once the vectors have grown to what a run needs.
class event_queue {
public:
    timer_id push(time_point when, task&& event);

    /// In O(1): the heap keeps the key until it surfaces or until such keys are the majority, and are swept
    /// out.
    bool cancel(timer_id id);

    /// When the earliest event is due; nothing if none is pending.
    [[nodiscard]] std::optional<time_point> next() const {
        return heap_.empty() ? std::nullopt : std::optional{heap_.front().when};
    }
    /// The same, where one is known to be pending.
    [[nodiscard]] time_point earliest() const { return heap_.front().when; }

    /// Takes the earliest event out, to be run by the caller. There must be one.
    [[nodiscard]] task pop();

    [[nodiscard]] std::size_t size() const { return slots_.size() - free_.size(); }
    [[nodiscard]] bool empty() const { return heap_.empty(); }

private:
    static constexpr std::size_t arity = 4;
    static constexpr unsigned slot_bits = 24; // 16 million pending events, and as many million million in all

    /// 16 bytes, so that the four children of a place are one cache line.
    struct key {
        time_point when;
        std::uint64_t order; // number of the event, then its slot: breaks ties, first asked, first run

        [[nodiscard]] std::uint32_t slot() const { return order & ((1U << slot_bits) - 1); }
        friend bool operator<(const key& a, const key& b) {
            return a.when < b.when || (a.when == b.when && a.order < b.order);
        }
    };
    struct slot {
        task event;
        std::uint64_t order = 0;      // of the pending event; 0: free
        std::uint32_t generation = 0; // how often the slot has been taken
    };

    [[nodiscard]] bool is_cancelled(const key& k) const { return slots_[k.slot()].order != k.order; }
    void insert(key k);
    void remove_first();
    void sink(std::size_t hole, key k);
    void drop_cancelled_first();
    void sweep();
    std::uint32_t take_slot();
    task empty_slot(std::uint32_t index);

    std::vector<key> heap_; // its first key is never a cancelled one
    std::vector<slot> slots_;
    std::vector<std::uint32_t> free_;
    std::uint64_t events_ = 0;
};

inline timer_id event_queue::push(time_point when, task&& event) {
    assert(event);
    const auto index = take_slot();
    auto& s = slots_[index];
    s.event = std::move(event);
    s.order = ++events_ << slot_bits | index;
    insert({when, s.order});
    return {index, ++s.generation};
}

inline task event_queue::pop() {
    assert(!heap_.empty());
    task event = empty_slot(heap_.front().slot());
    remove_first();
    drop_cancelled_first();
    return event;
}

inline void event_queue::insert(key k) {
    heap_.push_back(k);
    auto hole = heap_.size() - 1;
    while (hole > 0) {
        const auto parent = (hole - 1) / arity;
        if (!(k < heap_[parent]))
            break;
        heap_[hole] = heap_[parent];
        hole = parent;
    }
    heap_[hole] = k;
}

inline void event_queue::remove_first() {
    const key last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty())
        sink(0, last);
}

inline void event_queue::sink(std::size_t hole, key k) {
    const auto size = heap_.size();
    for (auto child = hole * arity + 1; child < size; child = hole * arity + 1) {
        auto least = child;
        for (const auto end = std::min(child + arity, size); ++child < end;)
            if (heap_[child] < heap_[least])
                least = child;
        if (!(heap_[least] < k))
            break;
        heap_[hole] = heap_[least];
        hole = least;
    }
    heap_[hole] = k;
}

inline void event_queue::drop_cancelled_first() {
    while (!heap_.empty() && is_cancelled(heap_.front()))
        remove_first();
}

inline std::uint32_t event_queue::take_slot() {
    if (free_.empty()) {
        assert(slots_.size() < 1U << slot_bits);
        slots_.emplace_back();
        return static_cast<std::uint32_t>(slots_.size() - 1);
    }
    const auto index = free_.back();
    free_.pop_back();
    return index;
}

/// The task is handed out, not destroyed here: a closure's destructor may well come back to this queue.
inline task event_queue::empty_slot(std::uint32_t index) {
    auto& s = slots_[index];
    assert(s.order != 0);
    s.order = 0;
    free_.push_back(index);
    return std::move(s.event);
}

} // namespace sendlab
