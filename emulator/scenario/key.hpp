// The keys of a JSON object: what they mean, how their values are written, and which variable each of them
// sets. One such table is the parser, the schema and the reference.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenario/form.hpp"

namespace sendlab::scenario {

struct key {
    std::string name;
    std::string meaning;               // one line
    std::string expected;              // what may be written: "a duration such as \"3s\""
    std::string schema;                // of the value, as JSON text; empty for a section
    std::string preset;                // the default, as JSON text; empty if it has none
    std::vector<std::string> examples; // JSON texts
    std::function<void(const node&, reader&)> read;
    std::vector<key> keys{}; // of a section; then there is no `read`
};

/// A key that sets `where`, whose value now is the default. `where` has to outlive the key.
template<class Value>
key field(std::string name, Value& where, form<Value> how, std::string meaning) {
    auto preset = how.write(where);
    return {std::move(name),
            std::move(meaning),
            std::move(how.expected),
            std::move(how.schema),
            std::move(preset),
            std::move(how.examples),
            [&where, read = std::move(how.read)](const node& n, reader& in) {
                if (auto value = read(n, in))
                    where = std::move(*value);
            }};
}

/// A key whose value is an object with keys of its own.
key section(std::string name, std::string meaning, std::vector<key> keys);

/// Reads an object. Keys that are not in the table are problems, as are values that do not have their form.
void read_keys(const std::vector<key>& keys, const node& n, reader& in);

/// The JSON Schema of such an object, as JSON text.
std::string object_schema(const std::vector<key>& keys);

} // namespace sendlab::scenario
