// The Lambda Runtime API (2018-06-01) as one process of one function sees it: it asks for the next
// invocation, answers it, and asks again. No sockets: requests come in as values. Sources: Lambda Developer
// Guide, "Using the Lambda runtime API for custom runtimes"; texts of errors as AWS's runtime interface
// emulator gives them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "api/http.hpp"

namespace sendlab::net::sandbox {

/// What `next` answers: the event, and what the headers say.
struct runtime_event {
    std::string request_id;
    std::string payload; // JSON
    std::int64_t deadline_ms = 0;
    std::string function_arn;
    std::string trace_id;
    std::string client_context; // empty: none
};

/// What the process said of an invocation or, before the first one, of its own start.
struct runtime_answer {
    bool succeeded = true;
    std::string payload; // JSON
};

/// 6 MiB and 100 bytes: what Lambda takes as an answer.
inline constexpr std::uint64_t largest_answer = 6'291'556;

/// The error object in place of an answer that is too large.
[[nodiscard]] std::string answer_too_large();

class runtime_api final : public api::http_service {
public:
    /// Told from inside handle(), after the process has been answered.
    struct listener {
        virtual ~listener() = default;
        /// It has asked for an invocation: after its start, or after it has answered the one before. `answer`
        /// is what it said to that one, nothing after the start.
        virtual void on_idle(std::optional<runtime_answer> answer) = 0;
        /// It could not start; it is expected to exit.
        virtual void on_init_error(std::string payload) = 0;
    };

    explicit runtime_api(listener& owner) : owner_{owner} {}

    void handle(api::http_request request, api::http_answer answer) override;

    /// The process is idle: gives it an invocation.
    void deliver(const runtime_event& event);

    /// It has asked for its first invocation.
    [[nodiscard]] bool has_begun() const { return state_ != state::starting && state_ != state::failed; }
    /// What it has answered without having asked for the next yet.
    [[nodiscard]] const std::optional<runtime_answer>& answer() const { return answered_; }

private:
    enum class state { starting, idle, running, answered, failed };

    api::http_response respond(const api::http_request& request, api::http_answer& answer);
    api::http_response next(api::http_answer& answer);
    api::http_response init_error(const api::http_request& request);
    api::http_response take_answer(const api::http_request& request, std::string_view rest);
    api::http_response refuse_transition(std::string_view to) const;

    listener& owner_;
    state state_ = state::starting;
    std::string request_id_; // of the invocation that runs, or has run last
    std::optional<runtime_answer> answered_;
    api::http_answer waiting_; // the process, for the next invocation
    bool became_idle_ = false; // by the request that is being handled
    std::optional<std::string> init_error_;
};

} // namespace sendlab::net::sandbox
