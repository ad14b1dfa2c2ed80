// How much mail a server takes in a time: Amazon SES's sending rate and quota, as its SMTP interface enforces them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "base/token_bucket.hpp"
#include "smtp/policy.hpp"
#include "time/scheduler.hpp"

namespace sendlab::smtp {

/// 0 is no limit. Recipients are what Amazon SES counts.
struct sending_limits {
    double rate = 0;                        // recipients a second, of all sessions together
    double burst = 1;                       // recipients, at least 1: what may come at once
    std::uint64_t daily_quota = 0;          // recipients in any 24 hours
    std::size_t recipients = 0;             // of one message
    std::uint32_t messages_per_session = 0; // one more MAIL closes the connection
};

/// Refuses what is over a limit, behind the text and with SES's replies. What is refused counts for nothing.
class limiting_policy final : public policy {
public:
    /// `inner`, where it is not null, is asked first; it outlives this.
    limiting_policy(const scheduler& clock, const sending_limits& limits, policy* inner = nullptr);

    [[nodiscard]] decision decide(const occasion& step) override;

private:
    struct sent {
        time_point when;
        std::uint64_t recipients;
    };

    [[nodiscard]] std::optional<refusal> over_limit(const occasion& step);
    [[nodiscard]] std::optional<refusal> take(std::uint64_t recipients);

    const scheduler& clock_;
    sending_limits limits_;
    policy* inner_;
    std::optional<token_bucket> bucket_;
    std::deque<sent> last_day_;
    std::uint64_t sent_last_day_ = 0; // recipients
};

} // namespace sendlab::smtp
