// Random sends and changes of an account, against one that only counts: what is accepted, why the rest is refused, and
// what the counters say. (SES Developer Guide, "Service quotas", "Verified identities", "Mailbox simulator".)
#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <set>

#include "ses/ses_service.hpp"
#include "support/property.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab::ses::model {

namespace {

using namespace std::chrono_literals;

/// An address as it is written, and what it means.
struct known_address {
    const char* text;
    std::string local;
    std::string domain; // in small letters
    disposition what = disposition::delivered;
    bool simulator = false;
    bool valid = true;
};

const std::vector<known_address> addresses{
    {"ann@example.com", "ann", "example.com"},
    {"Ann of Sendlab <ann@example.com>", "ann", "example.com"},
    {"ann@EXAMPLE.com", "ann", "example.com"},
    {"ANN@example.com", "ANN", "example.com"},
    {"bob@mail.example.com", "bob", "mail.example.com"},
    {"bob@notexample.com", "bob", "notexample.com"},
    {"zoe@other.org", "zoe", "other.org"},
    {"success@simulator.amazonses.com", "success", "simulator.amazonses.com", disposition::delivered, true},
    {"bounce+1@simulator.amazonses.com", "bounce+1", "simulator.amazonses.com", disposition::bounced, true},
    {"complaint@SIMULATOR.amazonses.com", "complaint", "simulator.amazonses.com", disposition::complained,
     true},
    {"suppressionlist@simulator.amazonses.com", "suppressionlist", "simulator.amazonses.com",
     disposition::suppressed, true},
    {"nobody", "", "nobody", disposition::delivered, false, false},
};
const std::vector<known_address> identity_names{{"ann@example.com", "ann", "example.com"},
                                                {"example.com", "", "example.com"},
                                                {"OTHER.org", "", "other.org"},
                                                {"mail.example.com", "", "mail.example.com"},
                                                {"Bob <bob@notexample.com>", "bob", "notexample.com"}};
const std::vector<duration> waits{1ns,   71ms, 500ms,       1s,  59s,        1min,
                                  14min, 1h,   23h + 59min, 24h, 24h + 1min, 24h * 14};

enum class kind { send, send_many, wait, verify, forget, suppress, allow, pause, reset, last };
const std::array<const char*, static_cast<std::size_t>(kind::last)> words{
    "send", "send many", "wait", "verify", "forget", "suppress", "allow", "pause", "reset"};

struct operation {
    kind what{};
    std::array<unsigned, 3> n{};
};

std::ostream& operator<<(std::ostream& out, const operation& o) {
    return out << words.at(static_cast<std::size_t>(o.what)) << ' ' << o.n[0] << ' ' << o.n[1] << ' '
               << o.n[2] << '\n';
}

rc::Gen<operation> any_operation() {
    return rc::gen::apply(
        [](unsigned what, std::array<unsigned, 3> n) {
            return operation{static_cast<kind>(what), n}; // most of them send
        },
        rc::gen::oneOf(rc::gen::inRange(0U, 3U), rc::gen::inRange(0U, static_cast<unsigned>(kind::last))),
        rc::gen::container<std::array<unsigned, 3>>(rc::gen::inRange(0U, 4096U)));
}

account_config any_account() {
    account_config account;
    account.rate = *rc::gen::element(0.0, 0.5, 1.0, 14.0);
    account.burst = *rc::gen::element(0.0, 1.0, 20.0);
    account.daily_quota = *rc::gen::element<std::uint64_t>(0, 20, 200);
    account.sandbox = *rc::gen::arbitrary<bool>();
    account.verify_senders = *rc::gen::arbitrary<bool>();
    return account;
}

struct attempted_send {
    const known_address* source = nullptr;
    std::vector<const known_address*> to{};
    std::uint32_t count = 0; // of recipients, listed or not
    std::uint64_t bytes = 0;

    [[nodiscard]] std::uint64_t to_simulator() const {
        return static_cast<std::uint64_t>(std::ranges::count(to, true, &known_address::simulator));
    }
};

class account_model {
public:
    explicit account_model(const account_config& account) : account_{account} { reset(); }

    std::optional<errc> send(const attempted_send& mail, time_point now) {
        const auto refusal = refusal_of(mail, now);
        auto& point = points_[std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<900>>>(now)];
        if (refusal) {
            point.rejects += *refusal == errc::message_rejected;
            return refusal;
        }
        accepted_.emplace_back(now, mail.count - mail.to_simulator());
        level_ -= mail.count * unit;
        point.delivery_attempts += mail.count;
        for (const auto* to : mail.to) {
            point.bounces += to->what == disposition::bounced || to->what == disposition::suppressed ||
                             (!to->simulator && suppressed.contains({lower(to->local), to->domain}));
            point.complaints += to->what == disposition::complained;
        }
        return std::nullopt;
    }

    /// By minutes: what was sent at 10:00:59 counts until 10:01 of the next day.
    [[nodiscard]] std::uint64_t sent_in_a_day(time_point now) const {
        const auto minute = [](time_point t) { return std::chrono::floor<std::chrono::minutes>(t); };
        std::uint64_t sum = 0;
        for (const auto& [when, recipients] : accepted_)
            sum += minute(now) - minute(when) <= 24h ? recipients : 0;
        return sum;
    }

    [[nodiscard]] std::vector<send_data_point> statistics(time_point now) const {
        std::vector<send_data_point> found;
        for (auto [when, point] : points_)
            if (point != send_data_point{} && when >= now - 24h * 14) {
                point.timestamp = when;
                found.push_back(point);
            }
        return found;
    }

    void reset() {
        verified = {};
        suppressed = {};
        paused = false;
        accepted_ = {};
        points_ = {};
        level_ = capacity();
    }

    std::set<std::pair<std::string, std::string>> verified; // a domain has no local part
    std::set<std::pair<std::string, std::string>> suppressed;
    bool paused = false;

    static std::string lower(std::string text) {
        std::ranges::transform(text, text.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return text;
    }

private:
    static constexpr std::int64_t unit =
        2'000'000'000; // of a recipient: half of one a second is one a nanosecond

    [[nodiscard]] std::int64_t capacity() const {
        return static_cast<std::int64_t>(std::max(1.0, account_.burst > 0 ? account_.burst : account_.rate)) *
               unit;
    }

    std::optional<errc> refusal_of(const attempted_send& mail, time_point now) {
        level_ = std::min(capacity(),
                          level_ + static_cast<std::int64_t>(2 * account_.rate) * (now - seen_).count());
        seen_ = now;
        if (paused)
            return errc::sending_paused;
        if (!is_valid(mail))
            return errc::invalid_parameter;
        if ((account_.sandbox || account_.verify_senders) && !is_allowed(mail))
            return errc::message_rejected;
        const auto counted = mail.count - mail.to_simulator();
        if (account_.daily_quota > 0 && sent_in_a_day(now) + counted > account_.daily_quota)
            return errc::throttling_quota;
        if (account_.rate > 0 && level_ < unit)
            return errc::throttling_rate;
        return std::nullopt;
    }

    [[nodiscard]] bool is_valid(const attempted_send& mail) const {
        const bool checked = account_.sandbox || account_.verify_senders;
        const auto fine = [](const auto* address) { return address->valid; };
        return mail.count >= 1 && mail.count <= 50 && mail.bytes <= 10'485'760 &&
               (mail.source ? mail.source->valid : !checked) && std::ranges::all_of(mail.to, fine);
    }

    [[nodiscard]] bool is_allowed(const attempted_send& mail) const {
        const auto fine = [&](const auto* to) { return to->simulator || is_covered(*to); };
        return is_covered(*mail.source) && (!account_.sandbox || std::ranges::all_of(mail.to, fine));
    }

    [[nodiscard]] bool is_covered(const known_address& address) const {
        return std::ranges::any_of(verified, [&](const auto& identity) {
            const auto& [local, domain] = identity;
            return local.empty() ? ("." + address.domain).ends_with("." + domain)
                                 : local == address.local && domain == address.domain;
        });
    }

    account_config account_;
    std::vector<std::pair<time_point, std::uint64_t>> accepted_;
    std::map<time_point, send_data_point> points_;
    std::int64_t level_ = 0;
    time_point seen_ = virtual_epoch;
};

class comparison {
public:
    explicit comparison(const account_config& account)
        : service_{clock_, random_source{1}, account}, model_{account} {}

    void play(const operation& o) {
        change(o);
        RC_ASSERT(service_.quota().sent_last_24_hours ==
                  static_cast<double>(model_.sent_in_a_day(clock_.now())));
        RC_ASSERT(service_.statistics() == model_.statistics(clock_.now()));
    }

private:
    void change(const operation& o) {
        const auto& address = addresses[o.n[0] % addresses.size()];
        const auto& identity = identity_names[o.n[0] % identity_names.size()];
        const std::pair suppressed{account_model::lower(address.local), address.domain};
        switch (o.what) {
        case kind::send:
            return send(listed(o));
        case kind::send_many:
            return send({.source = &addresses[o.n[0] % addresses.size()], .count = o.n[1] % 53, .bytes = 1});
        case kind::wait:
            clock_.run(clock_.now() + waits[o.n[0] % waits.size()]);
            break;
        case kind::verify:
            service_.verify_identity(identity.text);
            model_.verified.emplace(identity.local, identity.domain);
            break;
        case kind::forget:
            RC_ASSERT(service_.identities().remove(identity.text) ==
                      (model_.verified.erase({identity.local, identity.domain}) > 0));
            break;
        case kind::suppress:
            service_.suppressed().put(address.text, suppression_reason::bounce, clock_.now());
            model_.suppressed.insert(suppressed);
            break;
        case kind::allow:
            RC_ASSERT(service_.suppressed().remove(address.text) ==
                      (model_.suppressed.erase(suppressed) > 0));
            break;
        case kind::pause:
            model_.paused = o.n[0] % 2 == 1;
            service_.set_sending_enabled(!model_.paused);
            break;
        default:
            service_.reset();
            model_.reset();
        }
    }

    static attempted_send listed(const operation& o) {
        attempted_send mail{.bytes = o.n[2] % 8 == 0 ? 10'485'760 + o.n[2] % 16 / 8 : 1000};
        if (o.n[0] % 13 > 0)
            mail.source = &addresses[o.n[0] % addresses.size()];
        for (std::size_t i = 0; i < addresses.size(); ++i)
            if ((o.n[1] >> i & 1) && (o.n[2] >> i & 1))
                mail.to.push_back(&addresses[i]);
        mail.count = static_cast<std::uint32_t>(mail.to.size());
        return mail;
    }

    void send(const attempted_send& mail) {
        std::vector<std::string_view> to;
        for (const auto* address : mail.to)
            to.emplace_back(address->text);
        const auto answer = service_.send({.source = mail.source ? mail.source->text : "",
                                           .recipients = to,
                                           .recipient_count = mail.count,
                                           .bytes = mail.bytes});
        const auto refusal = model_.send(mail, clock_.now());
        RC_ASSERT(answer.has_value() == !refusal);
        if (refusal)
            RC_ASSERT(answer.error() == *refusal);
        else
            RC_ASSERT(answer->number == ++accepted_);
    }

    virtual_scheduler clock_;
    ses_service service_;
    account_model model_;
    std::uint64_t accepted_ = 0;
};

} // namespace

TEST_CASE("an account accepts what quota, rate and identities allow, and counts it") {
    test::for_all(5000, [] {
        comparison both{any_account()};
        for (const auto& operation : *rc::gen::container<std::vector<operation>>(any_operation()))
            both.play(operation);
    });
}

} // namespace sendlab::ses::model
