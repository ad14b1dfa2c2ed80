#include "report/trace_writer.hpp"

#include "base/units.hpp"

namespace sendlab::report {

namespace {

using pipeline::event_kind;
using pipeline::journal_event;

enum process : std::uint32_t { application = 1, s3 = 2, lambda_service = 3 };

/// Sends stand right below their environment.
constexpr std::uint64_t ranks_of_environment = 10'000;

std::string retry_id(std::uint64_t file, std::uint32_t delivery, std::uint32_t attempt) {
    return std::to_string(file) + '/' + std::to_string(delivery) + '/' + std::to_string(attempt);
}

std::string send_name(std::uint64_t email, std::uint32_t sdk_try) {
    return "e-mail " + std::to_string(email) + (sdk_try == 0 ? "" : ", try " + std::to_string(sdk_try + 1));
}

trace_colour colour_of_send(std::string_view outcome) {
    return outcome == "accepted" ? trace_colour::none
           : outcome == "failed" ? trace_colour::bad
                                 : trace_colour::grey;
}

} // namespace

trace_writer::trace_writer(std::ostream& out, time_point start) : out_{out, start}, now_{start} {
    out_.name_process(application, "application");
    out_.name_process(s3, "S3");
    out_.name_process(lambda_service, "Lambda");
    bucket_ = new_row(s3, "bucket", 0);
    queue_ = new_row(lambda_service, "queue", 0);
    requests_ = {application, "request", 0, {}, {}};
    inline_rows_ = {application, "inline send", ranks_of_environment, {}, {}};
}

trace_writer::~trace_writer() {
    while (!attempts_.empty())
        end_attempt(attempts_.begin(), "unfinished", trace_colour::grey);
    end_sends(inline_sends_, inline_rows_);
    while (!open_requests_.empty())
        end_request(open_requests_.begin()->first);
}

void trace_writer::name_file(std::uint64_t file, std::string_view key) {
    keys_[file] = key;
}

std::string trace_writer::file_name(std::uint64_t file) const {
    const auto key = keys_.find(file);
    return key == keys_.end() ? "file " + std::to_string(file) : key->second;
}

void trace_writer::write(const journal_event& event) {
    now_ = event.at;
    switch (event.kind) {
    case event_kind::request:
    case event_kind::request_done:
        return on_request(event);
    case event_kind::attempt_started:
    case event_kind::attempt_succeeded:
    case event_kind::attempt_failed:
    case event_kind::attempt_timed_out:
        return on_attempt(event);
    case event_kind::send_started:
    case event_kind::send_accepted:
    case event_kind::send_answered:
    case event_kind::send_failed:
    case event_kind::send_abandoned:
        return on_send(event);
    default:
        return on_instant(event);
    }
}

// ---- rows ----

trace_writer::track trace_writer::new_row(std::uint32_t process, const std::string& name,
                                          std::uint64_t rank) {
    const track row{process, ++rows_};
    out_.name_thread(row, name, rank);
    return row;
}

std::size_t trace_writer::take_row(row_group& group) {
    const auto lane = group.free.take();
    if (lane == group.rows.size())
        group.rows.push_back(
            new_row(group.process, group.label + ' ' + std::to_string(lane + 1), group.rank + lane));
    return lane;
}

trace_writer::environment& trace_writer::environment_at(std::uint32_t number) {
    auto& e = environments_[number];
    if (e.row.process == 0) {
        const auto rank = (std::uint64_t{number} + 1) * ranks_of_environment;
        const auto name = "environment " + std::to_string(number);
        e.row = new_row(lambda_service, name, rank);
        e.sends = {lambda_service, name + ", send", rank + 1, {}, {}};
    }
    return e;
}

// ---- requests ----

void trace_writer::on_request(const journal_event& event) {
    if (event.kind == event_kind::request)
        open_requests_[event.subject] = {event.at, take_row(requests_)};
    else
        end_request(event.subject);
}

void trace_writer::end_request(std::uint64_t request) {
    const auto open = open_requests_.find(request);
    if (open == open_requests_.end())
        return;
    const auto [since, row, _] = open->second;
    out_.slice(requests_.rows[row], since, now_, "request " + std::to_string(request), trace_colour::none,
               "the user waits");
    requests_.free.give_back(row);
    open_requests_.erase(open);
}

// ---- attempts ----

void trace_writer::on_attempt(const journal_event& event) {
    const auto turn = turn_of(event);
    const attempt_id id{event.subject, turn.delivery, turn.attempt};
    if (event.kind == event_kind::attempt_started)
        return start_attempt(id, turn.index);
    auto [candidate, last] = attempts_.equal_range(id);
    while (candidate != last && candidate->second.environment != turn.index)
        ++candidate;
    if (candidate == last)
        return;
    if (event.kind == event_kind::attempt_succeeded)
        return end_attempt(candidate, "succeeded", trace_colour::good);
    // The arrow leaves from inside the slice: a nanosecond before its end.
    const auto leaves = std::max(candidate->second.since, event.at - duration{1});
    out_.flow_start(environment_at(turn.index).row, leaves,
                    retry_id(event.subject, turn.delivery, turn.attempt));
    if (event.kind == event_kind::attempt_failed)
        return end_attempt(candidate, "failed", trace_colour::bad);
    end_attempt(candidate, "timed out", trace_colour::terrible);
}

void trace_writer::start_attempt(const attempt_id& id, std::uint32_t where) {
    const auto& [file, delivery, attempt] = id;
    attempts_.emplace(id, open_attempt{now_, where, 0, {}});
    if (attempt > 1)
        out_.flow_end(environment_at(where).row, now_, retry_id(file, delivery, attempt - 1));
}

void trace_writer::end_attempt(open_attempts::iterator attempt, std::string_view outcome,
                               trace_colour colour) {
    auto& [id, open] = *attempt;
    const auto& [file, delivery, number] = id;
    auto& where = environment_at(open.environment);
    end_sends(open.sends, where.sends);
    out_.slice(where.row, open.since, now_, file_name(file) + " attempt " + std::to_string(number), colour,
               std::string{outcome} + ", " + std::to_string(open.accepted) + " accepted" +
                   (delivery == 0 ? "" : ", delivery " + std::to_string(delivery + 1)));
    attempts_.erase(attempt);
}

// ---- sends ----

void trace_writer::on_send(const journal_event& event) {
    const auto file = file_of_send(event);
    if (!file)
        return change_send(inline_sends_, inline_rows_, event);
    const auto turn = turn_of(event);
    const auto attempt = attempts_.find({*file, turn.delivery, turn.attempt});
    if (attempt != attempts_.end()) {
        auto& open = attempt->second;
        open.accepted += event.kind == event_kind::send_accepted;
        change_send(open.sends, environment_at(open.environment).sends, event);
    } else if (event.kind == event_kind::send_accepted) {
        out_.instant(queue_, now_,
                     send_name(event.subject, turn.index) + " accepted after its attempt had ended");
    }
}

void trace_writer::change_send(open_sends& open, row_group& rows, const journal_event& event) {
    const send_id id{event.subject, turn_of(event).index};
    if (event.kind == event_kind::send_started) {
        open.emplace(id, open_slice{now_, take_row(rows)});
        return;
    }
    const auto send = open.find(id);
    if (send == open.end())
        return;
    if (event.kind == event_kind::send_accepted)
        send->second.accepted = true;
    else if (event.kind == event_kind::send_answered)
        end_send(open, send, rows, "accepted");
    else if (event.kind == event_kind::send_abandoned)
        end_send(open, send, rows, "killed before it was accepted");
    else
        end_send(open, send, rows, send->second.accepted ? "accepted, its answer was lost" : "failed");
}

void trace_writer::end_send(open_sends& open, open_sends::iterator send, row_group& rows,
                            std::string_view outcome) {
    const auto& [id, slice] = *send;
    out_.slice(rows.rows[slice.row], slice.since, now_, send_name(id.first, id.second),
               colour_of_send(outcome), outcome);
    rows.free.give_back(slice.row);
    open.erase(send);
}

/// The sender hears of no answer any more.
void trace_writer::end_sends(open_sends& open, row_group& rows) {
    while (!open.empty())
        end_send(open, open.begin(), rows,
                 open.begin()->second.accepted ? "accepted, its answer was not heard" : "still on its way");
}

// ---- moments ----

void trace_writer::on_instant(const journal_event& event) {
    const auto key = [&] { return file_name(event.subject); };
    switch (event.kind) {
    case event_kind::file_uploaded:
        return out_.instant(bucket_, now_, key() + " uploaded");
    case event_kind::upload_failed:
        return out_.instant(bucket_, now_, key() + " not uploaded");
    case event_kind::notified:
        return out_.instant(bucket_, now_, key() + " notified");
    case event_kind::object_expired:
        return out_.instant(bucket_, now_, key() + " expired");
    case event_kind::accepted_by_lambda:
        return out_.instant(queue_, now_, key() + " queued");
    case event_kind::throttled:
        return out_.instant(queue_, now_, key() + " throttled");
    case event_kind::retry_scheduled:
        return out_.instant(queue_, now_, key() + " again after " + text(duration{event.b}));
    case event_kind::given_up:
        return out_.instant(queue_, now_, key() + " given up: " + std::string{reason_given_up(event.b)});
    case event_kind::environment_created:
        return out_.instant(environment_at(static_cast<std::uint32_t>(event.subject)).row, now_, "created");
    case event_kind::priority_sent:
        if (const auto open = open_requests_.find(event.subject); open != open_requests_.end())
            out_.instant(requests_.rows[open->second.row], now_, "priority e-mail sent");
        return;
    default:
        return;
    }
}

} // namespace sendlab::report
