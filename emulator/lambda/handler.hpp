// The port behind which a function's code runs. The models of pipeline/handlers stand behind it in virtual
// time, a user's C++ handler in a test, a child process on the Lambda Runtime API in real time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/time_types.hpp"
#include "lambda/request_id.hpp"

namespace sendlab::lambda {

/// The event that a function is invoked with. The document is made when somebody reads it: a modelled handler
/// in a run of ten million e-mails never does.
class event_document {
public:
    virtual ~event_document() = default;
    [[nodiscard]] virtual std::string json() const = 0;
    /// What the caller sent beside it (X-Amz-Client-Context): JSON; empty: nothing.
    [[nodiscard]] virtual std::string client_context() const { return {}; }
    /// How many invocations, each the cause of the next, led to it: a file that a handler uploads into its own
    /// bucket has one more than the file that the handler was invoked with.
    [[nodiscard]] virtual std::uint32_t ancestors() const { return 0; }
};

/// One run of a function: what the handler's context object says.
struct invocation {
    request_id id;                               // the same in every attempt of an event
    std::uint32_t attempt = 1;                   // 1, 2, 3; not visible to code on AWS
    std::shared_ptr<const event_document> event; // never null
    std::uint64_t environment = 0;               // which environment runs it
    time_point deadline{};                       // getRemainingTimeInMillis() counts down to it
    std::uint32_t memory_mb = 128;
    // Tells apart the events of one entity: 2 * (delivery given to invoke_async), + 1 for the queue's own
    // duplicate.
    std::uint32_t delivery = 0;
    bool called = false; // synchronously: somebody waits for the answer of the only attempt
};

/// How a handler ended.
struct handler_result {
    bool succeeded = true;
    std::string payload = "null"; // JSON: what it returned, or {"errorType": ..., "errorMessage": ...}
    bool crashed = false;         // the process is gone: Init is due again before the next attempt
    // What became of the process, for the log ("Runtime.ExitError"); empty where the code itself answered.
    std::string runtime_error = {};
};

/// Takes a line that the code has written, without the end of the line.
using log_sink = std::function<void(std::string_view line)>;

/// One environment's instance of the code. It is told to do one thing at a time and lives as long as the
/// environment. It may answer before the call that asked it returns. What an answer leads to happens in an
/// event of its own, never inside `ready` or `done`; an answer that comes too late or twice is ignored.
class handler {
public:
    virtual ~handler() = default;

    /// The Init phase: calls `ready` when the code is loaded. Called again, with `cold` false, inside an
    /// attempt when the environment was reset after a time-out or a crash ("suppressed init") or the first
    /// Init ran past its limit.
    virtual void init(bool cold, std::function<void()> ready) = 0;

    /// The Invoke phase: calls `done` exactly once, unless terminate() comes first. `run` stays valid until
    /// then.
    virtual void start(const invocation& run, std::function<void(handler_result)> done) = 0;

    /// The process is killed: nothing that it does from now on may have an effect, what other systems have
    /// accepted stays accepted, and neither `ready` nor `done` is called.
    virtual void terminate() = 0;

    /// Before the first init(), where a log is kept: where lines go that the code writes. They may come at
    /// any time, but not from inside the destructor.
    virtual void write_log_to(log_sink) {}
    /// The most memory that the process has had, until it was terminated; 0 where nobody measures it.
    [[nodiscard]] virtual std::uint32_t peak_memory_mb() const { return 0; }
};

/// Makes the instance of a new environment.
using handler_factory = std::function<std::unique_ptr<handler>(std::uint64_t environment)>;

} // namespace sendlab::lambda
