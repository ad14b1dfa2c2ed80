#include "scenario/measured_file.hpp"

#include <algorithm>

#include "scenario/suggestion.hpp"
#include "scenario/text_file.hpp"

namespace sendlab::scenario {

namespace {

constexpr double ns_per_ms = 1e6;

const node* member_of(const node* n, std::string_view name) {
    if (!n || !n->members())
        return nullptr;
    const auto found = std::ranges::find(*n->members(), name, &member::name);
    return found == n->members()->end() ? nullptr : &found->value;
}

std::optional<double> number_in(const node* n, std::string_view name) {
    const auto* found = member_of(n, name);
    return found && found->is_number() ? std::optional{found->number()} : std::nullopt;
}

std::optional<measurement::tail> tail_of(const node* n) {
    const auto from = number_in(n, "from_ms"), share = number_in(n, "share"), shape = number_in(n, "shape"),
               scale = number_in(n, "scale_ms");
    if (!from || !share || !shape || !scale || !(*share > 0 && *share < 1) || !(*scale > 0))
        return std::nullopt;
    return measurement::tail{*from * ns_per_ms, *share, *shape, *scale * ns_per_ms};
}

std::uint64_t count_in(const node* n, std::string_view name) {
    constexpr double most = 1e15;
    const double count = number_in(n, name).value_or(0);
    return count >= 1 && count <= most ? static_cast<std::uint64_t>(count) : 0;
}

/// What is not there, as in a model of another hand, is not known.
measured_quantity quantity_of(const node& distribution, const node* described) {
    measured_quantity out{.distribution = distribution, .from = {}, .fits = {}};
    out.from.n = count_in(described, "n");
    out.from.invocations = count_in(described, "invocations");
    out.from.correlation = number_in(described, "correlation");
    out.from.largest = number_in(member_of(described, "ms"), "max").value_or(0) * ns_per_ms;
    out.from.beyond = tail_of(member_of(described, "tail"));
    const auto* fits = member_of(described, "fits");
    if (!fits || !fits->items())
        return out;
    for (const auto& fit : *fits->items()) {
        const auto* law = member_of(&fit, "law");
        const auto* accepted = member_of(&fit, "fits");
        const auto likelihood = number_in(&fit, "log_likelihood");
        if (law && law->members() && !law->members()->empty() && likelihood && accepted &&
            accepted->written() == "true")
            out.fits.emplace_back(*law, *likelihood);
    }
    return out;
}

} // namespace

std::optional<measured_quantity> read_quantity(const node& named, const std::string& file,
                                               const std::string& what, reader& in) {
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
    const auto* described = member_of(measured, what);
    if (const auto* distribution = member_of(described, "distribution"))
        return quantity_of(*distribution, described);
    std::vector<std::string_view> names;
    for (const auto& m : *measured->members())
        names.push_back(m.name);
    return in.fail(named, unknown_word("measured quantity in " + path.string(), what, names));
}

} // namespace sendlab::scenario
