#include "pipeline/ledger.hpp"

#include <algorithm>
#include <cassert>

namespace sendlab::pipeline {

using lambda::attempt_outcome;

namespace {

duplicate_cause cause_of_repeat(const file_record& file, std::uint32_t attempt) {
    if (attempt == 1)
        return duplicate_cause::repeated_delivery;
    return file.last_outcome == attempt_outcome::timed_out ? duplicate_cause::timeout
                                                           : duplicate_cause::handler_error;
}

} // namespace

void ledger::reserve(std::size_t emails, std::size_t files) {
    files_.reserve(files);
    attempts_.reserve(files);
    copies_.reserve(emails);
    delivery_.reserve(emails);
}

request_number ledger::open_request(time_point at, std::uint32_t emails) {
    requests_.push_back({at, copies_.size(), duration{-1}});
    copies_.resize(copies_.size() + emails, 0);
    delivery_.resize(copies_.size());
    return static_cast<request_number>(requests_.size() - 1);
}

void ledger::close_request(request_number request, time_point at) {
    auto& r = requests_[request];
    assert(r.wait < duration::zero());
    r.wait = at - r.at;
}

file_number ledger::open_file(const file_record& file) {
    assert(file.emails > 0 && file.first + file.emails <= copies_.size());
    files_.push_back(file);
    files_.back().own = file.emails;
    return static_cast<file_number>(files_.size() - 1);
}

void ledger::close_file(file_number file, file_end end) {
    assert(end != file_end::open);
    auto& f = files_[file];
    if (f.end != file_end::succeeded) // of several deliveries, one success is enough
        f.end = end;
}

void ledger::delivery_ended(file_number file, file_end end) {
    auto& f = files_[file];
    assert(f.deliveries_pending > 0);
    --f.deliveries_pending;
    close_file(file, end);
}

attempt_number ledger::open_attempt(file_number file, std::uint32_t number, time_point at) {
    auto& f = files_[file];
    ++f.attempts;
    attempt_record attempt;
    attempt.started = at;
    attempt.file = file;
    attempt.number = static_cast<std::uint16_t>(number);
    attempt.repeats = cause_of_repeat(f, number);
    attempts_.push_back(attempt);
    return static_cast<attempt_number>(attempts_.size() - 1);
}

void ledger::close_attempt(attempt_number attempt, const lambda::attempt_report& report) {
    auto& a = attempts_[attempt];
    assert(a.running);
    a.running = false;
    a.outcome = report.outcome;
    a.started = report.started;
    a.ran = report.ran;
    auto& f = files_[a.file];
    f.last_outcome = report.outcome;
    if (report.outcome == attempt_outcome::timed_out)
        ++f.timeouts;
}

void ledger::accept(email_number email, std::uint32_t recipients, request_number request,
                    attempt_number attempt, time_point at, bool lost_answer) {
    ++sends;
    auto& copies = copies_[email];
    if (attempt != no_attempt)
        ++attempts_[attempt].accepted;
    if (copies == 0) {
        ++accepted;
        delivery_[email] = at - requests_[request].at;
    } else {
        const auto cause =
            lost_answer || attempt == no_attempt ? duplicate_cause::lost_answer : attempts_[attempt].repeats;
        ++duplicates_by_cause[static_cast<std::size_t>(cause)];
        if (attempt != no_attempt)
            ++files_[attempts_[attempt].file].duplicates;
        if (copies == 1)
            recipients_hit_twice += recipients;
    }
    if (copies < std::numeric_limits<std::uint8_t>::max())
        ++copies;
    most_copies = std::max(most_copies, copies);
}

} // namespace sendlab::pipeline
