#include "scenario/key.hpp"

#include <algorithm>

#include "base/json_text.hpp"
#include "scenario/suggestion.hpp"

namespace sendlab::scenario {

namespace {

const key* find(const std::vector<key>& keys, std::string_view name) {
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const key& k) { return k.name == name; });
    return found == keys.end() ? nullptr : &*found;
}

std::string unknown_key(const std::vector<key>& keys, std::string_view name) {
    std::vector<std::string_view> names;
    for (const auto& k : keys)
        names.push_back(k.name);
    return unknown_word("key", name, names);
}

std::string member_schema(const key& k) {
    auto schema = k.keys.empty() ? k.schema : object_schema(k.keys);
    schema.pop_back(); // the closing brace
    schema += R"(,"description":)";
    append_json_string(schema, k.meaning);
    if (!k.preset.empty())
        schema += R"(,"default":)" + k.preset;
    if (!k.examples.empty()) {
        schema += R"(,"examples":[)";
        for (const auto& example : k.examples)
            schema += example + ',';
        schema.back() = ']';
    }
    return schema + '}';
}

} // namespace

key section(std::string name, std::string meaning, std::vector<key> keys) {
    return {std::move(name), std::move(meaning), "an object", {}, {}, {}, {}, std::move(keys)};
}

void read_keys(const std::vector<key>& keys, const node& n, reader& in) {
    const auto* members = n.members();
    if (!members) {
        refuse(in, n, "is no object", "an object");
        return;
    }
    for (const auto& m : *members) {
        const auto* known = find(keys, m.name);
        if (!known) {
            in.fail(m.where, unknown_key(keys, m.name));
            continue;
        }
        const reader::step here{in, m.name, m.value.where};
        if (known->read)
            known->read(m.value, in);
        else
            read_keys(known->keys, m.value, in);
    }
}

std::string object_schema(const std::vector<key>& keys) {
    std::string schema = R"({"type":"object","additionalProperties":false,"properties":{)";
    for (const auto& k : keys) {
        append_json_string(schema, k.name);
        schema += ':' + member_schema(k) + ',';
    }
    schema.back() = '}';
    return schema + '}';
}

} // namespace sendlab::scenario
