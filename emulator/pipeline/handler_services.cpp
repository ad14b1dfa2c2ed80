#include "pipeline/handler_services.hpp"

namespace sendlab::pipeline {

std::uint32_t attempt_key(const lambda::invocation& run) {
    return run.delivery << 8 | run.attempt;
}

} // namespace sendlab::pipeline
