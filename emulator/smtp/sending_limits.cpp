#include "smtp/sending_limits.hpp"

#include "smtp/ses_replies.hpp"

namespace sendlab::smtp {

limiting_policy::limiting_policy(const scheduler& clock, const sending_limits& limits, policy* inner)
    : clock_{clock}, limits_{limits}, inner_{inner} {
    if (limits_.rate > 0)
        bucket_.emplace(limits_.rate, limits_.burst);
}

decision limiting_policy::decide(const occasion& step) {
    auto made = inner_ ? inner_->decide(step) : decision{};
    if (!made.refused)
        made.refused = over_limit(step);
    return made;
}

std::optional<refusal> limiting_policy::over_limit(const occasion& step) {
    const auto most = limits_.messages_per_session;
    if (step.at == stage::mail && most != 0 && step.message > most)
        return ses_replies::too_many_messages();
    if (step.at != stage::message)
        return std::nullopt;
    const auto recipients = step.sent->recipients.size();
    if (limits_.recipients != 0 && recipients > limits_.recipients)
        return ses_replies::too_many_recipients(limits_.recipients);
    return take(recipients);
}

std::optional<refusal> limiting_policy::take(std::uint64_t recipients) {
    const auto now = clock_.now();
    for (; !last_day_.empty() && now - last_day_.front().when >= std::chrono::hours{24};
         last_day_.pop_front())
        sent_last_day_ -= last_day_.front().recipients;
    if (limits_.daily_quota != 0 && sent_last_day_ + recipients > limits_.daily_quota)
        return ses_replies::daily_quota_exceeded();
    if (bucket_ && !bucket_->take(recipients, now))
        return ses_replies::sending_rate_exceeded();
    if (limits_.daily_quota != 0) {
        last_day_.push_back({now, recipients});
        sent_last_day_ += recipients;
    }
    return std::nullopt;
}

} // namespace sendlab::smtp
