#include "ses/ses_service.hpp"

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <optional>

#include "base/token_bucket.hpp"
#include "ses/identities.hpp"
#include "ses/request_rules.hpp"
#include "ses/sending_quota.hpp"

namespace sendlab::ses {

namespace {

std::optional<token_bucket> rate_of(const account_config& account) {
    if (account.rate <= 0)
        return std::nullopt;
    const auto burst = account.burst > 0 ? account.burst : account.rate;
    return token_bucket{account.rate, std::max(1.0, burst)};
}

/// What the recipients of a message add to the account's counters.
struct tally {
    std::uint64_t all = 0;
    std::uint64_t simulator = 0;
    std::uint64_t bounces = 0;
    std::uint64_t complaints = 0;
};

tally count(const send_request& request) {
    tally sum{.all = recipients_of(request)};
    for (const auto address : request.recipients) {
        if (!is_simulator(address))
            continue;
        const auto what = disposition_of(address);
        ++sum.simulator;
        sum.bounces += what == disposition::bounced || what == disposition::suppressed;
        sum.complaints += what == disposition::complained;
    }
    return sum;
}

} // namespace

struct ses_service::impl {
    impl(scheduler& clock_, random_source random, account_config config)
        : clock{clock_},
          ids{random.stream("ses.message_id")},
          account{std::move(config)},
          rate{rate_of(account)} {}
    impl(const impl&) = delete; // the rules refer to their neighbours

    scheduler& clock;
    random_stream ids;
    account_config account;
    identities verified;
    request_rules rules{account, verified};
    sending_quota quota;
    std::optional<token_bucket> rate;
    send_statistics statistics;
    std::uint64_t accepted = 0;

    [[nodiscard]] bool quota_allows(std::uint64_t recipients, time_point now) {
        return account.daily_quota == 0 || quota.sent(now) + recipients <= account.daily_quota;
    }

    errc refuse(errc code, time_point now) {
        if (code == errc::message_rejected)
            ++statistics.at(now).rejects;
        return code;
    }

    message_id accept(const tally& sum, time_point now) {
        quota.add(sum.all - sum.simulator, now);
        auto& point = statistics.at(now);
        point.delivery_attempts += sum.all;
        point.bounces += sum.bounces;
        point.complaints += sum.complaints;
        return {now, ++accepted};
    }
};

ses_service::ses_service(scheduler& clock, random_source random, account_config config)
    : impl_{std::make_unique<impl>(clock, random, std::move(config))} {}

ses_service::~ses_service() = default;

result<message_id, errc> ses_service::send(const send_request& request) {
    auto& s = *impl_;
    const auto now = s.clock.now();
    if (const auto code = s.rules.refusal(request))
        return s.refuse(*code, now);
    const auto sum = count(request);
    if (!s.quota_allows(sum.all - sum.simulator, now))
        return s.refuse(errc::throttling_quota, now);
    if (s.rate && !s.rate->take(sum.all, now))
        return s.refuse(errc::throttling_rate, now);
    return s.accept(sum, now);
}

std::string ses_service::error_text(errc code, const send_request& request) const {
    return impl_->rules.text(code, request);
}

std::string ses_service::text(const message_id& id) const {
    // Ids of us-east-1 begin with 0100, then come 48 bits of milliseconds; the UUID is a random one (RFC
    // 9562, v4).
    const auto milliseconds =
        std::chrono::floor<std::chrono::milliseconds>(id.accepted.time_since_epoch()).count();
    const auto high = impl_->ids.bits(id.number, 0, 0);
    const auto low = impl_->ids.bits(id.number, 0, 1);
    std::array<char, 16 + 1 + 36 + 7 + 1> out{};
    std::snprintf(out.data(), out.size(),
                  "0100%012" PRIx64 "-%08" PRIx64 "-%04" PRIx64 "-4%03" PRIx64 "-%04" PRIx64 "-%012" PRIx64
                  "-000000",
                  static_cast<std::uint64_t>(milliseconds) & 0xffff'ffff'ffff, high >> 32,
                  high >> 16 & 0xffff, high & 0xfff, (low >> 48 & 0x3fff) | 0x8000, low & 0xffff'ffff'ffff);
    return out.data();
}

void ses_service::verify_identity(std::string identity) {
    impl_->verified.verify(std::move(identity));
}

bool ses_service::is_verified(std::string_view address) const {
    return impl_->verified.cover(address);
}

send_quota ses_service::quota() const {
    const auto& account = impl_->account;
    return {.max_24_hour_send = account.daily_quota == 0 ? -1.0 : static_cast<double>(account.daily_quota),
            .max_send_rate = account.rate <= 0 ? -1.0 : account.rate,
            .sent_last_24_hours = static_cast<double>(impl_->quota.sent(impl_->clock.now()))};
}

std::vector<send_data_point> ses_service::statistics() const {
    return impl_->statistics.points(impl_->clock.now());
}

} // namespace sendlab::ses
