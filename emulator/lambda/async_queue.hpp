// The events of the asynchronous queue, from acceptance to their end.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lambda/deployed_function.hpp"
#include "lambda/handler.hpp"
#include "time/scheduler.hpp"

namespace sendlab::lambda {

/// What a synchronous caller gets.
struct call_result {
    bool succeeded = true; // else X-Amz-Function-Error
    std::string payload;
    std::string log_tail;         // its last 4 KB; empty where no log is kept
    std::string executed_version; // "$LATEST"
};
using call_answer = std::function<void(call_result)>;

/// One delivery of an event. An event that the queue delivers twice is there twice, each with its own
/// attempts.
struct queued_event {
    enum class stage : std::uint8_t {
        delayed, // until `timer`: to the first attempt, the next one, or the end of a back-off
        in_line, // for concurrency
        running, // in an attempt
    };

    std::shared_ptr<deployed_function> target;
    std::shared_ptr<const event_document> document;
    request_id id;
    std::uint64_t entity = 0; // keys all chance, together with `delivery` and `attempts`
    std::uint32_t delivery = 0;
    std::uint32_t attempts = 0;  // begun
    std::uint32_t throttles = 0; // since the last attempt
    stage where = stage::delayed;
    time_point accepted{};
    time_point due{}; // when it was delayed last
    timer_id timer;
    std::string last_error;              // what the last attempt answered, if it failed
    std::unique_ptr<call_answer> caller; // who waits for the answer of the only attempt; null: nobody
};

/// Where an event is kept; its address does not change while others come and go.
using event_slot = std::uint32_t;

class async_queue {
public:
    event_slot add(queued_event event);
    /// Into a slot that is free.
    void put(event_slot slot, queued_event event);
    /// Takes the event out of the queue.
    queued_event remove(event_slot slot);
    [[nodiscard]] queued_event& operator[](event_slot slot);
    [[nodiscard]] const queued_event& operator[](event_slot slot) const;

    [[nodiscard]] std::uint64_t size() const { return slots_.size() - free_.size(); }
    /// All events are in slots below.
    [[nodiscard]] event_slot end() const { return static_cast<event_slot>(slots_.size()); }
    [[nodiscard]] bool holds(event_slot slot) const { return slots_[slot].target != nullptr; }

private:
    std::deque<queued_event> slots_; // a free one has no target
    std::vector<event_slot> free_;
};

} // namespace sendlab::lambda
