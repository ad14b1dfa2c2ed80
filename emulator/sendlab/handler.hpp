// The code of a Lambda function in C++, as tests write it: a coroutine that awaits its calls.
//
//     sendlab::job send_all(sendlab::invocation& run) {
//         const auto file = co_await run.get_object();
//         for (const auto& mail : sendlab::read_emails(file))
//             co_await run.send(mail);
//     }
//
// It runs in virtual time under the limits of the scenario: it is killed at the time limit, and run again as a whole.
#pragma once

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sendlab {

using duration = std::chrono::nanoseconds;

/// One e-mail, in UTF-8. Addresses are "a@b" or "Name <a@b>".
struct email {
    std::vector<std::string> to;
    std::string subject;
    std::string text;
    std::string from = "news@example.org";

    friend bool operator==(const email&, const email&) = default;
};

/// The e-mails of an upload file, {"meta": {"from": ...}, "emails": [{"to": ..., "subject": ..., "message": ...}]}.
/// Throws std::invalid_argument for what is none, with line and column.
[[nodiscard]] std::vector<email> read_emails(std::string_view file);
/// Such a file. All e-mails of a file have one sender: that of the first.
[[nodiscard]] std::string write_emails(const std::vector<email>& emails);

/// A service said no, or was not reached.
class service_error : public std::runtime_error {
public:
    service_error(std::string code, const std::string& message, bool retryable)
        : std::runtime_error{message}, code_{std::move(code)}, retryable_{retryable} {}

    /// As the service names it: "Throttling", "MessageRejected", "NoSuchKey"; "NetworkingError" for a lost connection.
    [[nodiscard]] const std::string& code() const noexcept { return code_; }
    /// Would an SDK try again? Throttles, server errors and lost connections.
    [[nodiscard]] bool retryable() const noexcept { return retryable_; }

private:
    std::string code_;
    bool retryable_;
};

/// The answer of a call that answers nothing but "done".
struct done {};

namespace detail {

/// What a call and the code that waits for it share.
template<class T>
struct answer {
    std::optional<T> value;
    std::exception_ptr error;
    std::function<void()> ready; // set by whoever waits

    [[nodiscard]] bool here() const { return value || error; }
};

} // namespace detail

/// A call on its way: it has begun when the object is there. Several may be on their way at once.
template<class T>
class [[nodiscard]] call {
public:
    explicit call(std::shared_ptr<detail::answer<T>> answer) : answer_{std::move(answer)} {}

    [[nodiscard]] bool await_ready() const noexcept { return answer_->here(); }
    void await_suspend(std::coroutine_handle<> waiting) {
        answer_->ready = [waiting] { waiting.resume(); };
    }
    /// Throws service_error.
    T await_resume() {
        if (answer_->error)
            std::rethrow_exception(answer_->error);
        return std::move(*answer_->value);
    }

    /// For code without coroutines: one of the two is called when the answer is there.
    void then(std::function<void(T)> succeeded, std::function<void(const service_error&)> failed) {
        answer_->ready = [answer = answer_.get(), succeeded = std::move(succeeded),
                          failed = std::move(failed)] {
            try {
                if (answer->error)
                    std::rethrow_exception(answer->error);
            } catch (const service_error& error) {
                return failed(error);
            }
            succeeded(std::move(*answer->value));
        };
    }

private:
    std::shared_ptr<detail::answer<T>> answer_;
};

/// A coroutine of a handler. What it throws is the handler's error. Jobs may await jobs.
class [[nodiscard]] job {
public:
    struct promise_type;
    using handle = std::coroutine_handle<promise_type>;

    job(job&& other) noexcept : frame_{std::exchange(other.frame_, nullptr)} {}
    job& operator=(job&& other) noexcept {
        std::swap(frame_, other.frame_);
        return *this;
    }
    ~job() {
        if (frame_)
            frame_.destroy();
    }

    struct awaiter;
    awaiter operator co_await() && noexcept;

    /// Runs to the first call that it awaits; `ended` is called once, with null or with what the job has thrown.
    void start(std::function<void(std::exception_ptr)> ended);

private:
    explicit job(handle frame) : frame_{frame} {}
    handle frame_;
};

struct job::promise_type {
    struct ending {
        [[nodiscard]] bool await_ready() const noexcept { return false; }
        std::coroutine_handle<> await_suspend(handle self) const noexcept {
            auto& promise = self.promise();
            if (promise.parent)
                return promise.parent;
            promise.ended(promise.error);
            return std::noop_coroutine();
        }
        void await_resume() const noexcept {}
    };

    job get_return_object() { return job{handle::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    ending final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { error = std::current_exception(); }

    std::coroutine_handle<> parent; // the job that awaits this one
    std::function<void(std::exception_ptr)> ended;
    std::exception_ptr error;
};

struct job::awaiter {
    handle frame;

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> parent) const noexcept {
        frame.promise().parent = parent;
        return frame;
    }
    void await_resume() const {
        if (frame.promise().error)
            std::rethrow_exception(frame.promise().error);
    }
};

inline job::awaiter job::operator co_await() && noexcept {
    return {frame_};
}

inline void job::start(std::function<void(std::exception_ptr)> ended) {
    frame_.promise().ended = std::move(ended);
    frame_.resume();
}

/// What the handler of an event sees. Valid until the attempt is over.
class invocation {
public:
    virtual ~invocation() = default;

    /// The same in all attempts of an event: the key to remember what has been done.
    [[nodiscard]] virtual const std::string& request_id() const = 0;
    /// The event as AWS would send it, as JSON.
    [[nodiscard]] virtual std::string event() const = 0;
    /// Of the object that was put.
    [[nodiscard]] virtual const std::string& bucket() const = 0;
    [[nodiscard]] virtual const std::string& key() const = 0;
    /// Until the attempt is killed.
    [[nodiscard]] virtual duration remaining() const = 0;
    virtual void log(std::string_view line) = 0;

    /// The bytes of an object; of the one that was put.
    virtual call<std::string> get_object(const std::string& bucket, const std::string& key) = 0;
    call<std::string> get_object() { return get_object(bucket(), key()); }
    virtual call<done> put_object(const std::string& bucket, const std::string& key, std::string bytes) = 0;
    /// SES's SendEmail, once: no retries as an SDK has them. The id of the message.
    virtual call<std::string> send(const email& mail) = 0;
    /// Computing, at one full vCPU: takes longer with less than 1,769 MB of memory.
    virtual call<done> work(duration cpu) = 0;
    /// Waiting, as setTimeout does.
    virtual call<done> wait(duration time) = 0;
};

/// A handler. Each environment has a copy, as each process on AWS has variables of its own.
using handler_code = std::function<job(invocation&)>;
/// Tells how a handler without coroutines has ended: with an empty text well, else with this error.
using handler_callback = std::function<void(const std::string& error)>;
using callback_code = std::function<void(invocation&, handler_callback)>;

} // namespace sendlab
