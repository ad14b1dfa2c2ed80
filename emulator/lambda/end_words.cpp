#include "lambda/end_words.hpp"

#include <cassert>

namespace sendlab::lambda {

std::string_view to_string(attempt_outcome outcome) {
    switch (outcome) {
    case attempt_outcome::succeeded:
        return "succeeded";
    case attempt_outcome::failed:
        return "failed";
    case attempt_outcome::timed_out:
        return "timed_out";
    }
    assert(false);
    return {};
}

std::string_view to_string(given_up why) {
    switch (why) {
    case given_up::retries_exhausted:
        return "retries_exhausted";
    case given_up::event_age_exceeded:
        return "event_age_exceeded";
    case given_up::zero_reserved_concurrency:
        return "zero_reserved_concurrency";
    case given_up::recursive_loop:
        return "recursive_loop";
    case given_up::function_deleted:
        return "function_deleted";
    }
    assert(false);
    return {};
}

} // namespace sendlab::lambda
