#include "report/journal_reader.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "lambda/end_words.hpp"
#include "pipeline/ledger.hpp"
#include "report/journal_words.hpp"

namespace sendlab::report {

namespace {

using nlohmann::json;

constexpr std::string_view run_event = "run";
constexpr std::string_view name_event = "file_named";

constexpr double longest = 3.2e18; // a hundred years: sums of two such times do not overflow

duration nanoseconds(double count) {
    if (!(count >= 0 && count < longest))
        throw json::other_error::create(501, "a time is out of range", nullptr);
    return duration{std::llround(count)};
}

std::uint64_t whole(const json& line, std::string_view name) {
    const auto& value = line.at(std::string{name});
    if (!value.is_number_unsigned()) // get() would convert 1e75
        throw json::other_error::create(501, "no whole number", nullptr);
    return value.get<std::uint64_t>();
}

std::uint64_t reason_named(const std::string& name) {
    for (std::uint64_t b = 0; b <= static_cast<std::uint64_t>(lambda::given_up::function_deleted); ++b)
        if (reason_given_up(b) == name)
            return b;
    throw json::other_error::create(501, "no such reason", nullptr);
}

std::uint64_t first_number(const json& line, const event_words& word) {
    if (word.b == second_number::sdk_try)
        return line.contains("file") ? whole(line, "file") : pipeline::no_file;
    return word.a.empty() ? 0 : whole(line, word.a);
}

/// The reverse of report::turn_of().
std::uint64_t second_number_of(const json& line, const event_words& word) {
    switch (word.b) {
    case second_number::nothing:
        return 0;
    case second_number::bytes:
        return whole(line, "bytes");
    case second_number::delay:
        return static_cast<std::uint64_t>(nanoseconds(line.at("delay").get<double>() * 1e9).count());
    case second_number::environment:
        return whole(line, "attempt") << 32 | whole(line, "environment");
    case second_number::sdk_try:
        if (!line.contains("file"))
            return whole(line, "try");
        return (whole(line, "delivery") << 8 | whole(line, "attempt")) << 32 | whole(line, "try");
    case second_number::reason:
        break;
    }
    return reason_named(line.at("reason").get<std::string>());
}

/// `latest` is when the event before took place: a journal is in the order of time.
void tell(const json& line, pipeline::journal_sink& listener, time_point& latest, time_point start) {
    const auto event = line.at("event").get<std::string>();
    if (event == run_event)
        return;
    if (event == name_event)
        return listener.name_file(whole(line, "file"), line.at("key").get<std::string>());
    const auto kind = kind_named(event);
    if (!kind)
        throw json::other_error::create(501, "no such event", nullptr);
    const auto& word = words(*kind);
    const auto at = start + nanoseconds(line.at("t").get<double>() * 1e9);
    if (at < latest)
        throw json::other_error::create(501, "earlier than the event before", nullptr);
    latest = at;
    listener.write(
        {at, *kind, whole(line, word.subject), first_number(line, word), second_number_of(line, word)});
}

bool tells(std::string_view line, pipeline::journal_sink& listener, time_point& latest, time_point start) {
    try {
        tell(json_value(line), listener, latest, start);
        return true;
    } catch (const json::exception&) {
        return false;
    }
}

} // namespace

run_description described_in(std::string_view journal) {
    const auto first = json_value(journal.substr(0, journal.find('\n')));
    run_description out;
    if (!first.is_object() || first.value("event", json()) != run_event)
        return out;
    try {
        out.name = first.at("name").get<std::string>();
        out.seed = whole(first, "seed");
        out.command = first.at("command").get<std::string>();
        out.limit = nanoseconds(first.at("timeout_ms").get<double>() * 1e6);
        out.memory_mb = static_cast<std::uint32_t>(whole(first, "memory_mb"));
        out.billing_step =
            std::max(duration{1}, nanoseconds(first.at("billing_step_ms").get<double>() * 1e6));
        out.bill_init = first.at("bill_init").get<bool>();
    } catch (const json::exception&) { // of another version: what it says is taken
    }
    return out;
}

result<void, journal_problem> read_journal(std::string_view journal, pipeline::journal_sink& listener,
                                           time_point start) {
    auto latest = start;
    for (std::uint64_t number = 1; !journal.empty(); ++number) {
        const auto end = journal.find('\n');
        const auto line = journal.substr(0, end);
        const bool cut = end == std::string_view::npos && number > 1;
        if (!line.empty() && !tells(line, listener, latest, start) && !cut)
            return journal_problem{number, "is no line of a journal"};
        journal.remove_prefix(std::min(journal.size(), end == std::string_view::npos ? end : end + 1));
    }
    return {};
}

} // namespace sendlab::report
