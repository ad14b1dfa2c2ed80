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

tally count(const send_request& request, const suppression_list& suppressed) {
    tally sum{.all = recipients_of(request)};
    for (const auto address : request.recipients) {
        if (!is_simulator(address)) {
            sum.bounces += !suppressed.empty() && suppressed.find(address);
            continue;
        }
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
          feedback_ids{random.stream("ses.feedback_id")},
          account{std::move(config)},
          rate{rate_of(account)} {}
    impl(const impl&) = delete; // the rules refer to their neighbours

    scheduler& clock;
    random_stream ids;
    random_stream feedback_ids;
    account_config account;
    bool sending_enabled = true;
    ses::identities verified;
    request_rules rules{account, verified};
    email_templates templates;
    suppression_list suppressed;
    ses::configuration_sets sets;
    event_log events;
    sending_quota quota;
    std::optional<token_bucket> rate;
    send_statistics statistics;
    std::uint64_t accepted = 0;
    std::function<void(account_part)> changed;

    void tell(account_part what) const {
        if (changed)
            changed(what);
    }

    [[nodiscard]] bool quota_allows(std::uint64_t recipients, time_point now) {
        return account.daily_quota == 0 || quota.sent(now) + recipients <= account.daily_quota;
    }

    errc refuse(errc code, time_point now) {
        if (code == errc::message_rejected) {
            ++statistics.at(now).rejects;
            tell(account_part::counters);
        }
        return code;
    }

    message_id accept(const tally& sum, time_point now) {
        quota.add(sum.all - sum.simulator, now);
        auto& point = statistics.at(now);
        point.delivery_attempts += sum.all;
        point.bounces += sum.bounces;
        point.complaints += sum.complaints;
        tell(account_part::counters);
        return {now, ++accepted};
    }
};

ses_service::ses_service(scheduler& clock, random_source random, account_config config)
    : impl_{std::make_unique<impl>(clock, random, std::move(config))} {}

ses_service::~ses_service() = default;

result<message_id, errc> ses_service::send(const send_request& request) {
    auto& s = *impl_;
    const auto now = s.clock.now();
    if (!s.sending_enabled)
        return s.refuse(errc::sending_paused, now);
    if (const auto code = s.rules.refusal(request))
        return s.refuse(*code, now);
    const auto sum = count(request, s.suppressed);
    if (!s.quota_allows(sum.all - sum.simulator, now))
        return s.refuse(errc::throttling_quota, now);
    if (s.rate && !s.rate->take(sum.all, now))
        return s.refuse(errc::throttling_rate, now);
    return s.accept(sum, now);
}

std::string ses_service::error_text(errc code, const send_request& request) const {
    return impl_->rules.text(code, request);
}

namespace {

std::string id_text(const random_stream& random, const message_id& id) {
    // Ids of us-east-1 begin with 0100, then come 48 bits of milliseconds; the UUID is a random one (RFC
    // 9562, v4).
    const auto milliseconds =
        std::chrono::floor<std::chrono::milliseconds>(id.accepted.time_since_epoch()).count();
    const auto high = random.bits(id.number, 0, 0);
    const auto low = random.bits(id.number, 0, 1);
    std::array<char, 16 + 1 + 36 + 7 + 1> out{};
    std::snprintf(out.data(), out.size(),
                  "0100%012" PRIx64 "-%08" PRIx64 "-%04" PRIx64 "-4%03" PRIx64 "-%04" PRIx64 "-%012" PRIx64
                  "-000000",
                  static_cast<std::uint64_t>(milliseconds) & 0xffff'ffff'ffff, high >> 32,
                  high >> 16 & 0xffff, high & 0xfff, (low >> 48 & 0x3fff) | 0x8000, low & 0xffff'ffff'ffff);
    return out.data();
}

} // namespace

std::string ses_service::text(const message_id& id) const {
    return id_text(impl_->ids, id);
}

std::string ses_service::feedback_text(const message_id& id) const {
    return id_text(impl_->feedback_ids, id);
}

void ses_service::verify_identity(std::string identity) {
    impl_->tell(account_part::identity);
    impl_->verified.verify(identity, impl_->clock.now());
}

bool ses_service::is_verified(std::string_view address) const {
    return impl_->verified.cover(address);
}

const account_config& ses_service::account() const {
    return impl_->account;
}

void ses_service::set_sending_enabled(bool enabled) {
    impl_->tell(account_part::sending);
    impl_->sending_enabled = enabled;
}

bool ses_service::sending_enabled() const {
    return impl_->sending_enabled;
}

identities& ses_service::identities() {
    impl_->tell(account_part::identity);
    return impl_->verified;
}

const identities& ses_service::identities() const {
    return impl_->verified;
}

email_templates& ses_service::templates() {
    impl_->tell(account_part::mail_template);
    return impl_->templates;
}

const email_templates& ses_service::templates() const {
    return impl_->templates;
}

suppression_list& ses_service::suppressed() {
    impl_->tell(account_part::suppression);
    return impl_->suppressed;
}

const suppression_list& ses_service::suppressed() const {
    return impl_->suppressed;
}

configuration_sets& ses_service::configuration_sets() {
    impl_->tell(account_part::configuration);
    return impl_->sets;
}

const configuration_sets& ses_service::configuration_sets() const {
    return impl_->sets;
}

event_log& ses_service::events() {
    return impl_->events;
}

void ses_service::reset() {
    auto& s = *impl_;
    s.sending_enabled = true;
    s.verified = {};
    s.templates.clear();
    s.suppressed = {};
    s.sets.clear();
    s.events = {};
    s.quota = {};
    s.rate = rate_of(s.account);
    s.statistics = {};
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

void ses_service::on_change(std::function<void(account_part)> sink) {
    impl_->changed = std::move(sink);
}

std::vector<sent_minute> ses_service::sent_minutes() const {
    return impl_->quota.minutes();
}

void ses_service::restore(const std::vector<send_data_point>& points,
                          const std::vector<sent_minute>& minutes) {
    for (const auto& point : points)
        impl_->statistics.at(point.timestamp) = point;
    for (const auto& [begin, recipients] : minutes)
        impl_->quota.add(recipients, begin);
}

} // namespace sendlab::ses
