// AWS Lambda as the pipeline sees it: functions, the asynchronous queue, environments. Sources: Lambda
// Developer Guide, "Asynchronous invocation", "Lambda execution environment", "Lambda function scaling".
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/random_source.hpp"
#include "base/result.hpp"
#include "lambda/function_config.hpp"
#include "lambda/handler.hpp"
#include "lambda/lambda_error.hpp"
#include "lambda/lambda_observer.hpp"
#include "time/scheduler.hpp"

namespace sendlab::lambda {

class lambda_service {
public:
    /// The scheduler and the observer must outlive the service. The account's limits are those of
    /// account_config.
    lambda_service(scheduler& clock, random_source random, account_config account, lambda_observer& observer);
    ~lambda_service();

    /// Checks AWS's ranges; the ARN of the new function is the result.
    result<std::string, error> create_function(function_config config, handler_factory code);
    /// Attempts that run go on to their end. Events that wait, and those whose attempt then fails, are given
    /// up.
    result<void, error> delete_function(const std::string& name);
    [[nodiscard]] const function_config* find_function(const std::string& name) const;

    /// `Event` invocation: accepted with 202 at once, attempts follow. `entity` is what chance is keyed by
    /// for this event (the pipeline gives the file's first e-mail, so that draws do not depend on event
    /// order). Several events of one entity (S3 may send a notification twice) are told apart by `delivery`:
    /// equal pairs get equal ids.
    result<request_id, error> invoke_async(const std::string& function_name_or_arn,
                                           std::shared_ptr<const event_document> event, std::uint64_t entity,
                                           std::uint32_t delivery = 0);

    /// An outage: until it is lifted, an event whose turn comes meets a service error (5xx), which is handled
    /// as a throttle with back-off is. Events that already wait in line (throttle_policy::queue) stay there.
    void set_service_available(bool available);

    /// Ends the environments that have been idle for longer than keep_warm. A function's are also ended when
    /// it is next invoked; there is no timer for it, which would keep a virtual run from ending. A live
    /// server calls this now and then.
    void expire_idle_environments();

    /// Events accepted and neither succeeded nor given up; one that the queue delivers twice counts twice.
    [[nodiscard]] std::uint64_t events_pending() const;
    /// Attempts running or initialising now.
    [[nodiscard]] std::uint32_t concurrent_executions() const;
    /// Log lines cost time to write: they reach the observer only when switched on.
    void write_logs(bool on);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::lambda
