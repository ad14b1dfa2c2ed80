// How many attempts may run at once in an account. Reserved concurrency is a cap on its function and is kept
// free for it; all other functions share what is not reserved. Source: Lambda Developer Guide, "Lambda
// function scaling", "Configuring reserved concurrency".
#pragma once

#include <cstdint>
#include <optional>

namespace sendlab::lambda {

/// One function's part in its account's concurrency.
struct concurrency_share {
    std::optional<std::uint32_t> reserved;
    std::uint32_t running = 0;
};

class concurrency_gate {
public:
    /// `limit` >= 1: attempts of all functions together.
    explicit concurrency_gate(std::uint32_t limit);

    /// So much must stay unreserved: 100, or everything where an account has no more.
    [[nodiscard]] std::uint32_t unreserved_minimum() const;
    [[nodiscard]] bool can_reserve(std::uint32_t wanted) const;

    /// Replaces the share's reservation; what runs counts as the new kind from now on. False, with nothing
    /// changed, if too little would stay unreserved.
    [[nodiscard]] bool change(concurrency_share& share, std::optional<std::uint32_t> reserved);
    /// Gives it back. What still runs counts as unreserved from now on.
    void remove(concurrency_share& share);

    [[nodiscard]] bool has_room(const concurrency_share& share) const;
    /// There must be room.
    void enter(concurrency_share& share);
    void leave(concurrency_share& share);

    [[nodiscard]] std::uint32_t running() const { return running_; }
    [[nodiscard]] std::uint32_t unreserved() const { return limit_ - reserved_; }

private:
    std::uint32_t limit_;
    std::uint32_t reserved_ = 0;
    std::uint32_t running_ = 0;
    std::uint32_t running_unreserved_ = 0;
};

} // namespace sendlab::lambda
