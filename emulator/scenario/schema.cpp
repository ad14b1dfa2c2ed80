#include "scenario/schema.hpp"

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "pipeline/article_defaults.hpp"
#include "scenario/distribution_form.hpp"
#include "scenario/fault_form.hpp"
#include "scenario/keys.hpp"
#include "scenario/setup_form.hpp"

namespace sendlab::scenario {

namespace {

/// A | inside a table's cell would end it.
std::string cell(std::string text) {
    for (auto at = text.find('|'); at != text.npos; at = text.find('|', at + 2))
        text.insert(at, 1, '\\');
    return text;
}

std::string code(const std::string& text) {
    return text.empty() || text == "\"\"" ? "" : '`' + cell(text) + '`';
}

std::string reference_row(const key& k) {
    return "| `" + k.name + "` | " + cell(k.expected) + " | " + code(k.preset) + " | " + cell(k.meaning) +
           " |\n";
}

/// The section's own keys; then each section inside of it.
void tell(std::string& out, const std::string& path, const std::string& meaning,
          const std::vector<key>& keys) {
    out += "### " + (path.empty() ? "Top level" : '`' + path + '`') + "\n\n";
    if (!meaning.empty())
        out += meaning + "\n\n";
    out += "| key | value | default | meaning |\n| --- | --- | --- | --- |\n";
    for (const auto& k : keys)
        out += k.keys.empty() ? reference_row(k)
                              : "| `" + k.name + "` | an object, see below | | " + cell(k.meaning) + " |\n";
    out += '\n';
    for (const auto& k : keys)
        if (!k.keys.empty())
            tell(out, path.empty() ? k.name : path + '.' + k.name, k.meaning, k.keys);
}

} // namespace

std::string json_schema() {
    using nlohmann::ordered_json;
    scenario s{{}, {}, pipeline::article_defaults(), {}};
    ordered_json schema{
        {"$schema", "https://json-schema.org/draft/2020-12/schema"},
        {"title", "Sendlab scenario"},
        {"description",
         "What a run of Sendlab is told. Every key has a default: {} is the pipeline of the article."}};
    schema.update(ordered_json_value(object_schema(keys_of(s))));
    for (const auto& definitions : {unit_schemas(), distribution_schemas(), condition_schemas()})
        for (const auto& [name, text] : definitions)
            schema["$defs"][name] = ordered_json_value(text);
    return json_text(schema, 2) + '\n';
}

std::string key_reference() {
    scenario s{{}, {}, pipeline::article_defaults(), {}};
    std::string out;
    tell(out, "", "", keys_of(s));
    tell(out, "faults[]", "One fault. Exactly one of its keys from multiply on says what it does.",
         fault_keys());
    tell(out, "setup.functions[]", "One function.", function_setup_keys());
    tell(out, "setup.notifications[]", "One rule of a bucket's notification configuration.",
         notification_setup_keys());
    out.pop_back(); // one of two newlines
    return out;
}

} // namespace sendlab::scenario
