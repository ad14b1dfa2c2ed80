// A validator for the part of JSON Schema (draft 2020-12) that the scenario schema uses. A keyword that it does not know
// is an error, so that no rule of the schema goes unchecked.
#pragma once

#include <algorithm>
#include <regex>
#include <string>

#include <nlohmann/json.hpp>

namespace sendlab::test {

class schema_check {
public:
    using json = nlohmann::json;

    explicit schema_check(json root) : root_(std::move(root)) {} // braces would make a list of it

    [[nodiscard]] bool accepts(const json& value) const { return accepts(root_, value); }

private:
    [[nodiscard]] bool accepts(const json& schema, const json& value) const {
        for (const auto& [keyword, rule] : schema.items())
            if (!fits(keyword, rule, schema, value))
                return false;
        return true;
    }

    [[nodiscard]] std::ptrdiff_t accepting(const json& schemas, const json& value) const {
        return std::count_if(schemas.begin(), schemas.end(),
                             [&](const json& s) { return accepts(s, value); });
    }

    static bool has_type(const std::string& type, const json& value) {
        if (type == "object")
            return value.is_object();
        if (type == "array")
            return value.is_array();
        if (type == "string")
            return value.is_string();
        if (type == "boolean")
            return value.is_boolean();
        if (type == "integer")
            return value.is_number_integer();
        if (type == "number")
            return value.is_number();
        return type == "null" && value.is_null();
    }

    [[nodiscard]] bool members_fit(const json& schema, const json& value) const {
        const auto& properties = schema.value("properties", json::object());
        for (const auto& [name, member] : value.items()) {
            const auto& others = schema.value("additionalProperties", json(true));
            if (properties.contains(name)
                    ? !accepts(properties[name], member)
                    : others == json(false) || (others.is_object() && !accepts(others, member)))
                return false;
        }
        return true;
    }

    [[nodiscard]] bool fits(const std::string& keyword, const json& rule, const json& schema,
                            const json& value) const {
        if (keyword == "$ref")
            return accepts(root_.at(json::json_pointer{rule.get<std::string>().substr(1)}), value);
        if (keyword == "anyOf")
            return accepting(rule, value) >= 1;
        if (keyword == "oneOf")
            return accepting(rule, value) == 1;
        if (keyword == "const")
            return value == rule;
        if (keyword == "enum")
            return std::find(rule.begin(), rule.end(), value) != rule.end();
        if (keyword == "type" && rule.is_array())
            return std::any_of(rule.begin(), rule.end(), [&](const json& t) { return has_type(t, value); });
        if (keyword == "type")
            return has_type(rule, value);
        if (keyword == "properties" || keyword == "additionalProperties")
            return !value.is_object() || members_fit(schema, value);
        if (keyword == "required")
            return !value.is_object() || std::all_of(rule.begin(), rule.end(), [&](const json& name) {
                return value.contains(name.get<std::string>());
            });
        if (keyword == "minProperties")
            return !value.is_object() || value.size() >= rule.get<std::size_t>();
        if (keyword == "maxProperties")
            return !value.is_object() || value.size() <= rule.get<std::size_t>();
        if (keyword == "items")
            return !value.is_array() || std::all_of(value.begin(), value.end(),
                                                    [&](const json& item) { return accepts(rule, item); });
        if (keyword == "minItems")
            return !value.is_array() || value.size() >= rule.get<std::size_t>();
        if (keyword == "maxItems")
            return !value.is_array() || value.size() <= rule.get<std::size_t>();
        if (keyword == "minimum")
            return !value.is_number() || value >= rule;
        if (keyword == "exclusiveMinimum")
            return !value.is_number() || value > rule;
        if (keyword == "maximum")
            return !value.is_number() || value <= rule;
        if (keyword == "pattern")
            return !value.is_string() ||
                   std::regex_search(value.get<std::string>(), std::regex{rule.get<std::string>()});
        constexpr std::string_view said_only[] = {"$schema", "title",    "description",
                                                  "default", "examples", "$defs"};
        if (std::find(std::begin(said_only), std::end(said_only), keyword) == std::end(said_only))
            throw std::logic_error{"the schema uses " + keyword};
        return true;
    }

    json root_;
};

} // namespace sendlab::test
