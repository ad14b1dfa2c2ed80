#include <algorithm>

#include "base/json_text.hpp"
#include "scenario/distribution_form.hpp"
#include "scenario/distribution_shapes.hpp"

namespace sendlab::scenario {

namespace {

std::string quoted_list(const std::vector<std::string_view>& words) {
    std::string list = "[";
    for (const auto word : words)
        list += (list.size() > 1 ? "," : "") + quote(word);
    return list + ']';
}

/// {"type": "object"} with these members, all of them required.
std::string object_of(std::initializer_list<std::pair<std::string_view, std::string>> members) {
    std::string properties;
    std::vector<std::string_view> names;
    for (const auto& [name, schema] : members) {
        properties += (properties.empty() ? "" : ",") + quote(name) + ':' + schema;
        names.push_back(name);
    }
    return R"({"type":"object","additionalProperties":false,"required":)" + quoted_list(names) +
           R"(,"properties":{)" + properties + "}}";
}

std::string any_of(const std::vector<std::string>& schemas) {
    std::string list;
    for (const auto& schema : schemas)
        list += (list.empty() ? "" : ",") + schema;
    return schemas.size() == 1 ? list : R"({"anyOf":[)" + list + "]}";
}

std::string parameter_schema(const quantity& q, const parameter& p) {
    return p.has_unit ? schema_reference(q.value) : R"({"type":"number"})";
}

std::string shape_schema(const quantity& q, std::string_view family) {
    std::vector<std::string> ways;
    for (const auto& s : shapes()) {
        if (s.family != family)
            continue;
        const auto first = parameter_schema(q, s.first);
        if (s.second.name.empty())
            ways = {first, object_of({{s.first.name, first}})};
        else
            ways.push_back(
                object_of({{s.first.name, first}, {s.second.name, parameter_schema(q, s.second)}}));
    }
    return any_of(ways);
}

std::string empirical_schema(const quantity& q) {
    const std::string text = R"({"type":"string"})";
    const auto points =
        R"({"type":"object","minProperties":1,"additionalProperties":)" + schema_reference(q.value) + '}';
    const auto samples = R"({"type":"array","minItems":1,"items":)" + schema_reference(q.value) + '}';
    return any_of({text, object_of({{"file", text}}), object_of({{"file", text}, {"column", text}}),
                   object_of({{"quantiles", points}}), object_of({{"samples", samples}})});
}

/// Words, each once.
template<class Of>
std::string profile_words(Of of) {
    std::vector<std::string_view> words;
    for (const auto& p : latency_profiles())
        if (std::find(words.begin(), words.end(), of(p)) == words.end())
            words.push_back(of(p));
    return R"({"type":"string","examples":)" + quoted_list(words) + '}';
}

std::string family_schema(const quantity& q, std::string_view family) {
    if (family == "constant")
        return schema_reference(q.value);
    if (family == "uniform")
        return R"({"type":"array","minItems":2,"maxItems":2,"items":)" + schema_reference(q.value) + '}';
    if (family == "mixture")
        return R"({"type":"array","minItems":1,"items":)" + schema_reference(std::string{q.name} + "_part") +
               '}';
    if (family == "empirical")
        return empirical_schema(q);
    if (family == "measured") {
        const std::string text = R"({"type":"string"})";
        return any_of({text, object_of({{"file", text}}), object_of({{"file", text}, {"what", text}})});
    }
    if (family == "profile")
        return profile_words([](const latency_profile& p) { return p.name; });
    return shape_schema(q, family);
}

/// An object with one family and what may stand beside it.
std::string one_family(const quantity& q, const std::string& beside) {
    std::string properties = beside, ways;
    for (const auto family : families_of(q)) {
        properties += (properties.empty() ? "" : ",") + quote(family) + ':' + family_schema(q, family);
        ways += (ways.empty() ? "" : ",") + (R"({"required":[)" + quote(family) + "]}");
    }
    return R"({"type":"object","additionalProperties":false,"properties":{)" + properties + R"(},"oneOf":[)" +
           ways + "]}";
}

} // namespace

std::vector<std::pair<std::string, std::string>> distribution_schemas() {
    std::vector<std::pair<std::string, std::string>> schemas{{"amount", R"({"type":"number","minimum":0})"}};
    const auto what =
        R"("what":)" + profile_words([](const latency_profile& p) { return to_string(p.what); });
    for (const auto* q : {&time_taken, &bytes, &pieces}) {
        const bool timed = q == &time_taken;
        schemas.emplace_back(
            q->name,
            any_of({schema_reference(q->value),
                    one_family(*q, timed ? R"("per_kb":{"$ref":"#/$defs/duration"},)" + what : "")}));
        auto part =
            one_family(*q, R"("weight":{"type":"number","exclusiveMinimum":0})" + (timed ? ',' + what : ""));
        part.insert(part.size() - 1, R"(,"required":["weight"])");
        schemas.emplace_back(std::string{q->name} + "_part", std::move(part));
    }
    return schemas;
}

} // namespace sendlab::scenario
