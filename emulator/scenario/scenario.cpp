#include "scenario/scenario.hpp"

#include <algorithm>
#include <tuple>

#include "pipeline/article_defaults.hpp"
#include "scenario/keys.hpp"
#include "scenario/rules.hpp"
#include "scenario/text_file.hpp"

namespace sendlab::scenario {

namespace {

/// What stands on the command line has no place in the file.
void forget_places(node& n) {
    n.where = {};
    if (auto* items = std::get_if<node::list>(&n.value))
        for (auto& item : *items)
            forget_places(item);
    if (auto* members = std::get_if<node::object>(&n.value))
        for (auto& m : *members) {
            m.where = {};
            forget_places(m.value);
        }
}

node value_of(const std::string& text) {
    problems not_json;
    auto value = parse_document(text, {}, not_json);
    if (!value || !not_json.empty())
        value = node{text, {}};
    forget_places(*value);
    return *std::move(value);
}

node& member_named(node& parent, std::string_view name) {
    if (!parent.members())
        parent.value = node::object{};
    auto& members = std::get<node::object>(parent.value);
    const auto found =
        std::find_if(members.begin(), members.end(), [&](const member& m) { return m.name == name; });
    if (found != members.end())
        return found->value;
    return members.emplace_back(std::string{name}, position{}, node{}).value;
}

/// Dots lead into sections; the names of metrics have dots of their own.
void assign(node& root, const assignment& a) {
    auto* place = &root;
    std::string_view rest = a.key;
    for (bool in_metric = false; !in_metric && rest.find('.') != rest.npos;) {
        const auto section = rest.substr(0, rest.find('.'));
        place = &member_named(*place, section);
        rest.remove_prefix(section.size() + 1);
        in_metric = section == "expect";
    }
    member_named(*place, rest) = value_of(a.value);
}

/// What follows from keys that are given for keys that are not.
void complete(scenario& s, const std::string& name, const reader& in) {
    auto& handler = s.settings.lambda.handler;
    if (handler.model == pipeline::handler_model::sequential && !in.has("lambda.handler.max_in_flight"))
        handler.max_in_flight = 1;
    s.settings.ses.account.region = s.settings.lambda.account.region;
    if (!in.has("name"))
        s.settings.name = std::filesystem::path{name}.stem().string();
}

/// In the order of the file, other files behind it; at most a screenful or two.
problems presentable(problems found, const std::string& file) {
    constexpr std::size_t most = 100;
    std::stable_sort(found.begin(), found.end(), [&](const problem& a, const problem& b) {
        return std::tuple{a.file != file, a.where.line, a.where.column} <
               std::tuple{b.file != file, b.where.line, b.where.column};
    });
    if (found.size() > most) {
        const auto more = found.size() - most;
        found.resize(most);
        found.push_back({file, {}, "", "has " + std::to_string(more) + " more problems"});
    }
    return found;
}

} // namespace

result<scenario, problems> parse(std::string_view text, const std::string& name,
                                 const std::filesystem::path& folder,
                                 std::span<const assignment> assignments) {
    problems found;
    auto document = parse_document(text, name, found);
    if (!document)
        return found;
    for (const auto& a : assignments)
        assign(*document, a);

    scenario s{name, {}, pipeline::article_defaults(), {}};
    reader in{name, folder, found};
    read_keys(keys_of(s), *document, in);
    complete(s, name, in);
    check_rules(s, in);
    if (!found.empty())
        return presentable(std::move(found), name);
    return s;
}

result<scenario, problems> load(const std::filesystem::path& path, std::span<const assignment> assignments) {
    const auto text = read_text_file(path, most_scenario_bytes);
    if (!text)
        return problems{{path.string(), {}, "", text.error().why}};
    return parse(*text, path.string(), path.parent_path(), assignments);
}

} // namespace sendlab::scenario
