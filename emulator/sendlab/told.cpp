#include "sendlab/told.hpp"

#include <algorithm>

#include "mailbox/header_fields.hpp"
#include "mailbox/parsed_mail.hpp"

namespace sendlab {

namespace {

attempt_end end_of(const api::live::recorded_attempt& from) {
    if (!from.report)
        return attempt_end::running;
    switch (from.report->outcome) {
    case lambda::attempt_outcome::succeeded:
        return attempt_end::succeeded;
    case lambda::attempt_outcome::failed:
        return attempt_end::failed;
    case lambda::attempt_outcome::timed_out:
        break;
    }
    return attempt_end::timed_out;
}

attempt told(const api::live::recorded_invocation& event, const api::live::recorded_attempt& from,
             time_point started) {
    attempt out;
    out.request_id = event.id.text();
    out.key = event.key;
    out.number = from.number;
    out.cold = from.cold;
    out.started = from.started - started;
    out.end = end_of(from);
    out.mails = from.mails.size();
    out.log = from.log;
    if (from.report) {
        out.ran = from.report->ran;
        out.billed = from.report->billed;
        out.answer = from.report->payload;
    }
    return out;
}

received_mail told(const mailbox::message& from, time_point started) {
    received_mail out;
    out.from = from.from;
    out.to = from.recipients;
    out.raw = *from.raw;
    out.subject = mailbox::decoded_words(mailbox::unfolded(mailbox::first_field(*from.raw, "Subject")));
    out.at = from.accepted - started;
    if (from.origin) {
        out.key = from.origin->file_key;
        out.request_id = from.origin->request_id;
        out.attempt = from.origin->attempt;
    }
    return out;
}

} // namespace

std::vector<received_mail> told(const mailbox::mailbox& mail, time_point started) {
    std::vector<received_mail> all;
    const auto newest_first = mail.list(0, mail.count());
    for (auto message = newest_first.rbegin(); message != newest_first.rend(); ++message)
        all.push_back(told(**message, started));
    return all;
}

std::vector<attempt> told(const api::live::invocation_log& log, time_point started) {
    std::vector<attempt> all;
    for (const auto& event : log.invocations())
        for (const auto& run : event->attempts)
            all.push_back(told(*event, run, started));
    std::ranges::stable_sort(all, {}, &attempt::started);
    return all;
}

totals told(const pipeline::run_result& r) {
    return {r.emails, r.accepted, r.duplicates, r.lost, r.attempts, r.timeouts, r.dead_letters};
}

bill told(const pipeline::cost_summary& cost) {
    return {cost.lambda_requests, cost.lambda_time, cost.s3, cost.ses};
}

} // namespace sendlab
