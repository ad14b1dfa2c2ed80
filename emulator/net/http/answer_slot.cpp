#include "net/http/answer_slot.hpp"

#include <cassert>
#include <utility>

namespace sendlab::net {

/// What the copies of one answer share.
struct answer_slot::ticket {
    std::weak_ptr<answer_slot*> slot;

    explicit ticket(const std::shared_ptr<answer_slot*>& of) : slot{of} {}
    ticket(const ticket&) = delete;
    ticket& operator=(const ticket&) = delete;
    ~ticket() { settle(std::nullopt); }

    void settle(std::optional<api::http_response> response) {
        if (const auto open = std::exchange(slot, {}).lock())
            (*open)->settle(std::move(response));
    }
};

api::http_answer answer_slot::open() {
    assert(settled());
    response_.reset();
    ticket_ = std::make_shared<answer_slot*>(this);
    return [shared = std::make_shared<ticket>(ticket_)](api::http_response response) {
        shared->settle(std::move(response));
    };
}

std::optional<api::http_response> answer_slot::take() {
    assert(settled());
    return std::exchange(response_, std::nullopt);
}

void answer_slot::close() {
    if (ticket_)
        settle(std::nullopt);
}

void answer_slot::settle(std::optional<api::http_response> response) {
    response_ = std::move(response);
    ticket_.reset();
    if (auto then = std::exchange(then_, task{}))
        then();
}

} // namespace sendlab::net
