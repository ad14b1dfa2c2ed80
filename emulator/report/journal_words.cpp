#include "report/journal_words.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "lambda/end_words.hpp"
#include "pipeline/ledger.hpp"

namespace sendlab::report {

namespace {

using enum second_number;

/// In the order of pipeline::event_kind.
constexpr std::array<event_words, 24> vocabulary{{
    {"request", "request", "emails"},
    {"request_done", "request", ""},
    {"file_uploaded", "file", "emails", bytes},
    {"upload_failed", "file", ""},
    {"notified", "file", "copy"},
    {"accepted_by_lambda", "file", "delivery"},
    {"throttled", "file", "delivery", delay},
    {"environment_created", "environment", ""},
    {"attempt_started", "file", "delivery", environment},
    {"attempt_succeeded", "file", "delivery", environment},
    {"attempt_failed", "file", "delivery", environment},
    {"attempt_timed_out", "file", "delivery", environment},
    {"retry_scheduled", "file", "delivery", delay},
    {"given_up", "file", "delivery", reason},
    {"send_started", "email", "file", sdk_try},
    {"send_accepted", "email", "file", sdk_try},
    {"send_answered", "email", "file", sdk_try},
    {"send_failed", "email", "file", sdk_try},
    {"send_abandoned", "email", "file", sdk_try},
    {"priority_sent", "request", "index"},
    {"object_expired", "file", ""},
    {"fetch_started", "file", "", sdk_try},
    {"fetch_answered", "file", "", sdk_try},
    {"fetch_failed", "file", "", sdk_try},
}};
static_assert(vocabulary.size() == event_kinds);

} // namespace

std::optional<pipeline::event_kind> kind_named(std::string_view name) {
    const auto found = std::ranges::find(vocabulary, name, &event_words::name);
    if (found == vocabulary.end())
        return std::nullopt;
    return static_cast<pipeline::event_kind>(found - vocabulary.begin());
}

const event_words& words(pipeline::event_kind kind) {
    const auto index = static_cast<std::size_t>(kind);
    assert(index < vocabulary.size());
    return vocabulary[index];
}

std::string_view reason_given_up(std::uint64_t b) {
    return lambda::to_string(static_cast<lambda::given_up>(b));
}

turn turn_of(const pipeline::journal_event& event) {
    const auto upper = static_cast<std::uint32_t>(event.b >> 32);
    const auto lower = static_cast<std::uint32_t>(event.b);
    if (words(event.kind).b == environment)
        return {static_cast<std::uint32_t>(event.a), upper, lower};
    return {upper >> 8, upper & 0xFF, lower}; // pipeline::attempt_key
}

std::optional<std::uint64_t> file_of_send(const pipeline::journal_event& event) {
    if (event.a == pipeline::no_file)
        return std::nullopt;
    return event.a;
}

} // namespace sendlab::report
