#include "cli/progress.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using sendlab::cli::progress_line;

TEST_CASE("progress tells the share, the rate and the time left") {
    CHECK(progress_line("followers", "e-mails", {0.25, 3'000'000}, 2s, 100) ==
          "followers  [#####---------------]   25 %  1,500,000 e-mails/s  7 s left");
}

TEST_CASE("progress promises nothing at its beginning and at its end") {
    CHECK(progress_line("x", "e-mails", {0, 0}, 0s, 100) == "x  [--------------------]    0 %  0 e-mails/s");
    CHECK(progress_line("x", "e-mails", {1, 10}, 1s, 100) ==
          "x  [####################]  100 %  10 e-mails/s");
}

TEST_CASE("a share beyond the ends is drawn as the end") {
    CHECK(progress_line("x", "e-mails", {1.5, 10}, 1s, 100) ==
          "x  [####################]  100 %  10 e-mails/s");
    CHECK(progress_line("x", "e-mails", {-1, 0}, 1s, 100) == "x  [--------------------]    0 %  0 e-mails/s");
}

TEST_CASE("what does not fit the terminal is left out") {
    CHECK(progress_line("followers", "e-mails", {0.25, 100}, 2s, 40) ==
          "followers  [#####---------------]   25 %");
    CHECK(progress_line("followers", "e-mails", {0.25, 100}, 2s, 0).empty());
}
