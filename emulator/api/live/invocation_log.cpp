#include "api/live/invocation_log.hpp"

#include <algorithm>

#include "api/live/put_event.hpp"

namespace sendlab::api::live {

using lambda::request_id;

namespace {

std::string name_in(const std::string& arn) {
    return arn.substr(arn.rfind(':') + 1);
}

} // namespace

std::string_view to_string(invocation_state state) {
    switch (state) {
    case invocation_state::queued:
        return "queued";
    case invocation_state::running:
        return "running";
    case invocation_state::waiting:
        return "waiting";
    case invocation_state::succeeded:
        return "succeeded";
    case invocation_state::failed:
        return "failed";
    case invocation_state::given_up:
        break;
    }
    return "given_up";
}

const recorded_invocation* invocation_log::find(std::string_view id) const {
    const auto found = std::ranges::find_if(all_, [&](const auto& i) { return i->id.text() == id; });
    return found == all_.end() ? nullptr : found->get();
}

std::optional<calling_attempt> invocation_log::latest_in(std::uint64_t environment) {
    const auto found = latest_.find(environment);
    if (found == latest_.end())
        return std::nullopt;
    auto& [invocation, attempt] = found->second;
    return calling_attempt{invocation.get(), &invocation->attempts[attempt]};
}

std::function<bool()> invocation_log::killed_in(std::uint64_t environment) const {
    const auto found = latest_.find(environment);
    if (found == latest_.end())
        return {};
    return [who = found->second] {
        const auto& report = who.invocation->attempts[who.attempt].report;
        return report && report->outcome == lambda::attempt_outcome::timed_out;
    };
}

void invocation_log::note_mail(std::string_view id, std::uint32_t attempt, std::uint64_t message) {
    const auto newest =
        std::find_if(all_.rbegin(), all_.rend(), [&](const auto& i) { return i->id.text() == id; });
    if (newest == all_.rend())
        return;
    for (auto& a : (*newest)->attempts)
        if (a.number == attempt)
            a.mails.push_back({clock_.now(), message});
    (*newest)->version = ++version_;
}

void invocation_log::note_call(std::uint64_t environment, const recorded_call& call) {
    const auto caller = latest_in(environment);
    if (!caller || caller->attempt->calls.size() >= calls_kept)
        return;
    caller->attempt->calls.push_back(call);
    caller->invocation->version = ++version_;
}

void invocation_log::clear() {
    std::erase_if(all_, [](const auto& i) { return i->over(); });
    std::erase_if(by_id_, [](const auto& entry) { return entry.second->over(); });
    ended_ = {};
    cold_starts_ = forgotten_ = 0;
    ++clearings_;
}

recorded_invocation& invocation_log::record_of(const request_id& id, const lambda::event_document& event) {
    auto& record = by_id_[id];
    if (record)
        return *record;
    record = std::make_shared<recorded_invocation>();
    record->id = id;
    record->accepted = clock_.now();
    if (const auto* put = dynamic_cast<const put_event*>(&event)) {
        record->function = name_in(put->function_arn());
        record->bucket = put->record().bucket;
        record->key = put->record().key;
        record->emails = put->emails();
    }
    all_.push_back(record);
    forget_some();
    return *record;
}

void invocation_log::forget_some() {
    if (all_.size() <= most_)
        return;
    const auto oldest = std::ranges::find_if(all_, [](const auto& i) { return i->over(); });
    if (oldest == all_.end())
        return;
    by_id_.erase((*oldest)->id);
    all_.erase(oldest);
    ++forgotten_;
}

void invocation_log::change(recorded_invocation& what, invocation_state state, std::string_view name) {
    what.state = state;
    what.version = ++version_;
    if (told_)
        told_(name, what);
}

void invocation_log::on_accepted(const request_id& id, const lambda::event_document& event) {
    change(record_of(id, event), invocation_state::queued, "accepted");
}

void invocation_log::on_throttled(const request_id& id, const lambda::event_document& event, duration until) {
    auto& record = record_of(id, event);
    ++record.throttles;
    record.next_attempt = clock_.now() + until;
    change(record, record.state, "throttled");
}

void invocation_log::on_cold_start(std::uint64_t) {
    ++cold_starts_;
}

void invocation_log::on_attempt_started(const lambda::invocation& run, bool cold) {
    auto& record = record_of(run.id, *run.event);
    record.next_attempt.reset();
    record.attempts.push_back({.number = run.attempt,
                               .environment = run.environment,
                               .cold = cold,
                               .started = clock_.now(),
                               .deadline = run.deadline});
    latest_.insert_or_assign(run.environment, place{by_id_.at(run.id), record.attempts.size() - 1});
    change(record, invocation_state::running, "attempt_started");
}

void invocation_log::on_attempt_ended(const lambda::invocation& run, const lambda::attempt_report& report) {
    ++ended_[static_cast<std::size_t>(report.outcome)];
    const auto found = latest_.find(run.environment);
    if (found == latest_.end())
        return;
    const auto [invocation, attempt] = found->second;
    invocation->attempts[attempt].report = report;
    change(*invocation, invocation_state::waiting, "attempt_ended");
    if (!run.called)
        return;
    const bool good = report.outcome == lambda::attempt_outcome::succeeded;
    change(*invocation, good ? invocation_state::succeeded : invocation_state::failed,
           good ? "succeeded" : "failed");
}

void invocation_log::on_retry_scheduled(const lambda::invocation& run, duration delay) {
    auto& record = record_of(run.id, *run.event);
    record.next_attempt = clock_.now() + delay;
    change(record, invocation_state::waiting, "retry_scheduled");
}

void invocation_log::on_succeeded(const request_id& id, const lambda::event_document& event) {
    change(record_of(id, event), invocation_state::succeeded, "succeeded");
}

void invocation_log::on_given_up(const request_id& id, const lambda::event_document& event,
                                 lambda::given_up why, std::uint32_t) {
    auto& record = record_of(id, event);
    record.next_attempt.reset();
    record.why_given_up = why;
    change(record, invocation_state::given_up, "given_up");
}

/// REPORT comes when the attempt has ended.
void invocation_log::on_log_line(const lambda::log_line& line) {
    if (line_)
        line_(line);
    const auto found = latest_.find(line.environment);
    if (found == latest_.end() || found->second.invocation->id != line.run)
        return;
    auto& [invocation, number] = found->second;
    invocation->function = line.function;
    auto& attempt = invocation->attempts[number];
    if (attempt.log.size() < log_lines_kept)
        attempt.log.emplace_back(line.text);
    else
        ++attempt.log_lines_dropped;
}

} // namespace sendlab::api::live
