#include "report/ci_report.hpp"

#include <charconv>
#include <optional>

#include "base/number_text.hpp"
#include "base/text_table.hpp"
#include "pipeline/metric_text.hpp"

namespace sendlab::report {

namespace {

/// As the runner reads it: a property ends at a comma, a command at the end of its line.
std::string escaped(std::string_view text, bool property) {
    std::string out;
    for (const char c : text) {
        if (c == '%')
            out += "%25";
        else if (c == '\r')
            out += "%0D";
        else if (c == '\n')
            out += "%0A";
        else if (property && c == ':')
            out += "%3A";
        else if (property && c == ',')
            out += "%2C";
        else
            out += c;
    }
    return out;
}

std::string_view word_of(annotation::level how) {
    switch (how) {
    case annotation::level::error:
        return "error";
    case annotation::level::warning:
        return "warning";
    case annotation::level::notice:
        break;
    }
    return "notice";
}

/// Takes "12:" off the front.
std::optional<std::uint32_t> take_number(std::string_view& text) {
    std::uint32_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    const auto length = static_cast<std::size_t>(parsed.ptr - text.data());
    if (parsed.ec != std::errc{} || length == text.size() || text[length] != ':')
        return std::nullopt;
    text.remove_prefix(length + 1);
    return value;
}

annotation annotation_of_problem(std::string_view line) {
    annotation out{.title = "Invalid file"};
    for (auto colon = line.find(':'); colon != std::string_view::npos; colon = line.find(':', colon + 1)) {
        auto rest = line.substr(colon + 1);
        const auto row = take_number(rest);
        const auto column = row ? take_number(rest) : std::nullopt;
        if (!column)
            continue;
        out.file = line.substr(0, colon);
        out.line = *row;
        out.column = *column;
        out.text = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
        return out;
    }
    out.text = line;
    return out;
}

struct complaint {
    std::string text;
    std::uint32_t line = 0; // of the scenario
};

std::vector<complaint> complaints_about(const run_report& run) {
    std::vector<complaint> out;
    if (run.result.interrupted)
        out.emplace_back().text =
            "interrupted: the numbers are those so far"; // g++ 12 warns of moving a short one
    for (const auto& e : run.expectations)
        if (!e.met)
            out.push_back({"expected " + e.condition() + ", but it is " + e.actual, e.line});
    if (run.baseline)
        for (const auto& w : run.baseline->worse)
            out.push_back({"worse than in " + run.baseline->file + ": " + w.text()});
    for (const auto& law : run.result.laws)
        if (!law.holds)
            out.push_back({"broken conservation law: " + law.text});
    return out;
}

std::vector<std::string> cells_of(const run_report& run) {
    const auto& r = run.result;
    const auto value = [&](std::string_view name) {
        const auto* metric = pipeline::find_metric(name);
        return metric_text(metric->kind, metric->value(r));
    };
    return {run.as_expected() ? "ok" : "**NOT OK**",
            r.name,
            count_text(r.emails),
            count_text(r.duplicates),
            count_text(r.lost),
            count_text(r.timeouts),
            value("delivery.p99"),
            value("cost.per_million")};
}

} // namespace

std::string workflow_command(const annotation& what) {
    std::string out = "::" + std::string{word_of(what.how)};
    const char* separator = " ";
    const auto add = [&](std::string_view name, const std::string& value) {
        out += separator + std::string{name} + '=' + escaped(value, true);
        separator = ",";
    };
    if (!what.file.empty())
        add("file", what.file);
    if (what.line > 0)
        add("line", std::to_string(what.line));
    if (what.column > 0)
        add("col", std::to_string(what.column));
    if (!what.title.empty())
        add("title", what.title);
    return out + "::" + escaped(what.text, false) + '\n';
}

std::vector<annotation> annotations_of(const run_report& run) {
    std::vector<annotation> out;
    for (auto& [text, line] : complaints_about(run))
        out.push_back({.file = run.source,
                       .line = line,
                       .title = run.result.name,
                       .text = text + "\nagain with: " + run.command});
    return out;
}

std::vector<annotation> annotations_of_problems(std::string_view lines) {
    std::vector<annotation> out;
    while (!lines.empty()) {
        const auto end = std::min(lines.find('\n'), lines.size());
        if (end > 0)
            out.push_back(annotation_of_problem(lines.substr(0, end)));
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return out;
}

std::string run_markdown(std::span<const run_report> runs) {
    const auto good = std::ranges::count_if(runs, &run_report::as_expected);
    std::string out = "### Sendlab: " + std::to_string(good) + " of " + count_text(runs.size(), "scenario") +
                      " as expected\n\n";
    constexpr auto left = text_table::align::left;
    text_table table{{{"", left},
                      {"scenario", left},
                      {"e-mails"},
                      {"duplicates"},
                      {"lost"},
                      {"time-outs"},
                      {"delivery p99"},
                      {"$ per million"}}};
    for (const auto& run : runs)
        table.add_row(cells_of(run));
    out += table.markdown();
    for (const auto& run : runs)
        for (const auto& [text, line] : complaints_about(run))
            out += "\n- **" + run.result.name + "**: " + text + "; again with `" + run.command + '`';
    return out + '\n';
}

} // namespace sendlab::report
