// An event of the asynchronous queue as plain values: for whoever keeps a copy of it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/time_types.hpp"
#include "lambda/handler.hpp"

namespace sendlab::lambda {

/// Accepted, and neither succeeded nor given up. An attempt that runs is not known to have been: until it is answered the
/// event is as it was before.
struct pending_event {
    std::string function; // "name", or "name:1"
    std::shared_ptr<const event_document> document;
    request_id id;
    std::uint64_t entity = 0;
    std::uint32_t delivery = 0;  // 2 * (delivery given to invoke_async), + 1 for the queue's own duplicate
    std::uint32_t attempts = 0;  // that are over
    std::uint32_t throttles = 0; // since the last attempt
    time_point accepted{};
    time_point due{}; // of the next attempt
    std::string last_error;
};

} // namespace sendlab::lambda
