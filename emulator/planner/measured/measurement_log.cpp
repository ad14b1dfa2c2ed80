#include "planner/measured/measurement_log.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "base/units.hpp"

namespace sendlab::planner {

namespace {

using nlohmann::json;

constexpr std::string_view report_mark = "REPORT RequestId: ";
constexpr double longest_ms = 1e12; // thirty years

/// Calls each(line, number) with every line; false from it ends the walk.
template<class Each>
void for_each_line(std::string_view text, const Each& each) {
    for (std::uint64_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (!each(line, number) || end == std::string_view::npos)
            return;
        text.remove_prefix(end + 1);
    }
}

std::optional<double> leading_number(std::string_view text) {
    double value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool fits = parsed.ec == std::errc{} && value >= 0 && value <= longest_ms;
    return fits ? std::optional{value} : std::nullopt;
}

/// The number after the first `name` in a line.
std::optional<double> field(std::string_view line, std::string_view name) {
    const auto at = line.find(name);
    return at == line.npos ? std::nullopt : leading_number(line.substr(at + name.size()));
}

void note_unreadable(measured_log& out, std::uint64_t line) {
    if (out.unreadable++ == 0)
        out.first_unreadable = line;
}

// ---- REPORT lines

void add_attempt(measured_log& out, double duration_ms, std::optional<double> init_ms, bool timed_out) {
    out.attempt.values.push_back(duration_ms);
    out.attempt.cut_off += timed_out;
    if (init_ms)
        out.cold_start.values.push_back(*init_ms);
}

/// "Duration" stands before "Billed Duration" and "Init Duration" in every line.
void add_report(measured_log& out, std::string_view line, std::uint64_t number, bool was_told_to_time_out) {
    const auto report = line.substr(line.find(report_mark));
    const auto duration = field(report, "Duration: ");
    const auto first_field = report.find("Duration: ");
    const bool cut = !duration || report.substr(0, first_field).ends_with("Billed ") ||
                     report.find(" ms", first_field) == report.npos;
    if (cut)
        return note_unreadable(out, number);
    add_attempt(out, *duration, field(report, "Init Duration: "),
                was_told_to_time_out || report.find("Status: timeout") != report.npos);
}

/// {"time": ..., "type": "platform.report", "record": {"status": ..., "metrics": {"durationMs": ...}}}
void add_json_report(measured_log& out, std::string_view line, std::uint64_t number) {
    const auto document = json_value(line.substr(line.find('{')));
    const auto* record = document.is_object() && document.contains("record") ? &document["record"] : nullptr;
    const auto* metrics =
        record && record->is_object() && record->contains("metrics") ? &(*record)["metrics"] : nullptr;
    const auto number_of = [&](const char* name) -> std::optional<double> {
        const bool there =
            metrics && metrics->is_object() && metrics->contains(name) && (*metrics)[name].is_number();
        const double value = there ? (*metrics)[name].get<double>() : -1;
        return value >= 0 && value <= longest_ms ? std::optional{value} : std::nullopt;
    };
    const auto duration = number_of("durationMs");
    if (!duration)
        return note_unreadable(out, number);
    const bool timed_out = record->contains("status") && (*record)["status"] == "timeout";
    add_attempt(out, *duration, number_of("initDurationMs"), timed_out);
}

/// "2026-07-01T10:00:03.000Z <request id> Task timed out after 3.00 seconds" stands before that attempt's REPORT.
void add_reports(measured_log& out, std::string_view text) {
    bool told = false;
    for_each_line(text, [&](std::string_view line, std::uint64_t number) {
        ++out.lines;
        if (line.find("Task timed out after") != line.npos) {
            told = true;
        } else if (line.find(report_mark) != line.npos) {
            add_report(out, line, number, told);
            told = false;
        } else if (line.find("\"platform.report\"") != line.npos) {
            add_json_report(out, line, number);
        }
        return true;
    });
}

// ---- journals

class journal_reader {
public:
    explicit journal_reader(measured_log& out) : out_{out} {}

    void read(std::string_view line, std::uint64_t number) {
        const auto event = json_value(line);
        if (!event.is_object() || !event.contains("event") || !event["event"].is_string())
            return note_unreadable(out_, number);
        const auto kind = event["event"].get<std::string>();
        const double t = event.contains("t") && event["t"].is_number() ? event["t"].get<double>() : latest_;
        if (kind == "run")
            latest_ = 0; // of another journal
        else if (!(t >= latest_ && t * 1e3 <= longest_ms))
            return note_unreadable(out_, number);
        else
            latest_ = t;
        if (kind == "send_started")
            sends_[send_of(event)] = t;
        else if (kind == "send_answered")
            answered(event, t);
        else if (kind == "attempt_started")
            attempts_[attempt_of(event)] = t;
        else if (kind.starts_with("attempt_"))
            ended(event, t, kind == "attempt_timed_out");
    }

private:
    using attempt_id = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>;
    using send_id = std::tuple<attempt_id, std::uint64_t, std::uint64_t>;

    static std::uint64_t whole(const json& event, const char* name) {
        return event.contains(name) && event[name].is_number_unsigned() ? event[name].get<std::uint64_t>()
                                                                        : 0;
    }
    static attempt_id attempt_of(const json& event) {
        return {whole(event, "file"), whole(event, "delivery"), whole(event, "attempt")};
    }
    static send_id send_of(const json& event) {
        return {attempt_of(event), whole(event, "email"), whole(event, "try")};
    }

    void answered(const json& event, double t) {
        const auto started = sends_.find(send_of(event));
        if (started == sends_.end())
            return;
        out_.latency.values.push_back((t - started->second) * 1e3);
        out_.latency.groups.push_back(group_of(std::get<0>(started->first)));
        sends_.erase(started);
    }

    void ended(const json& event, double t, bool timed_out) {
        const auto started = attempts_.find(attempt_of(event));
        if (started == attempts_.end())
            return;
        add_attempt(out_, (t - started->second) * 1e3, std::nullopt, timed_out);
        attempts_.erase(started);
    }

    std::uint64_t group_of(const attempt_id& attempt) {
        return groups_.try_emplace(attempt, groups_.size()).first->second;
    }

    measured_log& out_;
    double latest_ = 0; // in seconds: a journal is in the order of time
    std::map<send_id, double> sends_;
    std::map<attempt_id, double> attempts_;
    std::map<attempt_id, std::uint64_t> groups_;
};

// ---- comma-separated values

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\"";
    const auto begin = text.find_first_not_of(blank);
    return begin == text.npos ? "" : text.substr(begin, text.find_last_not_of(blank) + 1 - begin);
}

std::vector<std::string_view> cells_of(std::string_view line) {
    std::vector<std::string_view> cells;
    for (;;) {
        const auto comma = line.find(',');
        cells.push_back(trimmed(line.substr(0, comma)));
        if (comma == line.npos)
            return cells;
        line.remove_prefix(comma + 1);
    }
}

/// A number of milliseconds, or a duration with its unit.
std::optional<double> milliseconds_in(std::string_view cell) {
    double value = 0;
    const auto parsed = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (parsed.ec == std::errc{} && parsed.ptr == cell.data() + cell.size())
        return value >= 0 && value <= longest_ms ? std::optional{value} : std::nullopt;
    const auto length = parse_duration(cell);
    return length ? std::optional{static_cast<double>(length->count()) / 1e6} : std::nullopt;
}

class csv_reader {
public:
    csv_reader(measured_log& out, std::string_view column) : out_{out}, column_{column} {}

    result<void, log_error> read(std::string_view line, std::uint64_t number) {
        const auto cells = cells_of(line);
        if (!begun_) {
            begun_ = true;
            if (const auto chosen = choose(cells); !chosen)
                return log_error{number, chosen.error()};
            if (!milliseconds_in(cells[index_]))
                return {}; // the header
        }
        const auto cell = index_ < cells.size() ? cells[index_] : std::string_view{};
        const auto value = milliseconds_in(cell);
        if (!value)
            return log_error{number, '"' + std::string{cell.substr(0, 40)} + "\" in column " +
                                         std::to_string(index_ + 1) +
                                         ", expected milliseconds, or a duration such as \"30ms\""};
        out_.latency.values.push_back(*value);
        if (group_ && *group_ < cells.size())
            out_.latency.groups.push_back(number_of(cells[*group_]));
        return {};
    }

private:
    result<void, std::string> choose(const std::vector<std::string_view>& cells) {
        if (const auto found = std::ranges::find(cells, "invocation"); found != cells.end())
            group_ = static_cast<std::size_t>(found - cells.begin());
        if (column_.empty()) {
            if (cells.size() - (group_ ? 1 : 0) > 1)
                return std::to_string(cells.size()) + " columns (" + names_of(cells) +
                       "), expected one, or the name of one by --column";
            index_ = group_ == 0 ? 1 : 0;
            if (index_ < cells.size())
                return {};
        }
        const auto found = std::ranges::find(cells, column_);
        if (found == cells.end())
            return "no column \"" + std::string{column_} + "\" in the first line, expected one of " +
                   names_of(cells);
        index_ = static_cast<std::size_t>(found - cells.begin());
        return {};
    }

    static std::string names_of(const std::vector<std::string_view>& cells) {
        std::string names;
        for (const auto cell : cells)
            names.append(names.empty() ? "" : ", ").append(cell.substr(0, 40));
        return names;
    }

    std::uint64_t number_of(std::string_view invocation) {
        return groups_.try_emplace(std::string{invocation}, groups_.size()).first->second;
    }

    measured_log& out_;
    std::string_view column_;
    bool begun_ = false;
    std::size_t index_ = 0;
    std::optional<std::size_t> group_;
    std::map<std::string, std::uint64_t> groups_;
};

result<void, log_error> add_csv(measured_log& out, std::string_view text, std::string_view column) {
    csv_reader rows{out, column};
    result<void, log_error> outcome;
    for_each_line(text, [&](std::string_view line, std::uint64_t number) {
        ++out.lines;
        if (!trimmed(line).empty() && !line.starts_with('#'))
            outcome = rows.read(line, number);
        return outcome.has_value();
    });
    return outcome;
}

bool is_journal(std::string_view text) {
    const auto first = text.substr(0, text.find('\n'));
    return first.starts_with('{') && first.find("\"event\":") != first.npos;
}

bool has_reports(std::string_view text) {
    return text.find(report_mark) != text.npos || text.find("\"platform.report\"") != text.npos;
}

} // namespace

result<void, log_error> add_log(measured_log& out, std::string_view text, std::string_view column) {
    const auto before = out.latency.values.size() + out.attempt.values.size();
    if (text.find('\0') != text.npos)
        return log_error{0, "is not text"};
    if (has_reports(text)) {
        add_reports(out, text);
    } else if (is_journal(text)) {
        journal_reader events{out};
        for_each_line(text, [&](std::string_view line, std::uint64_t number) {
            ++out.lines;
            if (!line.empty())
                events.read(line, number);
            return true;
        });
    } else if (const auto added = add_csv(out, text, column); !added) {
        return added.error();
    }
    if (before == out.latency.values.size() + out.attempt.values.size())
        return log_error{0, "holds no measurements, expected REPORT lines of Lambda, a journal, or numbers"};
    return {};
}

} // namespace sendlab::planner
