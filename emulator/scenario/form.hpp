// How a kind of value is written in a scenario file. One description serves the parser, the JSON Schema and
// the documentation, so that the three cannot disagree.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_types.hpp"
#include "scenario/reader.hpp"

namespace sendlab::scenario {

template<class Value>
struct form {
    std::string expected; // "a duration from 1ns to 15m such as \"3s\""
    std::string schema;   // a JSON Schema that accepts it, as JSON text: an object with a member or more
    std::vector<std::string> examples; // JSON texts that are accepted
    /// Nothing if the value is wrong; the reader has been told why.
    std::function<std::optional<Value>(const node&, reader&)> read;
    /// JSON text that is read as the value; empty if there is no short one.
    std::function<std::string(const Value&)> write;
};

/// "\"3x\" is not a duration, expected ...": the problem of a value that does not have its form.
std::nullopt_t refuse(reader& in, const node& n, std::string_view why, std::string_view expected);

/// {"$ref": "#/$defs/duration"}, as JSON text: a schema that stands among the definitions.
std::string schema_reference(std::string_view definition);

form<duration> durations(duration least, duration most, std::string_view example);
/// A size in bytes, with or without a unit.
form<std::uint64_t> sizes(std::uint64_t least, std::uint64_t most, std::string_view example);
/// A second's worth, above 0.
form<double> rates(std::string_view example);
/// 0 stands for "unlimited".
form<double> rates_or_unlimited(std::string_view example);
form<double> numbers(double least, double most, std::string_view noun = "a number");
inline form<double> probabilities() {
    return numbers(0, 1, "a probability");
}
form<bool> flags();
form<std::string> texts(
    std::string_view noun, std::string_view example,
    bool (*fits)(std::string_view) = [](std::string_view) { return true; });

/// Whole numbers.
form<std::uint64_t> whole_numbers(std::uint64_t least, std::uint64_t most);
template<std::unsigned_integral Integer = std::uint32_t>
form<Integer> counts(Integer least, Integer most = std::numeric_limits<Integer>::max()) {
    auto wide = whole_numbers(least, most);
    return {wide.expected, wide.schema, wide.examples,
            [read = wide.read](const node& n, reader& in) -> std::optional<Integer> {
                const auto value = read(n, in);
                return value ? std::optional{static_cast<Integer>(*value)} : std::nullopt;
            },
            [write = wide.write](const Integer& value) { return write(value); }};
}

/// One of some words.
form<std::size_t> choices(std::vector<std::string_view> words);
template<class Value>
form<Value> words(std::vector<std::pair<std::string_view, Value>> meanings) {
    std::vector<std::string_view> names;
    for (const auto& [name, value] : meanings)
        names.push_back(name);
    auto choice = choices(names);
    return {choice.expected, choice.schema, choice.examples,
            [=, read = choice.read](const node& n, reader& in) -> std::optional<Value> {
                const auto index = read(n, in);
                return index ? std::optional{meanings[*index].second} : std::nullopt;
            },
            [=, write = choice.write](const Value& value) {
                for (std::size_t i = 0; i < meanings.size(); ++i)
                    if (meanings[i].second == value)
                        return write(i);
                return std::string{};
            }};
}

/// `word` stands for one value, everything else is written in the form `other`.
template<class Value>
form<Value> word_or(std::string_view word, Value meaning, form<Value> other) {
    const auto quoted_word = quote(word);
    other.expected += " or " + quoted_word;
    other.schema = R"({"anyOf":[{"const":)" + quoted_word + "}," + other.schema + "]}";
    other.read = [=, read = std::move(other.read)](const node& n, reader& in) {
        if (n.text() && *n.text() == word)
            return std::optional{meaning};
        auto value = read(n, in);
        if (!value && !n.items() && !n.members())
            in.add_to_last(" or " + quoted_word);
        return value;
    };
    other.write = [=, write = std::move(other.write)](const Value& value) {
        return value == meaning ? quoted_word : write(value);
    };
    return other;
}

/// null or a value.
template<class Value>
form<std::optional<Value>> optionals(form<Value> some) {
    return {
        some.expected + " or null", R"({"anyOf":[{"type":"null"},)" + some.schema + "]}", some.examples,
        [read = some.read](const node& n, reader& in) -> std::optional<std::optional<Value>> {
            if (std::holds_alternative<std::nullptr_t>(n.value))
                return std::optional<Value>{};
            auto value = read(n, in);
            return value ? std::optional{std::move(value)} : std::nullopt;
        },
        [write = some.write](const std::optional<Value>& value) { return value ? write(*value) : "null"; }};
}

/// Reads every item of a list, so that each may have its problem; nothing if one has.
template<class Value>
std::optional<std::vector<Value>> read_items(const node::list& items, const form<Value>& item, reader& in) {
    std::vector<Value> values;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const reader::step here{in, '[' + std::to_string(i) + ']', items[i].where};
        if (auto value = item.read(items[i], in))
            values.push_back(std::move(*value));
    }
    return values.size() == items.size() ? std::optional{std::move(values)} : std::nullopt;
}

/// A list, empty or not; `noun` is the plural: "durations".
template<class Value>
form<std::vector<Value>> lists(std::string_view noun, form<Value> item) {
    std::string examples = "[";
    for (const auto& example : item.examples)
        examples += (examples.size() > 1 ? ", " : "") + example;
    form<std::vector<Value>> all{"a list of " + std::string{noun},
                                 R"({"type":"array","items":)" + item.schema + '}',
                                 {examples + ']'},
                                 {},
                                 [write = item.write](const std::vector<Value>& values) {
                                     std::string text = "[";
                                     for (const auto& value : values)
                                         text += (text.size() > 1 ? ", " : "") + write(value);
                                     return text + ']';
                                 }};
    all.read = [item = std::move(item), expected = all.expected](const node& n, reader& in) {
        const auto* items = n.items();
        return items ? read_items(*items, item, in) : refuse(in, n, "is no list", expected);
    };
    return all;
}

/// JSON Schemas that the forms above refer to, as members of "$defs".
std::vector<std::pair<std::string, std::string>> unit_schemas();

} // namespace sendlab::scenario
