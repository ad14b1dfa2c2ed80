// The journal's vocabulary: what an event is called in files, and what its three numbers are.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "pipeline/journal.hpp"

namespace sendlab::report {

/// What the number `b` of an event holds.
enum class second_number { nothing, bytes, delay, environment, sdk_try, reason };

struct event_words {
    std::string_view name;    // "attempt_started"
    std::string_view subject; // "file"
    std::string_view a;       // "delivery"; empty: the event has none
    second_number b = second_number::nothing;
};

inline constexpr auto event_kinds = static_cast<std::size_t>(pipeline::event_kind::fetch_failed) + 1;

const event_words& words(pipeline::event_kind kind);
std::optional<pipeline::event_kind> kind_named(std::string_view name);

/// Of `given_up`: "retries_exhausted", ...
std::string_view reason_given_up(std::uint64_t b);

/// Whose turn something happened in: the number `b` of the events of attempts and sends.
struct turn {
    std::uint32_t delivery = 0;
    std::uint32_t attempt = 0;
    std::uint32_t index = 0; // the environment of an attempt, the SDK's try of a send
};

turn turn_of(const pipeline::journal_event& event);

/// The file of a send; none for one that the application sends itself, inside a request.
std::optional<std::uint64_t> file_of_send(const pipeline::journal_event& event);

} // namespace sendlab::report
