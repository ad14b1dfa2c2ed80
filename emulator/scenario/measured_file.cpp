#include "scenario/measured_file.hpp"

#include <algorithm>

#include "scenario/suggestion.hpp"
#include "scenario/text_file.hpp"

namespace sendlab::scenario {

namespace {

const node* member_of(const node* n, std::string_view name) {
    if (!n || !n->members())
        return nullptr;
    const auto found = std::ranges::find(*n->members(), name, &member::name);
    return found == n->members()->end() ? nullptr : &found->value;
}

} // namespace

std::optional<node> measured_distribution(const node& named, const std::string& file, const std::string& what,
                                          reader& in) {
    const auto path = in.locate(file);
    const auto text = read_text_file(path, most_model_bytes);
    if (!text)
        return in.fail(named, path.string() + ' ' + text.error().why);
    problems found;
    const auto document = parse_document(*text, path.string(), found);
    if (!document || !found.empty())
        return in.fail_in(path.string(), found.front().where, found.front().what);
    const auto* measured = member_of(&*document, "measured");
    if (!member_of(&*document, "sendlab_model") || !measured || !measured->members())
        return in.fail(named, path.string() + " is no model, expected a file that sendlab calibrate wrote");
    const auto* distribution = member_of(member_of(measured, what), "distribution");
    if (distribution)
        return *distribution;
    std::vector<std::string_view> names;
    for (const auto& m : *measured->members())
        names.push_back(m.name);
    return in.fail(named, unknown_word("measured quantity in " + path.string(), what, names));
}

} // namespace sendlab::scenario
