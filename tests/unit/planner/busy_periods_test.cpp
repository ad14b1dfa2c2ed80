#include "planner/busy_periods.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::planner;
using pipeline::event_kind;

namespace {

class script {
public:
    script& operator()(event_kind kind, std::uint64_t file, std::uint64_t attempt = 0) {
        periods_.write({.kind = kind, .subject = file, .a = 0, .b = attempt << 32 | 17});
        return *this;
    }
    [[nodiscard]] const cluster_counts& counts() const { return periods_.counts(); }

private:
    busy_periods periods_;
};

} // namespace

TEST_CASE("a file that is alone in the pipeline is a busy period of its own") {
    script run;
    for (std::uint64_t file = 0; file < 3; ++file)
        run(event_kind::accepted_by_lambda, file)(event_kind::attempt_started, file,
                                                  1)(event_kind::attempt_succeeded, file, 1);
    CHECK(run.counts().clusters == 3);
    CHECK(run.counts().trials == 3);
    CHECK(run.counts().trials_squared == 3);
    CHECK(run.counts().hits == 0);
}

TEST_CASE("files whose stays overlap are one busy period") {
    script run;
    run(event_kind::accepted_by_lambda, 0)(event_kind::attempt_started, 0, 1);
    run(event_kind::accepted_by_lambda, 1)(event_kind::attempt_started, 1, 1);
    run(event_kind::attempt_succeeded, 0, 1)(event_kind::attempt_succeeded, 1, 1);
    CHECK(run.counts().clusters == 1);
    CHECK(run.counts().trials == 2);
    CHECK(run.counts().trials_squared == 4);
}

TEST_CASE("a file that waits for its retry keeps the period open, and its retry is not counted") {
    script run;
    run(event_kind::accepted_by_lambda, 0)(event_kind::attempt_started, 0, 1)(event_kind::attempt_timed_out,
                                                                              0, 1);
    run(event_kind::retry_scheduled, 0);
    CHECK(run.counts().clusters == 0);
    run(event_kind::accepted_by_lambda, 1)(event_kind::attempt_started, 1, 1)(event_kind::attempt_succeeded,
                                                                              1, 1);
    CHECK(run.counts().clusters == 0);
    run(event_kind::attempt_started, 0, 2)(event_kind::attempt_timed_out, 0, 2);
    run(event_kind::attempt_started, 0, 3)(event_kind::attempt_timed_out, 0, 3)(event_kind::given_up, 0);
    CHECK(run.counts().clusters == 1);
    CHECK(run.counts().trials == 2);
    CHECK(run.counts().hits == 1);
    CHECK(run.counts().trials_by_hits == 2);
}

TEST_CASE("an event that is given up without any attempt is no observation") {
    script run;
    run(event_kind::accepted_by_lambda, 0)(event_kind::throttled, 0)(event_kind::given_up, 0);
    CHECK(run.counts() == cluster_counts{});
}

TEST_CASE("an attempt that fails without timing out is no time-out") {
    script run;
    run(event_kind::accepted_by_lambda, 0)(event_kind::attempt_started, 0, 1)(event_kind::attempt_failed, 0,
                                                                              1);
    run(event_kind::attempt_started, 0, 2)(event_kind::attempt_succeeded, 0, 2);
    CHECK(run.counts().clusters == 1);
    CHECK(run.counts().hits == 0);
}
