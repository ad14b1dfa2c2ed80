#include "scenario/arrivals_form.hpp"

#include <algorithm>
#include <charconv>

#include "base/units.hpp"
#include "scenario/csv_file.hpp"
#include "scenario/suggestion.hpp"

namespace sendlab::scenario {

namespace {

using pipeline::arrivals;
using arrival_row = pipeline::traced_arrivals::row;

template<class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number value{};
    const auto end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    return parsed.ec == std::errc{} && parsed.ptr == end ? std::optional{value} : std::nullopt;
}

std::optional<duration> parse_time(std::string_view text) {
    if (const auto value = parse_duration(text))
        return *value;
    const auto ms = parse_number<double>(text);
    if (!ms || !(*ms >= 0 && *ms * 1e6 < static_cast<double>(forever.count())))
        return std::nullopt;
    return duration{static_cast<duration::rep>(*ms * 1e6 + 0.5)};
}

/// Reads the rows of a trace, one call a row.
class trace_reader {
public:
    bool read(const csv_row& line) {
        if (std::exchange(first_, false) && read_header(line))
            return true;
        const auto at = parse_time(cell(line, at_));
        const auto count = cell(line, emails_);
        const auto emails = parse_number<std::uint32_t>(count);
        if (!at || (!count.empty() && !emails)) {
            wrong = line.line;
            return false;
        }
        rows.push_back({*at, emails});
        return true;
    }

    std::vector<arrival_row> rows;
    std::uint32_t wrong = 0; // the line that is no row

private:
    static std::string_view cell(const csv_row& line, std::size_t index) {
        return index < line.cells.size() ? line.cells[index] : std::string_view{};
    }

    bool read_header(const csv_row& line) {
        const auto at = std::find(line.cells.begin(), line.cells.end(), "at");
        if (at == line.cells.end())
            return false;
        at_ = static_cast<std::size_t>(at - line.cells.begin());
        emails_ = static_cast<std::size_t>(std::find(line.cells.begin(), line.cells.end(), "emails") -
                                           line.cells.begin());
        return true;
    }

    bool first_ = true;
    std::size_t at_ = 0;
    std::size_t emails_ = 1;
};

std::optional<arrivals> read_trace(const node& n, reader& in) {
    if (!n.text())
        return refuse(in, n, "is not the name of a file", "a name such as \"requests.csv\"");
    const auto path = in.locate(*n.text());
    trace_reader trace;
    if (!for_each_row(n, path, in, [&](const csv_row& line) { return trace.read(line); }))
        return std::nullopt;
    if (trace.wrong != 0 || trace.rows.empty())
        return in.fail_in(
            path.string(), {std::max(trace.wrong, 1U), 1},
            "no request, expected a time such as \"1.5s\" or 1500 (in ms) and maybe a number of e-mails");
    std::stable_sort(trace.rows.begin(), trace.rows.end(),
                     [](const arrival_row& a, const arrival_row& b) { return a.at < b.at; });
    return pipeline::traced_arrivals{std::move(trace.rows)};
}

std::optional<arrivals> read_listed(const node& n, reader& in) {
    auto at = lists("durations", durations(duration::zero(), forever, "1s")).read(n, in);
    if (!at)
        return std::nullopt;
    std::sort(at->begin(), at->end());
    return pipeline::listed_arrivals{std::move(*at)};
}

std::optional<arrivals> read_arrivals(const node& n, reader& in, const std::string& expected) {
    constexpr std::array<std::string_view, 4> known{"poisson", "every", "at", "trace"};
    if (!n.members() || n.members()->size() != 1)
        return refuse(in, n, "does not fit", expected);
    const auto& [name, where, value] = n.members()->front();
    const reader::step here{in, name, value.where};
    if (name == "poisson") {
        const auto rate = rates("2/s").read(value, in);
        return rate ? std::optional<arrivals>{pipeline::poisson_arrivals{*rate}} : std::nullopt;
    }
    if (name == "every") {
        const auto every = durations(duration{1}, forever, "5s").read(value, in);
        return every ? std::optional<arrivals>{pipeline::fixed_arrivals{*every}} : std::nullopt;
    }
    if (name == "at")
        return read_listed(value, in);
    if (name == "trace")
        return read_trace(value, in);
    return in.fail(where, unknown_word("way of arriving", name, known));
}

/// Lists and traces are not written back: only defaults are.
std::string written_arrivals(const arrivals& value) {
    if (const auto* poisson = std::get_if<pipeline::poisson_arrivals>(&value))
        return R"({"poisson": )" + rates("").write(poisson->per_second) + '}';
    if (const auto* fixed = std::get_if<pipeline::fixed_arrivals>(&value))
        return R"({"every": )" + quote(exact_text(fixed->every)) + '}';
    return {};
}

constexpr std::string_view listed_schema =
    R"({"type":"object","additionalProperties":false,"minProperties":1,"maxProperties":1,
"properties":{"poisson":{"$ref":"#/$defs/rate"},"every":{"$ref":"#/$defs/duration"},
"at":{"type":"array","items":{"$ref":"#/$defs/duration"}},"trace":{"type":"string"}}})";

} // namespace

form<arrivals> request_arrivals() {
    const std::string expected =
        R"({"poisson": "2/s"}, {"every": "5s"}, {"at": ["0s", "1s"]} or {"trace": "requests.csv"})";
    return {expected,
            std::string{listed_schema},
            {R"({"poisson": "2/s"})", R"({"every": "5s"})", R"({"at": ["0s", "1s"]})"},
            [=](const node& n, reader& in) { return read_arrivals(n, in, expected); },
            written_arrivals};
}

} // namespace sendlab::scenario
