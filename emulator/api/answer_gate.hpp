// Holds answers back until what they tell of is kept, where something is to survive the process.
#pragma once

#include <functional>
#include <string_view>

#include "api/http.hpp"

namespace sendlab::api {

class answer_gate {
public:
    virtual ~answer_gate() = default;
    /// Calls `then` once all that has changed by now is kept: at once where it is, else later, in an event of its own. With
    /// false where it cannot be kept at present.
    virtual void wait(std::function<void(bool kept)> then) = 0;
};

/// Whether an answer may leave although nothing can be kept: the request has asked for nothing to be changed.
[[nodiscard]] bool only_reads(std::string_view method);

/// A service of the emulator's own, whose answers wait.
class gated_service final : public http_service {
public:
    /// Both outlive it; no gate: nothing waits.
    gated_service(http_service& behind, answer_gate* gate) : behind_{behind}, gate_{gate} {}

    void handle(http_request request, http_answer answer) override;

private:
    http_service& behind_;
    answer_gate* gate_;
};

} // namespace sendlab::api
