// What is kept of Lambda: functions with their code and all that hangs on them, and the events of the asynchronous queue.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "lambda/code_host.hpp"
#include "lambda/function_registry.hpp"
#include "lambda/lambda_service.hpp"
#include "storage/shelf.hpp"

namespace sendlab::storage {

/// All of it outlives the shelves.
struct lambda_parts {
    lambda::function_registry& registry;
    lambda::lambda_service& service;
    lambda::code_host& host;
    /// Told of functions whose local folder is gone, and of events whose function is: those stay away, the rest comes.
    std::function<void(std::string_view)> complain;
};

/// In the order in which they are restored.
[[nodiscard]] std::vector<shelf> shelves_of(const lambda_parts& lambda);
/// Marks what changes from now on.
void watch(const lambda_parts& lambda, mark_function mark);

} // namespace sendlab::storage
