// What Lambda writes to a function's log of one attempt, in its order.
#pragma once

#include <string>

#include "lambda/handler.hpp"
#include "lambda/lambda_observer.hpp"

namespace sendlab::lambda {

class function_log {
public:
    explicit function_log(lambda_observer& observer) : observer_{observer} {}

    /// Lines cost time to write: off until they are asked for.
    void write(bool on) { on_ = on; }

    void attempt_started(const std::string& function, const invocation& run);
    void init_aborted(const std::string& function, duration limit);
    void attempt_ended(const std::string& function, const invocation& run, const attempt_report& report);

private:
    lambda_observer& observer_;
    bool on_ = false;
};

} // namespace sendlab::lambda
