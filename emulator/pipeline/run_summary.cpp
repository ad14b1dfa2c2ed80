#include "pipeline/run_summary.hpp"
#include "pipeline/summary_of.hpp"

#include <algorithm>
#include <array>
#include <ranges>

#include "base/percentile.hpp"
#include "base/units.hpp"
#include "lambda/billing_meter.hpp"

namespace sendlab::pipeline {

using lambda::attempt_outcome;

namespace {

duration_summary deliveries(const ledger& books) {
    const auto accepted = [&](email_number e) { return books.copies(e) > 0; };
    return summary_of(std::views::iota(email_number{0}, books.emails()) | std::views::filter(accepted) |
                      std::views::transform([&](email_number e) { return books.delivery(e); }));
}

loss_cause cause_of(file_end end) {
    switch (end) {
    case file_end::timed_out:
        return loss_cause::timeout;
    case file_end::failed:
        return loss_cause::handler_error;
    case file_end::event_age:
        return loss_cause::event_age;
    case file_end::no_concurrency:
        return loss_cause::no_concurrency;
    case file_end::recursive_loop:
        return loss_cause::recursive_loop;
    case file_end::upload_failed:
        return loss_cause::upload_failed;
    case file_end::notification_lost:
        return loss_cause::notification_lost;
    case file_end::open:
    case file_end::succeeded:
        break;
    }
    return loss_cause::not_sent;
}

std::uint32_t never_accepted(const file_record& file, const ledger& books) {
    std::uint32_t missing = 0;
    for (std::uint32_t i = 0; i < file.own; ++i)
        missing += books.copies(file.first + i) == 0;
    return missing;
}

bool is_over(const file_record& file) {
    return file.end != file_end::open && file.deliveries_pending == 0;
}

/// Sync mode: e-mails of requests that are over, refused when they were sent.
std::uint64_t never_sent_inline(const ledger& books) {
    std::uint64_t missing = 0;
    const auto& requests = books.requests();
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto end = i + 1 < requests.size() ? requests[i + 1].first : books.emails();
        if (requests[i].wait < duration::zero())
            continue;
        for (auto e = requests[i].first; e < end; ++e)
            missing += books.copies(e) == 0;
    }
    return missing;
}

void count_losses(run_result& r, const context& world) {
    for (const auto& file : world.books.files()) {
        if (is_over(file))
            r.lost_by_cause[static_cast<std::size_t>(cause_of(file.end))] +=
                never_accepted(file, world.books);
    }
    if (world.scenario.application.mode == application_mode::sync)
        r.lost_by_cause[static_cast<std::size_t>(loss_cause::not_sent)] += never_sent_inline(world.books);
    for (const auto n : r.lost_by_cause)
        r.lost += n;
}

void count_emails(run_result& r, const context& world) {
    const auto& books = world.books;
    r.requests = books.requests().size();
    r.emails = books.emails();
    r.priority_emails = books.priority_emails;
    r.sends = books.sends;
    r.accepted = books.accepted;
    r.duplicates = books.sends - books.accepted;
    r.duplicates_by_cause = books.duplicates_by_cause;
    r.recipients_hit_twice = books.recipients_hit_twice;
    r.most_copies = books.most_copies;
    count_losses(r, world);
    r.pending = r.emails - r.accepted - r.lost;
    r.send_throttles = books.calls_throttled;
    r.sdk_retries = books.sdk_retries;
}

void count_attempts(run_result& r, const ledger& books) {
    r.attempts = books.attempts().size();
    for (const auto& a : books.attempts()) {
        const bool timed_out = !a.running && a.outcome == attempt_outcome::timed_out;
        r.timeouts += timed_out;
        r.errors += !a.running && a.outcome == attempt_outcome::failed;
        r.first_attempts += a.number == 1;
        r.first_attempt_timeouts += a.number == 1 && timed_out;
    }
    const auto ended = [](const attempt_record& a) { return !a.running; };
    r.attempt_duration = summary_of(books.attempts() | std::views::filter(ended) |
                                    std::views::transform([](const attempt_record& a) { return a.ran; }));
}

std::string_view to_words(attempt_outcome outcome) {
    switch (outcome) {
    case attempt_outcome::succeeded:
        return "succeeded";
    case attempt_outcome::failed:
        return "failed";
    case attempt_outcome::timed_out:
        break;
    }
    return "timed out";
}

std::string told(const attempt_record& a, const file_record& file, time_point start) {
    return "attempt " + std::to_string(a.number) + " at " + text(a.started - start) + ": " +
           (a.running ? "still running" : std::string{to_words(a.outcome)} + " after " + text(a.ran)) + ", " +
           std::to_string(a.accepted) + " sends of " + std::to_string(file.emails) + " e-mails accepted";
}

file_story tell(file_number number, const context& world, time_point start) {
    const auto& file = world.books.files()[number];
    file_story story;
    story.file = number;
    story.key = object_key(file, world.random.stream(object_key_stream));
    story.emails = file.emails;
    story.attempts = file.attempts;
    story.timeouts = file.timeouts;
    story.duplicates = file.duplicates;
    story.lost = is_over(file) ? never_accepted(file, world.books) : 0;
    for (const auto& a : world.books.attempts()) {
        if (a.file == number)
            story.attempts_told.push_back(told(a, file, start));
    }
    return story;
}

/// The files with most duplicates and losses, worst first; of equals the earlier.
std::vector<file_story> worst_files(const context& world, std::size_t most, time_point start) {
    struct badness {
        std::uint64_t weight;
        file_number file;
    };
    std::vector<badness> bad;
    const auto& files = world.books.files();
    for (file_number f = 0; f < files.size(); ++f) {
        const auto weight =
            files[f].duplicates + (is_over(files[f]) ? never_accepted(files[f], world.books) : 0);
        if (weight > 0)
            bad.push_back({weight, f});
    }
    const auto kept = bad.begin() + static_cast<std::ptrdiff_t>(std::min(most, bad.size()));
    std::partial_sort(bad.begin(), kept, bad.end(), [](const badness& a, const badness& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.file < b.file;
    });
    std::vector<file_story> stories;
    for (auto i = bad.begin(); i != kept; ++i)
        stories.push_back(tell(i->file, world, start));
    return stories;
}

} // namespace

void add_cost(run_result& r, const settings& scenario, const service_counts& services) {
    const auto& p = scenario.prices;
    const auto memory = scenario.lambda.function.memory_mb;
    r.gb_seconds = lambda::gb_seconds(r.billed, memory);
    r.cost.lambda_requests = static_cast<double>(r.attempts) * p.lambda_per_million_requests / 1e6;
    r.cost.lambda_time = r.gb_seconds * p.lambda_per_gb_second;
    r.cost.lambda_time_100ms = lambda::gb_seconds(r.billed_100ms, memory) * p.lambda_per_gb_second;
    r.cost.s3 = static_cast<double>(services.s3_puts) * p.s3_per_thousand_puts / 1e3 +
                static_cast<double>(services.s3_gets) * p.s3_per_thousand_gets / 1e3;
    r.cost.ses = static_cast<double>(r.sends) * p.ses_per_thousand_emails / 1e3;
}

run_result summarize(const context& world, const lambda_recorder& lambda, const service_counts& services,
                     time_point started, std::size_t stories) {
    run_result r;
    r.name = world.scenario.name;
    r.seed = world.scenario.seed;
    r.emails_per_file = world.scenario.application.emails_per_file;
    r.started = started;
    r.span = world.clock.now() - started;
    count_emails(r, world);
    count_attempts(r, world.books);
    r.bounces = services.bounces;
    r.files = world.books.files().size();
    r.notifications = services.notifications;
    r.invocations = lambda.invocations;
    r.throttles = lambda.throttles;
    r.cold_starts = lambda.cold_starts;
    r.first_attempts_fresh = lambda.first_attempts_fresh;
    r.first_attempts_reset = lambda.first_attempts_reset;
    r.dead_letters = lambda.given_up;
    r.peak_concurrency = lambda.peak_concurrency;
    r.billed = lambda.billed;
    r.billed_100ms = lambda.billed_100ms;
    r.delivery = deliveries(world.books);
    r.user_wait =
        summary_of(world.books.requests() |
                   std::views::filter([](const request_record& q) { return q.wait >= duration::zero(); }) |
                   std::views::transform([](const request_record& q) { return q.wait; }));
    add_cost(r, world.scenario, services);
    r.stories = worst_files(world, stories, started);
    r.faults = world.faults.accounts();
    r.digest = world.journal.digest();
    r.laws = check_conservation(r, world.books, lambda, services);
    return r;
}

} // namespace sendlab::pipeline
