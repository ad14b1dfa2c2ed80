#include "report/text_report.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "base/text_table.hpp"
#include "unit/report/sample_runs.hpp"

using namespace sendlab::report;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

bool tells(const run_report& run, const std::string& text) {
    return text_report(run, text_style::plain).find(text) != std::string::npos;
}

} // namespace

TEST_CASE("a run is told on one screen: what happened, why, the numbers, what was expected") {
    CHECK(text_report(timed_out_run(), text_style::plain) == R"(article

25 e-mails of 1 request in 1 file of up to 25.
15 people got theirs twice.
None was lost.

Twice       15 duplicates, 37.5 % of 40 accepted sends
              12  the file was run again from its start after a time-out
               3  accepted, but the answer was lost and the caller tried again

Worst files 17672256008f3a-1.json: 2 attempts, 1 time-out, 15 duplicates of 25
              attempt 1 at 320 ms: timed out after 3 s, 15 of 25 accepted
              attempt 2 at 1 min 3 s: succeeded after 2.35 s, 25 of 25 accepted

Times                               p50        p90        p99      p99.9        max  of
            request to delivery   1.5 s  1 min 2 s  1 min 3 s  1 min 3 s  1 min 3 s  25
            the user's wait      310 ms     310 ms     310 ms     310 ms     310 ms   1
            an attempt           2.35 s        3 s        3 s        3 s        3 s   2

Lambda      1 invocation, 2 attempts: 1 time-out, 0 errors
            first attempts that timed out: 100 % of 1
            1 cold start, at most 1 at once; 0 throttles, 0 events given up
            billed 5.35 s, 0.668 GB-s
Sends       40 accepted, 0 throttled, 3 tried again by the SDK, 0 bounces; 1 priority e-mail
Cost        $0.00402 in all, $160.68 per million delivered
            $0.004 SES, $0.0000054 S3, $0.0000004 Lambda requests, $0.0000111 Lambda time
            in steps of 100 ms: $0.0000113 Lambda time, $160.68 per million delivered

Expected    met      lost = 0        is 0
            NOT MET  duplicates = 0  is 15

Checked     all 2 conservation laws hold
Repeat      sendlab run scenarios/article.json --seed 42
            seed 42, digest 0123456789abcdef
)");
}

TEST_CASE("a run without e-mails is told without empty tables") {
    CHECK(text_report(idle_run(), text_style::plain) == R"(nothing

No e-mails: no request came.

Sends       0 accepted, 0 throttled, 0 tried again by the SDK, 0 bounces
Cost        $0 in all
            $0 SES, $0 S3, $0 Lambda requests, $0 Lambda time

Repeat      sendlab run nothing.json
            seed 1, digest 0000000000000000
)");
}

TEST_CASE("what was lost, interrupted, injected or broken is told") {
    const auto run = worst_run();
    CHECK(tells(run, "Interrupted after 1 min 3 s of virtual time; what is known so far:"));
    CHECK(tells(run, "15 people got theirs more than once, up to 3 times."));
    CHECK(tells(run, "12 e-mails were lost: 20 % of 60."));
    CHECK(tells(run, "23 were still on their way."));
    CHECK(tells(run, "1  S3 never told Lambda of the file"));
    CHECK(tells(run, "17672256008f3a-8.json: 3 attempts, 3 time-outs, 12 lost of 25"));
    CHECK(tells(run, "ses: fail Throttling: acted 14 times of 200"));
    CHECK(tells(run, "s3.get: outage: acted 0 times of 0"));
    CHECK(tells(run, "BROKEN: events = succeeded + given up + pending: 9 = 1 + 1 + 0"));
    CHECK_FALSE(tells(run, "conservation laws hold"));
}

TEST_CASE("a single recipient is a person") {
    auto run = timed_out_run();
    run.result.recipients_hit_twice = 1;
    CHECK(tells(run, "1 person got theirs twice."));
}

TEST_CASE("mail that is sent inside the requests has no files to tell of") {
    auto run = timed_out_run();
    run.result.files = run.result.invocations = 0;
    CHECK(tells(run, "25 e-mails of 1 request, sent inside the requests."));
    CHECK_FALSE(tells(run, "Lambda      "));
}

TEST_CASE("billing in steps of 100 ms is left out where it makes no difference") {
    auto run = timed_out_run();
    run.result.cost.lambda_time_100ms = run.result.cost.lambda_time;
    CHECK_FALSE(tells(run, "steps of 100 ms"));
}

TEST_CASE("no report is wider than 100 columns, and an ordinary one has under 40 lines") {
    for (const auto& run : {idle_run(), timed_out_run(), worst_run(), huge_run()})
        for (const std::size_t columns : {80U, 100U})
            for (const auto& line : lines_of(text_report(run, text_style::plain, columns)))
                CHECK(sendlab::display_width(line) <= columns);
    CHECK(lines_of(text_report(timed_out_run(), text_style::plain)).size() < 40);
}

TEST_CASE("colour changes nothing but colour") {
    for (const auto& run : {idle_run(), timed_out_run(), worst_run()}) {
        auto text = text_report(run, text_style::colour);
        CHECK(text.find("\x1b[") != std::string::npos);
        for (auto at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b'))
            text.erase(at, text.find('m', at) - at + 1);
        CHECK(text == text_report(run, text_style::plain));
    }
}
