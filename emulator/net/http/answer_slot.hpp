// Where a connection and the service that answers it meet: whichever comes first leaves something here.
#pragma once

#include <memory>
#include <optional>

#include "api/http.hpp"
#include "base/task.hpp"

namespace sendlab::net {

class answer_slot {
public:
    answer_slot() = default;
    answer_slot(const answer_slot&) = delete;
    answer_slot& operator=(const answer_slot&) = delete;
    ~answer_slot() { close(); }

    /// For one request. What is called a second time, or after the slot has gone on to the next request or
    /// closed, does no harm. If all copies go without having been called, there is no answer.
    [[nodiscard]] api::http_answer open();
    /// Has it been answered, or is it certain that it will not be?
    [[nodiscard]] bool settled() const { return !ticket_; }
    /// Once settled: nothing if there is no answer.
    [[nodiscard]] std::optional<api::http_response> take();
    /// `then` is called once it is settled, never from within this call. One at a time.
    void when_settled(task then) { then_ = std::move(then); }
    /// Settled, without an answer.
    void close();

private:
    struct ticket;

    void settle(std::optional<api::http_response> response);

    std::shared_ptr<answer_slot*> ticket_; // null: settled
    std::optional<api::http_response> response_;
    task then_;
};

} // namespace sendlab::net
