#include "scenario/form.hpp"

#include <cmath>

#include "base/json_text.hpp"
#include "base/units.hpp"
#include "scenario/suggestion.hpp"

namespace sendlab::scenario {

namespace {

template<class Number>
std::string json_number(Number value) {
    std::string text;
    append_json_number(text, value);
    return text;
}

std::string json_string(std::string_view value) {
    std::string text;
    append_json_string(text, value);
    return text;
}

/// " from 1ns to 15m", " of at least 1ns", or nothing.
template<class Value, class Write>
std::string range_text(Value least, Value most, Value greatest, Write write) {
    if (most != greatest)
        return " from " + write(least) + " to " + write(most);
    return least == Value{} ? std::string{} : " of at least " + write(least);
}

/// Why a text with a unit was not understood.
std::string not_a(std::string_view noun, const node& n) {
    if (n.is_number())
        return "has no unit";
    if (n.text() && n.text()->starts_with('-'))
        return "is negative";
    return "is not " + std::string{noun};
}

} // namespace

std::nullopt_t refuse(reader& in, const node& n, std::string_view why, std::string_view expected) {
    return in.fail(n, n.written() + ' ' + std::string{why} + ", expected " + std::string{expected});
}

std::string schema_reference(std::string_view definition) {
    return R"({"$ref":"#/$defs/)" + std::string{definition} + "\"}";
}

form<duration> durations(duration least, duration most, std::string_view example) {
    const auto expected =
        "a duration" + range_text(least, most, forever, exact_text) + " such as " + quote(example);
    return {expected,
            schema_reference("duration"),
            {quote(example)},
            [=](const node& n, reader& in) -> std::optional<duration> {
                const auto value = n.text() ? parse_duration(*n.text()) : unit_error{};
                if (!value)
                    return refuse(in, n, not_a("a duration", n), expected);
                if (*value < least || *value > most)
                    return refuse(in, n, "is out of range", expected);
                return *value;
            },
            [](const duration& value) { return quote(exact_text(value)); }};
}

form<std::uint64_t> sizes(std::uint64_t least, std::uint64_t most, std::string_view example) {
    const auto expected = "a size" +
                          range_text(least, most, std::numeric_limits<std::uint64_t>::max(), size_text) +
                          " such as " + quote(example);
    return {expected,
            schema_reference("size"),
            {quote(example)},
            [=](const node& n, reader& in) -> std::optional<std::uint64_t> {
                const auto* number_of_bytes = std::get_if<std::uint64_t>(&n.value);
                const auto value = number_of_bytes ? result<std::uint64_t, unit_error>{*number_of_bytes}
                                   : n.text()      ? parse_size(*n.text())
                                                   : unit_error{};
                if (!value)
                    return refuse(in, n, not_a("a size", n), expected);
                if (*value < least || *value > most)
                    return refuse(in, n, "is out of range", expected);
                return *value;
            },
            [](const std::uint64_t& value) { return quote(size_text(value)); }};
}

form<double> rates(std::string_view example) {
    const auto expected = "a rate above 0 such as " + quote(example);
    return {expected,
            schema_reference("rate"),
            {quote(example)},
            [=](const node& n, reader& in) -> std::optional<double> {
                const auto value = n.text() ? parse_rate(*n.text()) : unit_error{};
                if (!value)
                    return refuse(in, n, not_a("a rate", n), expected);
                if (*value <= 0)
                    return refuse(in, n, "is out of range", expected);
                return *value;
            },
            [](const double& value) { return quote(rate_text(value)); }};
}

form<double> rates_or_unlimited(std::string_view example) {
    return word_or("unlimited", 0.0, rates(example));
}

form<double> numbers(double least, double most, std::string_view noun) {
    constexpr auto greatest = std::numeric_limits<double>::max();
    const auto expected = std::string{noun} + range_text(least, most, greatest, json_number<double>);
    auto schema = R"({"type":"number","minimum":)" + json_number(least);
    if (most != greatest)
        schema += R"(,"maximum":)" + json_number(most);
    return {expected,
            schema + '}',
            {},
            [=](const node& n, reader& in) -> std::optional<double> {
                if (!n.is_number())
                    return refuse(in, n, "is not a number", expected);
                if (!(n.number() >= least && n.number() <= most))
                    return refuse(in, n, "is out of range", expected);
                return n.number();
            },
            [](const double& value) { return json_number(value); }};
}

form<std::uint64_t> whole_numbers(std::uint64_t least, std::uint64_t most) {
    const bool limited = most < std::numeric_limits<std::uint32_t>::max();
    const auto expected =
        "a whole number" + range_text(least, limited ? most : 0, std::uint64_t{0},
                                      [](std::uint64_t value) { return std::to_string(value); });
    auto schema = R"({"type":"integer","minimum":)" + json_number(least);
    schema += R"(,"maximum":)" + json_number(most) + '}';
    return {expected,
            schema,
            {},
            [=](const node& n, reader& in) -> std::optional<std::uint64_t> {
                const auto* value = std::get_if<std::uint64_t>(&n.value);
                if (!value)
                    return refuse(in, n, "is not a whole number", expected);
                if (*value < least || *value > most)
                    return refuse(in, n, "is out of range", expected);
                return *value;
            },
            [](const std::uint64_t& value) { return json_number(value); }};
}

form<bool> flags() {
    const std::string expected = "true or false";
    return {expected,
            R"({"type":"boolean"})",
            {"true", "false"},
            [=](const node& n, reader& in) -> std::optional<bool> {
                const auto* value = std::get_if<bool>(&n.value);
                return value ? std::optional{*value} : refuse(in, n, "is neither true nor false", expected);
            },
            [](const bool& value) { return std::string{value ? "true" : "false"}; }};
}

form<std::string> texts(std::string_view noun, std::string_view example, bool (*fits)(std::string_view)) {
    const auto expected = std::string{noun} + " such as " + quote(example);
    return {expected,
            R"({"type":"string"})",
            {quote(example)},
            [=](const node& n, reader& in) -> std::optional<std::string> {
                if (n.text() && fits(*n.text()))
                    return *n.text();
                return refuse(in, n, "is not " + std::string{noun}, expected);
            },
            [](const std::string& value) { return json_string(value); }};
}

form<std::size_t> choices(std::vector<std::string_view> words) {
    std::string expected, schema = R"({"enum":[)";
    std::vector<std::string> examples;
    for (const auto word : words) {
        examples.push_back(quote(word));
        expected += (expected.empty() ? "" : word == words.back() ? " or " : ", ") + quote(word);
        schema += (word == words.front() ? "" : ",") + quote(word);
    }
    return {expected, schema + "]}", examples,
            [=](const node& n, reader& in) -> std::optional<std::size_t> {
                for (std::size_t i = 0; i < words.size(); ++i)
                    if (n.text() && *n.text() == words[i])
                        return i;
                if (const auto meant = nearest(n.text() ? *n.text() : "", words); !meant.empty())
                    return in.fail(n, "unknown word " + n.written() + ", did you mean " + quote(meant) + '?');
                return refuse(in, n, "is not known here", expected);
            },
            [=](const std::size_t& index) { return quote(words[index]); }};
}

std::vector<std::pair<std::string, std::string>> unit_schemas() {
    const auto pattern = [](std::string_view units) {
        return R"({"type":"string","pattern":"^[0-9]+(\\.[0-9]+)?()" + std::string{units} + R"()$")";
    };
    return {{"duration",
             pattern("ns|us|ms|s|m|h|d") + R"(,"description":"A number and its unit: 250ms, 3s, 2m."})"},
            {"size", R"({"anyOf":[{"type":"integer","minimum":0},)" + pattern("B|KB|MB|GB|KiB|MiB|GiB") +
                         R"(}],"description":"Bytes, or a number and its unit: 8KB is 8,000 bytes."})"},
            {"rate", pattern("/s|/m|/h|/d") +
                         R"(,"description":"So many in a second, minute, hour or day: 14/s."})"}};
}

} // namespace sendlab::scenario
