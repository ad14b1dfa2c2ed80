#include "planner/comparison.hpp"

#include <algorithm>
#include <array>

namespace sendlab::planner {

namespace {

/// Smaller is better in all of them, the first decides.
std::array<double, 4> merits(const planned_value& v) {
    return {v.counts.cost_per_million(), v.duplicates_per_million(), v.lost_per_million(),
            static_cast<double>(v.counts.delivery.p99().count())};
}

bool dominates(const planned_value& a, const planned_value& b) {
    const auto x = merits(a), y = merits(b);
    return x != y && std::ranges::equal(x, y, std::less_equal{});
}

bool is_on_front(const variant& one, const std::vector<variant>& all) {
    const auto* choice = one.choice();
    return choice && std::ranges::none_of(all, [&](const variant& other) {
               return other.choice() && dominates(*other.choice(), *choice);
           });
}

bool has(const variant& v, const setting& wanted) {
    return std::ranges::any_of(
        v.settings, [&](const setting& s) { return s.key == wanted.key && s.value == wanted.value; });
}

/// The cheapest variant of those that have the setting, or of all.
std::optional<std::size_t> cheapest(const std::vector<variant>& variants, const setting* fixed) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < variants.size(); ++i) {
        if (!variants[i].choice() || (fixed && !has(variants[i], *fixed)))
            continue;
        if (!best || merits(*variants[i].choice()) < merits(*variants[*best].choice()))
            best = i;
    }
    return best;
}

std::vector<setting> all_settings(const std::vector<variant>& variants) {
    std::vector<setting> out;
    const auto keys = variants.empty() ? 0 : variants.front().settings.size();
    for (std::size_t key = 0; key < keys; ++key) {
        const auto first = static_cast<std::ptrdiff_t>(out.size());
        for (const auto& v : variants) {
            const auto& s = v.settings[key];
            if (std::none_of(out.begin() + first, out.end(),
                             [&](const setting& o) { return o.value == s.value; }))
                out.push_back(s);
        }
    }
    return out;
}

} // namespace

const planned_value* variant::choice() const {
    return planned.advice.cheapest_safe ? planned.find(*planned.advice.cheapest_safe) : nullptr;
}

comparison compare(std::vector<variant> variants) {
    comparison out;
    out.variants = std::move(variants);
    for (auto& v : out.variants)
        v.on_front = is_on_front(v, out.variants);
    out.best = cheapest(out.variants, nullptr);
    for (auto& s : all_settings(out.variants)) {
        setting_price price{s, {}};
        if (const auto i = cheapest(out.variants, &s))
            price.more_per_million = merits(*out.variants[*i].choice()).front() -
                                     merits(*out.variants[*out.best].choice()).front();
        out.prices.push_back(std::move(price));
    }
    return out;
}

} // namespace sendlab::planner
