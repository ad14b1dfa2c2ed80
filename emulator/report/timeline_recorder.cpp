#include "report/timeline_recorder.hpp"

#include <algorithm>
#include <sstream>

#include "lambda/billing_meter.hpp"
#include "report/journal_words.hpp"
#include "report/output_buffer.hpp"

namespace sendlab::report {

namespace {

using pipeline::event_kind;
using pipeline::journal_event;

bool is_fetch(event_kind kind) {
    return kind >= event_kind::fetch_started && kind <= event_kind::fetch_failed;
}

bool is_call(event_kind kind) {
    return is_fetch(kind) || (kind >= event_kind::send_started && kind <= event_kind::send_abandoned);
}

std::string_view end_of_call(event_kind kind) {
    if (kind == event_kind::send_answered || kind == event_kind::fetch_answered)
        return "answered";
    return kind == event_kind::send_abandoned ? "abandoned" : "failed";
}

std::string_view outcome_of(event_kind kind) {
    switch (kind) {
    case event_kind::attempt_succeeded:
        return "succeeded";
    case event_kind::attempt_failed:
        return "failed";
    default:
        return "timed_out";
    }
}

/// Written between what is listed.
class comma {
public:
    std::string_view operator()() { return std::exchange(first_, false) ? "" : ","; }

private:
    bool first_ = true;
};

/// In milliseconds, to the microsecond.
void write_time(output_buffer& out, duration time) {
    out.decimal(time.count() / 1000, 3);
}

void write_time(output_buffer& out, std::string_view name, std::optional<duration> time) {
    if (!time)
        return;
    out << ",\"" << name << "\":";
    write_time(out, *time);
}

} // namespace

void timeline_recorder::write(const journal_event& event) {
    end_ = std::max(end_, since_start(event));
    if (is_call(event.kind)) {
        if (auto* by = sender_of(event))
            note_send(*by, event);
        return;
    }
    if (event.kind == event_kind::environment_created)
        new_environments_[event.subject] = since_start(event);
    if (event.kind == event_kind::file_uploaded)
        emails_[event.subject] = event.a;
    if (event.kind == event_kind::accepted_by_lambda)
        return accept(event);
    auto* of = find(event.subject, static_cast<std::uint32_t>(event.a));
    if (!of)
        return;
    switch (event.kind) {
    case event_kind::throttled:
        ++of->throttles;
        break;
    case event_kind::attempt_started:
        return start_attempt(*of, event);
    case event_kind::attempt_succeeded:
    case event_kind::attempt_failed:
    case event_kind::attempt_timed_out:
        return end_attempt(*of, event);
    case event_kind::retry_scheduled:
        of->next = since_start(event) + duration{event.b};
        break;
    case event_kind::given_up:
        of->state = "given_up";
        of->given_up = reason_given_up(event.b);
        break;
    default:
        break;
    }
}

void timeline_recorder::accept(const journal_event& event) {
    if (invocations_.size() >= most_) {
        ++left_out_;
        return;
    }
    const auto delivery = static_cast<std::uint32_t>(event.a);
    places_.emplace(std::pair{event.subject, delivery}, invocations_.size());
    invocations_.push_back({.file = event.subject, .delivery = delivery, .accepted = since_start(event)});
}

void timeline_recorder::start_attempt(invocation& of, const journal_event& event) {
    const auto turn = turn_of(event);
    attempt begun{.number = turn.attempt, .environment = turn.index, .start = since_start(event)};
    if (const auto made = new_environments_.find(turn.index); made != new_environments_.end()) {
        begun.init = begun.start - made->second;
        new_environments_.erase(made);
    }
    of.attempts.push_back(std::move(begun));
    of.state = "running";
    of.next.reset();
}

void timeline_recorder::end_attempt(invocation& of, const journal_event& event) {
    const auto number = turn_of(event).attempt;
    const auto ended = std::find_if(of.attempts.rbegin(), of.attempts.rend(),
                                    [number](const attempt& a) { return a.number == number; });
    if (ended == of.attempts.rend())
        return;
    ended->ran = since_start(event) - ended->start;
    if (event.kind == event_kind::attempt_timed_out) // the timer is 1 ns late, the attempt is not
        ended->ran = std::min(*ended->ran, run_.limit);
    ended->outcome = outcome_of(event.kind);
    of.state = event.kind == event_kind::attempt_succeeded ? "succeeded" : "waiting";
}

void timeline_recorder::note_send(attempt& by, const journal_event& event) {
    const auto at = since_start(event) - by.start;
    if (event.kind == event_kind::send_started || event.kind == event_kind::fetch_started)
        by.calls.push_back({.fetch = is_fetch(event.kind), .email = event.subject, .began = at});
    else if (event.kind == event_kind::send_accepted)
        by.mails.push_back({at, event.subject, !accepted_.insert(event.subject).second});
    else
        end_call(by, event, at);
}

void timeline_recorder::end_call(attempt& by, const journal_event& event, duration at) {
    const auto open = std::find_if(by.calls.rbegin(), by.calls.rend(), [&](const call& c) {
        return c.fetch == is_fetch(event.kind) && c.email == event.subject && !c.took;
    });
    if (open == by.calls.rend())
        return;
    open->took = at - open->began;
    open->end = end_of_call(event.kind);
}

timeline_recorder::invocation* timeline_recorder::find(std::uint64_t file, std::uint32_t delivery) {
    const auto found = places_.find({file, delivery});
    return found == places_.end() ? nullptr : &invocations_[found->second];
}

timeline_recorder::attempt* timeline_recorder::sender_of(const journal_event& event) {
    const auto file = file_of_send(event);
    const auto turn = turn_of(event);
    auto* of = file ? find(*file, turn.delivery) : nullptr;
    if (!of)
        return nullptr;
    const auto found = std::find_if(of->attempts.rbegin(), of->attempts.rend(),
                                    [&turn](const attempt& a) { return a.number == turn.attempt; });
    return found == of->attempts.rend() ? nullptr : &*found;
}

void timeline_recorder::write_calls(output_buffer& out, const attempt& of) {
    comma between;
    for (const auto& c : of.calls) {
        out << between() << '[';
        write_time(out, c.began);
        out << ',';
        write_time(out, c.took.value_or(duration::zero()));
        out << (c.fetch ? ",\"fetch\"," : ",\"send\",") << (c.end == "answered" ? "true" : "false") << ",\""
            << c.end << '"';
        if (!c.fetch)
            out << ',' << c.email;
        out << ']';
    }
}

void timeline_recorder::write_mails(output_buffer& out, const attempt& of) {
    comma between;
    for (const auto& m : of.mails) {
        out << between() << '[';
        write_time(out, m.at);
        out << ',' << m.email << (m.repeat ? ",1]" : "]");
    }
}

void timeline_recorder::write_attempt(output_buffer& out, const attempt& a) const {
    out << "{\"n\":" << a.number << ",\"env\":" << a.environment
        << ",\"cold\":" << (a.init ? "true" : "false") << ",\"outcome\":\"" << a.outcome << '"';
    write_time(out, "start", a.start);
    write_time(out, "init", a.init);
    write_time(out, "ran", a.ran);
    write_time(out, "limit", run_.limit);
    if (a.ran)
        write_time(out, "billed",
                   lambda::billing_meter{run_.billing_step, run_.bill_init}.billed(
                       *a.ran, a.init.value_or(duration::zero())));
    out << ",\"calls\":[";
    write_calls(out, a);
    out << "],\"mails\":[";
    write_mails(out, a);
    out << "]}";
    out.relieve();
}

void timeline_recorder::write_invocation(output_buffer& out, const invocation& i) const {
    out << "\n{\"id\":\"" << i.file << '/' << i.delivery << "\",\"key\":";
    const auto key = keys_.find(i.file);
    out.quoted(key == keys_.end() ? std::string_view{} : key->second);
    out << ",\"state\":\"" << i.state << "\",\"throttles\":" << i.throttles;
    write_time(out, "accepted", i.accepted);
    write_time(out, "next", i.next);
    if (const auto emails = emails_.find(i.file); emails != emails_.end())
        out << ",\"emails\":" << emails->second;
    if (!i.given_up.empty())
        out << ",\"given_up\":\"" << i.given_up << '"';
    out << ",\"attempts\":[";
    comma between;
    for (const auto& a : i.attempts) {
        out << between();
        write_attempt(out, a);
    }
    out << "]}";
}

std::string timeline_recorder::json() const {
    std::ostringstream text;
    output_buffer out{text};
    out << "{\"title\":";
    out.quoted(run_.name);
    out << ",\"command\":";
    out.quoted(run_.command);
    out << ",\"memory_mb\":" << run_.memory_mb;
    write_time(out, "end", end_);
    out << ",\"left_out\":" << left_out_ << ",\"invocations\":[";
    comma between;
    for (const auto& i : invocations_) {
        out << between();
        write_invocation(out, i);
    }
    out << "]}\n";
    out.flush();
    return std::move(text).str();
}

} // namespace sendlab::report
