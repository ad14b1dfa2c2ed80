// AWS Lambda as the pipeline sees it: functions, the asynchronous queue, environments. Sources: Lambda
// Developer Guide, "Asynchronous invocation", "Lambda execution environment", "Lambda function scaling".
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/random_source.hpp"
#include "base/result.hpp"
#include "lambda/async_queue.hpp"
#include "lambda/function_config.hpp"
#include "lambda/handler.hpp"
#include "lambda/lambda_error.hpp"
#include "lambda/lambda_observer.hpp"
#include "lambda/pending_event.hpp"
#include "time/scheduler.hpp"

namespace sendlab::lambda {

class lambda_service {
public:
    /// The scheduler and the observer must outlive the service. The account's limits are those of
    /// account_config.
    lambda_service(scheduler& clock, random_source random, account_config account, lambda_observer& observer);
    ~lambda_service();

    /// Checks AWS's ranges; the ARN of the new function is the result. A config with a version other than
    /// $LATEST makes that version of a function that exists; the two share the concurrency of the function.
    result<std::string, error> create_function(function_config config, handler_factory code);
    /// Replaces what is configured for the function or version that the config names. With `code`,
    /// environments start anew: idle ones end, those that run end with their attempt, and events that wait
    /// get the new code. Without, environments stay as they are.
    result<void, error> update_function(function_config config, handler_factory code = {});
    /// Attempts that run go on to their end. Events that wait, and those whose attempt then fails, are given
    /// up. "name:1" is a version; without one, all versions and aliases go too.
    result<void, error> delete_function(const std::string& name);
    /// "name" or "name:1"; null if there is none.
    [[nodiscard]] const function_config* find_function(const std::string& name) const;

    /// Invoking "name:alias" means the version from now on. Both must exist.
    void set_alias(const std::string& name, const std::string& alias, const std::string& version);
    void remove_alias(const std::string& name, const std::string& alias);

    /// `Event` invocation: accepted with 202 at once, attempts follow. `entity` is what chance is keyed by
    /// for this event (the pipeline gives the file's first e-mail, so that draws do not depend on event
    /// order). Several events of one entity (S3 may send a notification twice) are told apart by `delivery`:
    /// equal pairs get equal ids.
    result<request_id, error> invoke_async(const std::string& function_name_or_arn,
                                           std::shared_ptr<const event_document> event, std::uint64_t entity,
                                           std::uint32_t delivery = 0);

    /// `RequestResponse` invocation: one attempt, now. Refused where there is no concurrency for it. `answer`
    /// comes from an event of its own.
    result<request_id, error> invoke(const std::string& function_name_or_arn,
                                     std::shared_ptr<const event_document> event, std::uint64_t entity,
                                     call_answer answer);
    /// What an invocation of this name would run; nothing is run (`DryRun`).
    [[nodiscard]] result<const function_config*, error>
    resolve(const std::string& function_name_or_arn) const;

    /// What waits in the queue, for whoever keeps a copy of it; called in the middle of calls, which must be over before
    /// the event is looked at.
    void on_queue_change(std::function<void(event_slot)> sink);
    [[nodiscard]] std::optional<pending_event> find_pending(event_slot slot) const;
    /// Into its slot of a new service. Refused where there is no such function.
    result<void, error> restore_pending(event_slot slot, const pending_event& kept);

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
    /// Unreserved concurrency of the account.
    [[nodiscard]] std::uint32_t unreserved_concurrency() const;
    [[nodiscard]] const account_config& account() const;
    /// Log lines cost time to write: they reach the observer only when switched on, and what the code writes
    /// only from environments made after that.
    void write_logs(bool on);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::lambda
