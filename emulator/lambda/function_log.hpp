// What is written to a function's log during an attempt: Lambda's own lines and the code's, in their order.
#pragma once

#include <cstddef>
#include <string_view>

#include "lambda/deployed_function.hpp"
#include "lambda/environment_pool.hpp"
#include "lambda/handler.hpp"
#include "lambda/lambda_observer.hpp"

namespace sendlab::lambda {

class function_log {
public:
    /// As much of an invocation's log is kept with its environment, for X-Amz-Log-Result.
    static constexpr std::size_t tail_limit = 4096;

    explicit function_log(lambda_observer& observer) : observer_{observer} {}

    /// Lines cost time to write: off until they are asked for.
    void write(bool on) { on_ = on; }
    [[nodiscard]] bool on() const { return on_; }

    void attempt_started(const deployed_function& function, environment& place, const invocation& run);
    void init_aborted(const deployed_function& function, environment& place, duration limit);
    void attempt_ended(const deployed_function& function, environment& place, const invocation& run,
                       const attempt_report& report);
    /// A line of the code's.
    void add(const deployed_function& function, environment& place, std::string_view line);

private:
    lambda_observer& observer_;
    bool on_ = false;
};

} // namespace sendlab::lambda
