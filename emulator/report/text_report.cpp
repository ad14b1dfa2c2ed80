#include "report/text_report.hpp"

#include <array>

#include "base/number_text.hpp"
#include "base/text_table.hpp"
#include "base/units.hpp"
#include "report/page.hpp"
#include "report/verdict.hpp"

namespace sendlab::report {

namespace {

using pipeline::run_result;
using lines = toned_lines;

constexpr std::size_t most_faults = 6;
constexpr std::size_t most_attempts = 4;

std::string people(std::uint64_t n) {
    return n == 1 ? "1 person" : count_text(n) + " people";
}

// ---- what happened ----

std::string what_went_out(const run_result& r) {
    if (r.emails == 0)
        return "No e-mails: " + (r.requests == 0 ? "no request came."
                                                 : count_text(r.requests, "request") + " asked for none.");
    std::string text = count_text(r.emails, "e-mail") + " of " + count_text(r.requests, "request");
    if (r.files == 0)
        return text + ", sent inside the requests.";
    return text + " in " + count_text(r.files, "file") + " of up to " + count_text(r.emails_per_file) + '.';
}

toned_line who_got_it_twice(const run_result& r) {
    if (r.duplicates == 0)
        return {"Nobody got the same e-mail twice.", tone::good};
    if (r.most_copies <= 2)
        return {people(r.recipients_hit_twice) + " got theirs twice.", tone::doubtful};
    return {people(r.recipients_hit_twice) + " got theirs more than once, up to " +
                count_text(r.most_copies) + " times.",
            tone::doubtful};
}

toned_line what_was_lost(const run_result& r) {
    if (r.lost == 0)
        return {"None was lost.", tone::good};
    return {count_text(r.lost, "e-mail") + (r.lost == 1 ? " was" : " were") +
                " lost: " + share_text(r.lost, r.emails) + '.',
            tone::bad};
}

void tell_outcome(page& out, const run_report& run) {
    const auto& r = run.result;
    out.line({shortened(r.name, out.columns()), tone::strong});
    out.gap();
    if (r.interrupted)
        out.line({"Interrupted after " + text(r.span) + " of virtual time; what is known so far:",
                  tone::doubtful});
    out.line(what_went_out(r));
    if (r.emails == 0)
        return;
    out.line(who_got_it_twice(r));
    out.line(what_was_lost(r));
    if (r.pending != 0)
        out.line({count_text(r.pending) + " were still on their way.", tone::doubtful});
}

// ---- why ----

constexpr std::array<const char*, pipeline::duplicate_causes> why_twice{
    "the file was run again from its start after a time-out",
    "the file was run again from its start after the handler answered with an error",
    "accepted, but the answer was lost and the caller tried again",
    "the event was delivered more than once",
};

constexpr auto why_lost = std::to_array({
    "the last retry timed out before it",
    "the last retry ended with an error before it",
    "the event grew older than Lambda keeps it",
    "the function has a reserved concurrency of 0",
    "Lambda stopped a chain in which each handler uploaded the rest of its file",
    "the file never reached S3",
    "S3 never told Lambda of the file",
    "the handler reported success without it, or an inline send failed",
});
static_assert(why_lost.size() == pipeline::loss_causes);

/// The causes that there were, each with its count.
template<std::size_t N>
void tell_causes(lines& out, const std::array<std::uint64_t, N>& counts,
                 const std::array<const char*, N>& words) {
    text_table table{{{""}, {"", text_table::align::left}}};
    for (std::size_t i = 0; i < N; ++i)
        if (counts[i] != 0)
            table.add_row({count_text(counts[i]), words[i]});
    for (auto& line : table.plain_lines(2))
        out.emplace_back(std::move(line));
}

void tell_duplicates(page& out, const run_result& r) {
    if (r.duplicates == 0)
        return;
    lines told{count_text(r.duplicates, "duplicate") + ", " + share_text(r.duplicates, r.sends) +
               " accepted sends"};
    tell_causes(told, r.duplicates_by_cause, why_twice);
    out.gap();
    out.section("Twice", told);
}

void tell_losses(page& out, const run_result& r) {
    if (r.lost == 0)
        return;
    lines told{count_text(r.lost, "e-mail") + " never accepted"};
    tell_causes(told, r.lost_by_cause, why_lost);
    out.gap();
    out.section("Lost", told);
}

std::string headline(const pipeline::file_story& story) {
    std::string out = shortened(story.key, 40) + ": " + count_text(story.attempts, "attempt");
    if (story.timeouts != 0)
        out += ", " + count_text(story.timeouts, "time-out");
    if (story.duplicates != 0)
        out += ", " + count_text(story.duplicates, "duplicate");
    if (story.lost != 0)
        out += ", " + count_text(story.lost) + " lost";
    return out + " of " + count_text(story.emails);
}

/// The worst file attempt by attempt, the others in a line each.
void tell_stories(page& out, const run_result& r) {
    lines told;
    for (const auto& story : r.stories) {
        told.emplace_back(headline(story));
        if (&story != &r.stories.front())
            continue;
        for (std::size_t i = 0; i < std::min(most_attempts, story.attempts_told.size()); ++i)
            told.emplace_back("  " + story.attempts_told[i], tone::quiet);
        if (story.attempts_told.size() > most_attempts)
            told.emplace_back("  and " + count_text(story.attempts_told.size() - most_attempts) + " more",
                              tone::quiet);
    }
    if (told.empty())
        return;
    out.gap();
    out.section("Worst files", told);
}

// ---- numbers ----

void tell_times(page& out, const run_result& r) {
    using align = text_table::align;
    text_table table{{{"", align::left}, {"p50"}, {"p90"}, {"p99"}, {"p99.9"}, {"max"}, {"of"}}};
    const auto row = [&](const char* name, const pipeline::duration_summary& d) {
        if (d.n != 0)
            table.add_row(
                {name, text(d.p50), text(d.p90), text(d.p99), text(d.p999), text(d.max), count_text(d.n)});
    };
    row("request to delivery", r.delivery);
    row("the user's wait", r.user_wait);
    row("an attempt", r.attempt_duration);
    if (table.empty())
        return;
    table.fit(out.columns() - page::label_width, {4, 2}); // p99.9, then p90
    lines told;
    for (auto& line : table.plain_lines())
        told.emplace_back(std::move(line));
    out.gap();
    out.section("Times", told);
}

void tell_lambda(page& out, const run_result& r) {
    if (r.invocations == 0)
        return;
    out.section("Lambda",
                {count_text(r.invocations, "invocation") + ", " + count_text(r.attempts, "attempt") + ": " +
                     count_text(r.timeouts, "time-out") + ", " + count_text(r.errors, "error"),
                 "first attempts that timed out: " + share_text(r.first_attempt_timeouts, r.first_attempts),
                 count_text(r.cold_starts, "cold start") + ", at most " + count_text(r.peak_concurrency) +
                     " at once; " + count_text(r.throttles, "throttle") + ", " +
                     count_text(r.dead_letters, "event") + " given up",
                 "billed " + text(r.billed) + ", " + number_text(r.gb_seconds) + " GB-s"});
}

void tell_sends(page& out, const run_result& r) {
    std::string told = count_text(r.sends) + " accepted, " + count_text(r.send_throttles) + " throttled, " +
                       count_text(r.sdk_retries) + " tried again by the SDK, " +
                       count_text(r.bounces, "bounce");
    if (r.priority_emails != 0)
        told += "; " + count_text(r.priority_emails, "priority e-mail");
    out.section("Sends", {told});
}

std::string per_million(const run_result& r, std::string_view metric) {
    return money_text(pipeline::find_metric(metric)->value(r)) + " per million delivered";
}

void tell_cost(page& out, const run_result& r) {
    const auto& c = r.cost;
    lines told{money_text(c.total()) + " in all" +
                   (r.accepted == 0 ? "" : ", " + per_million(r, "cost.per_million")),
               money_text(c.ses) + " SES, " + money_text(c.s3) + " S3, " + money_text(c.lambda_requests) +
                   " Lambda requests, " + money_text(c.lambda_time) + " Lambda time"};
    // Equal only where the scenario itself bills in steps of 100 ms, or not at all.
    if (c.lambda_time_100ms != c.lambda_time && r.accepted != 0)
        told.emplace_back("in steps of 100 ms: " + money_text(c.lambda_time_100ms) + " Lambda time, " +
                          per_million(r, "cost.per_million_100ms"));
    out.section("Cost", told);
}

void tell_faults(page& out, const run_result& r) {
    lines told;
    for (const auto& fault : r.faults) {
        if (told.size() == most_faults) {
            told.emplace_back("and " + count_text(r.faults.size() - most_faults) + " more");
            break;
        }
        told.emplace_back(shortened(fault.name, 50) + ": acted " + count_text(fault.consumed, "time") +
                              " of " + count_text(fault.matched),
                          fault.consumed == 0 ? tone::doubtful : tone::plain);
    }
    out.section("Faults", told);
}

// ---- verdict ----

void tell_verdict(page& out, const run_report& run) {
    if (!run.expectations.empty()) {
        out.gap();
        out.section("Expected", told_expectations(run, which_expectations::all));
    }
    if (run.baseline) {
        out.gap();
        out.section("Baseline", told_baseline(run, which_expectations::all));
    }
    out.gap();
    lines checked = broken_laws(run.result);
    if (checked.empty() && !run.result.laws.empty())
        checked.emplace_back("all " + count_text(run.result.laws.size()) + " conservation laws hold",
                             tone::quiet);
    out.section("Checked", checked);
    out.section("Repeat", lines{{run.command, tone::quiet},
                                {"seed " + std::to_string(run.result.seed) + ", digest " +
                                     digest_text(run.result.digest),
                                 tone::quiet}});
}

} // namespace

std::string text_report(const run_report& run, text_style style, std::size_t columns) {
    page out{style, columns};
    tell_outcome(out, run);
    tell_duplicates(out, run.result);
    tell_losses(out, run.result);
    tell_stories(out, run.result);
    tell_times(out, run.result);
    out.gap();
    tell_lambda(out, run.result);
    tell_sends(out, run.result);
    tell_cost(out, run.result);
    tell_faults(out, run.result);
    tell_verdict(out, run);
    return std::move(out).text();
}

} // namespace sendlab::report
