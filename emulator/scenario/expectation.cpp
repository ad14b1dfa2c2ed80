#include "scenario/expectation.hpp"

#include <charconv>
#include <cmath>

#include "base/json_text.hpp"
#include "base/units.hpp"
#include "pipeline/metric_text.hpp"
#include "scenario/suggestion.hpp"

namespace sendlab::scenario {

namespace {

using pipeline::metric;
using pipeline::metric_kind;

constexpr std::pair<std::string_view, comparison> signs[] = {
    {"<=", comparison::at_most}, {">=", comparison::at_least}, {"!=", comparison::unequal},
    {"<", comparison::less},     {">", comparison::greater},   {"=", comparison::equal},
};

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    const auto end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    const bool whole = parsed.ec == std::errc{} && parsed.ptr == end;
    return whole && std::isfinite(value) ? std::optional{value} : std::nullopt;
}

std::optional<double> parse_limit(metric_kind kind, std::string_view text) {
    if (kind == metric_kind::time) {
        const auto value = parse_duration(text);
        return value ? std::optional{static_cast<double>(value->count())} : std::nullopt;
    }
    if (kind == metric_kind::money && text.starts_with('$'))
        text.remove_prefix(1);
    if (kind == metric_kind::ratio && text.ends_with('%')) {
        const auto percent = parse_number(text.substr(0, text.size() - 1));
        return percent ? std::optional{*percent / 100} : std::nullopt;
    }
    return parse_number(text);
}

std::string_view expected_of(metric_kind kind) {
    switch (kind) {
    case metric_kind::count:
        return R"(a number or a condition such as "<=10")";
    case metric_kind::time:
        return R"(a condition such as "<30s")";
    case metric_kind::money:
        return R"(a condition on US dollars such as "<150")";
    case metric_kind::ratio:
        break;
    }
    return R"(a condition such as "<0.001" or "<0.1%")";
}

std::optional<expectation> parse_condition(const metric& what, std::string_view text) {
    expectation e{&what, comparison::equal, 0, std::string{text}};
    for (const auto& [sign, meaning] : signs) {
        if (!text.starts_with(sign))
            continue;
        e.how = meaning;
        text.remove_prefix(sign.size());
        break;
    }
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const auto limit = parse_limit(what.kind, text);
    if (!limit)
        return std::nullopt;
    e.limit = *limit;
    return e;
}

std::optional<expectation> read_condition(const metric& what, const node& n, reader& in) {
    std::optional<expectation> read;
    if (n.is_number() && what.kind != metric_kind::time)
        read = expectation{&what, comparison::equal, n.number(), n.written()};
    else if (n.text())
        read = parse_condition(what, *n.text());
    if (!read)
        return refuse(in, n, "is no condition on " + std::string{what.name}, expected_of(what.kind));
    read->where = n.where;
    return read;
}

/// One condition, or a list of them.
void read_conditions(const metric& what, const node& n, std::vector<expectation>& all, reader& in) {
    if (!n.items()) {
        if (const auto read = read_condition(what, n, in))
            all.push_back(*read);
        return;
    }
    const form<expectation> condition{
        {}, {}, {}, [&](const node& item, reader&) { return read_condition(what, item, in); }, {}};
    if (const auto read = read_items(*n.items(), condition, in))
        all.insert(all.end(), read->begin(), read->end());
}

std::optional<std::vector<expectation>> read_expectations(const node& n, reader& in,
                                                          std::string_view expected) {
    if (!n.members())
        return refuse(in, n, "is no object", expected);
    std::vector<std::string_view> names;
    for (const auto& metric : pipeline::metrics())
        names.push_back(metric.name);
    std::vector<expectation> all;
    for (const auto& m : *n.members()) {
        const reader::step here{in, m.name, m.value.where};
        if (const auto* what = pipeline::find_metric(m.name))
            read_conditions(*what, m.value, all, in);
        else
            in.fail(m.where, unknown_word("metric", m.name, names));
    }
    return all;
}

std::string expectations_schema() {
    std::string schema = R"({"type":"object","additionalProperties":false,"properties":{)";
    for (const auto& metric : pipeline::metrics()) {
        append_json_string(schema, metric.name);
        schema += metric.kind == metric_kind::time ? R"(:{"$ref":"#/$defs/time_condition")"
                                                   : R"(:{"$ref":"#/$defs/condition")";
        schema += R"(,"description":)";
        append_json_string(schema, metric.meaning);
        schema += "},";
    }
    schema.back() = '}';
    return schema + '}';
}

} // namespace

bool expectation::holds(double value) const {
    switch (how) {
    case comparison::less:
        return value < limit;
    case comparison::at_most:
        return value <= limit;
    case comparison::greater:
        return value > limit;
    case comparison::at_least:
        return value >= limit;
    case comparison::equal:
        return value == limit;
    case comparison::unequal:
        break;
    }
    return value != limit;
}

std::vector<verdict> evaluate(std::span<const expectation> expectations, const pipeline::run_result& result) {
    std::vector<verdict> verdicts;
    for (const auto& e : expectations) {
        const auto value = e.what->value(result);
        verdicts.push_back({std::string{e.what->name}, e.written, pipeline::metric_text(e.what->kind, value),
                            e.holds(value), e.where.line});
    }
    return verdicts;
}

form<std::vector<expectation>> expectation_lists() {
    const std::string expected = R"(an object such as {"duplicates": 0, "delivery.p99": "<30s"})";
    return {expected,
            expectations_schema(),
            {R"({"duplicates": 0, "lost": "<=10", "delivery.p99": "<30s", "timeouts": [">=1", "<5"]})"},
            [=](const node& n, reader& in) { return read_expectations(n, in, expected); },
            [](const std::vector<expectation>&) { return std::string{}; }};
}

std::vector<std::pair<std::string, std::string>> condition_schemas() {
    const auto one_or_more = [](const std::string& type) {
        return R"({"anyOf":[{"type":)" + type + R"(},{"type":"array","items":{"type":)" + type +
               R"(}}],"description":"A number means equality; a text is a sign and a limit: <30s, >=1."})";
    };
    return {{"condition", one_or_more(R"(["number","string"])")},
            {"time_condition", one_or_more(R"("string")")}};
}

} // namespace sendlab::scenario
