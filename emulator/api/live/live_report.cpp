#include "api/live/live_report.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "base/utc_text.hpp"
#include "lambda/billing_meter.hpp"
#include "mailbox/copies.hpp"
#include "pipeline/run_summary.hpp"
#include "pipeline/summary_of.hpp"

namespace sendlab::api::live {

namespace {

using lambda::attempt_outcome;
using pipeline::duplicate_cause;
using pipeline::loss_cause;
using pipeline::run_result;

template<class Cause, std::size_t N>
std::uint64_t& of(std::array<std::uint64_t, N>& counts, Cause cause) {
    return counts[static_cast<std::size_t>(cause)];
}

/// One upload file: S3 may have told Lambda of it more than once.
struct uploaded {
    std::vector<const recorded_invocation*> invocations;
    std::uint64_t accepted = 0; // distinct e-mails

    [[nodiscard]] std::uint32_t emails() const { return invocations.front()->emails; }
    [[nodiscard]] bool over() const {
        return std::ranges::all_of(invocations, [](const auto* i) { return i->over(); });
    }
};

/// The books of a live run, drawn up when somebody asks.
class account {
public:
    account(const live_parts& parts, const pipeline::settings& scenario)
        : parts_{parts}, scenario_{scenario} {}

    run_result draw_up(time_point started) {
        result_.name = scenario_.name;
        result_.seed = scenario_.seed;
        result_.emails_per_file = scenario_.application.emails_per_file;
        result_.started = started;
        result_.span = parts_.clock.now() - started;
        count_invocations();
        count_mail();
        count_losses();
        result_.faults = parts_.conditions.faults().accounts();
        pipeline::add_cost(result_, scenario_, services());
        return std::move(result_);
    }

private:
    void count_invocations() {
        auto& r = result_;
        std::vector<duration> ran;
        std::vector<std::pair<time_point, int>> changes; // of how many run at once
        for (const auto& i : parts_.invocations.invocations()) {
            ++r.invocations;
            r.throttles += i->throttles;
            r.dead_letters += i->state == invocation_state::given_up;
            by_id_.emplace(i->id.text(), i.get());
            if (!i->key.empty()) {
                ++r.notifications;
                files_[{i->bucket, i->key}].invocations.push_back(i.get());
            }
            for (const auto& attempt : i->attempts) {
                count_attempt(attempt, ran);
                changes.emplace_back(attempt.started, 1);
                if (attempt.report)
                    changes.emplace_back(attempt.started + attempt.report->ran, -1);
            }
        }
        r.files = files_.size();
        r.attempt_duration = pipeline::summary_of(ran);
        r.cold_starts = parts_.invocations.cold_starts();
        count_peak(std::move(changes));
    }

    void count_attempt(const recorded_attempt& attempt, std::vector<duration>& ran) {
        auto& r = result_;
        ++r.attempts;
        r.first_attempts += attempt.number == 1;
        r.sends += attempt.mails.size();
        if (!attempt.report)
            return;
        const bool timed_out = attempt.report->outcome == attempt_outcome::timed_out;
        ran.push_back(attempt.report->ran);
        r.timeouts += timed_out;
        r.first_attempt_timeouts += timed_out && attempt.number == 1;
        r.errors += attempt.report->outcome == attempt_outcome::failed;
        r.billed += attempt.report->billed;
        r.billed_100ms += old_prices_.billed(attempt.report->ran, attempt.report->init);
    }

    void count_peak(std::vector<std::pair<time_point, int>> changes) {
        std::ranges::sort(changes); // an end before a beginning at the same time
        int running = 0, most = 0;
        for (const auto& [when, change] : changes)
            most = std::max(most, running += change);
        result_.peak_concurrency = static_cast<std::uint32_t>(most);
    }

    void count_mail() {
        auto kept = parts_.mail.list(0, parts_.mail.count());
        std::erase_if(kept, [](const mailbox::message* m) { return !m->origin; });
        std::ranges::reverse(kept);
        std::set<const mailbox::message*> again;
        for (const auto& copied : mailbox::find_copies(kept, mailbox::copy_rule::automatic)) {
            count_copies(copied);
            again.insert(copied.messages.begin() + 1, copied.messages.end());
        }
        std::vector<duration> deliveries;
        for (const auto* m : kept)
            if (!again.contains(m))
                count_first(*m, deliveries);
        result_.delivery = pipeline::summary_of(deliveries);
        add_law(kept.size());
    }

    void count_copies(const mailbox::copies& copied) {
        auto& r = result_;
        const auto more = copied.messages.size() - 1;
        r.duplicates += more;
        r.most_copies = std::max<std::uint64_t>(r.most_copies, copied.messages.size());
        r.recipients_hit_twice += copied.hit_twice.size();
        for (std::size_t n = 1; n <= more; ++n)
            ++of(r.duplicates_by_cause,
                 cause_of(*copied.messages[n - 1]->origin, *copied.messages[n]->origin));
    }

    /// Why a mail was sent again: what became of the attempt that had sent it.
    [[nodiscard]] duplicate_cause cause_of(const mailbox::origin& first, const mailbox::origin& again) const {
        if (first.request_id != again.request_id)
            return duplicate_cause::repeated_delivery;
        if (first.attempt == again.attempt)
            return duplicate_cause::lost_answer;
        const auto found = by_id_.find(first.request_id);
        if (found != by_id_.end())
            for (const auto& attempt : found->second->attempts)
                if (attempt.number == first.attempt && attempt.report &&
                    attempt.report->outcome == attempt_outcome::failed)
                    return duplicate_cause::handler_error;
        return duplicate_cause::timeout;
    }

    void count_first(const mailbox::message& m, std::vector<duration>& deliveries) {
        ++result_.accepted;
        result_.most_copies = std::max<std::uint64_t>(result_.most_copies, 1);
        const auto found = by_id_.find(m.origin->request_id);
        if (found == by_id_.end())
            return;
        const auto& from = *found->second;
        deliveries.push_back(m.accepted - from.accepted);
        if (const auto file = files_.find({from.bucket, from.key}); file != files_.end())
            ++file->second.accepted;
    }

    void add_law(std::size_t kept) {
        const auto in_mailbox = result_.accepted + result_.duplicates;
        result_.laws.push_back({"sends = accepted + duplicates: " + std::to_string(result_.sends) + " = " +
                                    std::to_string(result_.accepted) + " + " +
                                    std::to_string(result_.duplicates),
                                result_.sends == in_mailbox && in_mailbox == kept});
    }

    void count_losses() {
        for (const auto& [object, file] : files_) {
            result_.emails += file.emails();
            const auto missing = file.emails() - std::min<std::uint64_t>(file.emails(), file.accepted);
            if (!file.over()) {
                result_.pending += missing;
            } else if (missing > 0) {
                result_.lost += missing;
                of(result_.lost_by_cause, loss_cause_of(*file.invocations.back())) += missing;
            }
        }
    }

    static loss_cause loss_cause_of(const recorded_invocation& last) {
        switch (last.why_given_up.value_or(lambda::given_up::function_deleted)) {
        case lambda::given_up::event_age_exceeded:
            return loss_cause::event_age;
        case lambda::given_up::zero_reserved_concurrency:
            return loss_cause::no_concurrency;
        case lambda::given_up::recursive_loop:
            return loss_cause::recursive_loop;
        case lambda::given_up::retries_exhausted:
            break;
        case lambda::given_up::function_deleted:
            return loss_cause::not_sent;
        }
        const auto& report = last.attempts.back().report;
        return report && report->outcome == attempt_outcome::timed_out ? loss_cause::timeout
                                                                       : loss_cause::handler_error;
    }

    [[nodiscard]] pipeline::service_counts services() const {
        pipeline::service_counts counts;
        for (const auto& [call, count] : parts_.calls) {
            const bool done = call.second >= 200 && call.second < 300;
            counts.s3_puts += done && call.first == "s3.PutObject" ? count : 0;
            counts.s3_gets += done && call.first == "s3.GetObject" ? count : 0;
        }
        return counts;
    }

    const live_parts& parts_;
    const pipeline::settings& scenario_;
    const lambda::billing_meter old_prices_{std::chrono::milliseconds{100},
                                            scenario_.lambda.function.bill_init};
    std::map<std::string, const recorded_invocation*> by_id_;
    std::map<std::pair<std::string, std::string>, uploaded> files_; // by bucket and key
    run_result result_;
};

} // namespace

http_response clock_document(time_point now, time_point started) {
    const nlohmann::ordered_json document{
        {"clock", "real"},
        {"now", utc_text(now)},
        {"started", utc_text(started)},
        {"elapsed_ms", std::chrono::floor<std::chrono::milliseconds>(now - started).count()}};
    return json_response(200, json_text(document));
}

run_result live_result(const live_parts& parts, const pipeline::settings& scenario, time_point started) {
    return account{parts, scenario}.draw_up(started);
}

void add_report_routes(own_api& api, const live_parts& parts, const pipeline::settings& scenario,
                       const time_point& started, std::function<std::string(const run_result&)> write) {
    api.add("GET", "/_sendlab/report",
            [parts, &scenario, &started, write = std::move(write)](const routed_request&) {
                return json_response(200, write(live_result(parts, scenario, started)));
            });
    api.add("GET", "/_sendlab/clock", [&clock = parts.clock, &started](const routed_request&) {
        return clock_document(clock.now(), started);
    });
}

} // namespace sendlab::api::live
