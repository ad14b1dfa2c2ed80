#include "scenario/distribution_form.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/json_text.hpp"
#include "base/units.hpp"
#include "scenario/csv_file.hpp"
#include "scenario/distribution_shapes.hpp"
#include "scenario/measured_file.hpp"
#include "scenario/suggestion.hpp"

namespace sendlab::scenario {

namespace {

using maybe = std::optional<distribution>;

constexpr double greatest_value = 1e18; // some thirty years in nanoseconds

std::optional<double> bare_number(std::string_view text) {
    double value = 0;
    const auto end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    const bool whole = parsed.ec == std::errc{} && parsed.ptr == end;
    return whole && value >= 0 && value <= greatest_value ? std::optional{value} : std::nullopt;
}

const node* find(const node& n, std::string_view name) {
    for (const auto& m : *n.members())
        if (m.name == name)
            return &m.value;
    return nullptr;
}

/// Reads one distribution and what it consists of.
class distribution_reader {
public:
    distribution_reader(const quantity& of, std::optional<profiled> role, reader& in)
        : of_{of}, role_{role}, in_{in} {}

    /// `sibling` may stand beside the family's name: "per_kb", "weight".
    maybe read(const node& n, std::string_view sibling = {}) {
        if (n.members())
            return read_object(n, sibling);
        return read_constant(n);
    }

    /// What the distribution was measured from; nothing for a mixture.
    [[nodiscard]] const std::optional<measurement>& measured() const { return measured_; }

private:
    maybe read_object(const node& n, std::string_view sibling) {
        const auto known = families_of(of_);
        const member* family = nullptr;
        for (const auto& m : *n.members()) {
            if (m.name == sibling || (m.name == "what" && find(n, "profile")))
                continue;
            if (std::find(known.begin(), known.end(), m.name) == known.end())
                return in_.fail(m.where, unknown_word("distribution", m.name, known));
            if (family)
                return in_.fail(m.where, quote(family->name) + " and " + quote(m.name) +
                                             ", expected only one of them");
            family = &m;
        }
        if (!family)
            return in_.fail(n, "no distribution, expected one of " + family_list());
        const reader::step here{in_, family->name, family->value.where};
        return read_family(family->name, family->value, n);
    }

    maybe read_family(std::string_view family, const node& n, const node& whole) {
        if (family == "constant")
            return read_constant(n);
        if (family == "uniform")
            return read_uniform(n);
        if (family == "mixture")
            return read_mixture(n);
        if (family == "empirical")
            return read_empirical(n);
        if (family == "profile")
            return read_profile(n, find(whole, "what"));
        if (family == "measured")
            return read_measured(n);
        return read_shape(family, n);
    }

    maybe read_constant(const node& n) {
        const auto value = read_value(n);
        return value ? maybe{distribution::constant(*value)} : std::nullopt;
    }

    std::string family_list() const {
        std::string list;
        for (const auto name : families_of(of_))
            list += (list.empty() ? "" : ", ") + std::string{name};
        return list;
    }

    std::optional<double> value_of(const node& n) const {
        if (n.is_number())
            return of_.takes_numbers && n.number() >= 0 && n.number() <= greatest_value
                       ? std::optional{n.number()}
                       : std::nullopt;
        return n.text() ? of_.parse(*n.text()) : std::nullopt;
    }

    std::optional<double> read_value(const node& n) {
        if (const auto value = value_of(n))
            return value;
        const bool negative = (n.is_number() && n.number() < 0) || (n.text() && n.text()->starts_with('-'));
        return refuse(in_, n,
                      negative                              ? "is negative"
                      : n.is_number() && !of_.takes_numbers ? "has no unit"
                                                            : "does not fit",
                      of_.expected);
    }

    std::optional<double> read_parameter(const node& whole, const parameter& p) {
        if (p.name.empty())
            return 0;
        const auto& n = *find(whole, p.name);
        const reader::step here{in_, p.name, n.where};
        if (p.has_unit)
            return read_value(n);
        constexpr double most = 1e6;
        if (n.is_number() && std::abs(n.number()) <= most)
            return n.number();
        return refuse(in_, n, "does not fit", "a number without a unit");
    }

    maybe read_shape(std::string_view family, const node& n) {
        for (const auto& s : shapes()) {
            if (s.family != family)
                continue;
            const bool alone = s.second.name.empty();
            if (alone && !n.members())
                return make(s, n, read_value(n), 0);
            if (n.members() && n.members()->size() == (alone ? 1 : 2) && find(n, s.first.name) &&
                (alone || find(n, s.second.name))) {
                const auto first = read_parameter(n, s.first); // both, so that both may have their problem
                return make(s, n, first, read_parameter(n, s.second));
            }
        }
        return refuse(in_, n, "does not fit", alternatives(family));
    }

    maybe make(const shape& s, const node& n, std::optional<double> first, std::optional<double> second) {
        if (!first || !second)
            return std::nullopt;
        if (s.holds(*first, *second))
            return s.make(*first, *second, of_.log_unit);
        auto text = std::string{s.first.name} + ' ' + (n.members() ? *find(n, s.first.name) : n).written();
        if (!s.second.name.empty())
            text += " and " + std::string{s.second.name} + ' ' + find(n, s.second.name)->written();
        return in_.fail(n, text + ", expected " + std::string{s.rule});
    }

    maybe read_uniform(const node& n) {
        if (!n.items() || n.items()->size() != 2)
            return refuse(in_, n, "does not fit", "a list of two: [lowest, highest]");
        const auto low = read_value(n.items()->front());
        const auto high = read_value(n.items()->back());
        if (!low || !high)
            return std::nullopt;
        if (*low > *high)
            return in_.fail(n, "from " + n.items()->front().written() + " to " + n.items()->back().written() +
                                   ", expected the lower one first");
        return distribution::uniform(*low, *high);
    }

    maybe read_mixture(const node& n) {
        if (!n.items() || n.items()->empty())
            return refuse(in_, n, "is no list of parts", R"([{"weight": 0.9, "constant": ...}, ...])");
        using weighted = std::pair<double, distribution>;
        const form<weighted> part{
            {}, {}, {}, [this](const node& item, reader&) { return read_part(item); }, {}};
        auto parts = read_items(*n.items(), part, in_);
        measured_.reset();
        return parts ? maybe{distribution::mixture(std::move(*parts))} : std::nullopt;
    }

    std::optional<std::pair<double, distribution>> read_part(const node& n) {
        const auto* weight = n.members() ? find(n, "weight") : nullptr;
        if (!weight)
            return refuse(in_, n, "has no weight", R"({"weight": ..., and a distribution})");
        constexpr double least = 1e-12, most = 1e12;
        if (!weight->is_number() || weight->number() < least || weight->number() > most)
            return refuse(in_, *weight, "does not fit", "a weight above 0");
        auto part = read(n, "weight");
        return part ? std::optional{std::pair{weight->number(), std::move(*part)}} : std::nullopt;
    }

    maybe read_empirical(const node& n) {
        if (n.text())
            return read_file(n, std::nullopt);
        const auto* members = n.members();
        if (members && members->size() == 1 && members->front().name == "quantiles")
            return read_quantiles(members->front().value);
        if (members && members->size() == 1 && members->front().name == "samples")
            return read_samples(members->front().value);
        const auto* file = members ? find(n, "file") : nullptr;
        const auto* column = members ? find(n, "column") : nullptr;
        if (file && file->text() && members->size() == (column ? 2 : 1) && (!column || column->text()))
            return read_file(*file, column ? std::optional{*column->text()} : std::nullopt);
        return refuse(
            in_, n, "does not fit",
            R"("file.csv", {"file": ..., "column": ...}, {"quantiles": {"0.5": ...}} or {"samples": [...]})");
    }

    maybe read_file(const node& n, const std::optional<std::string>& column) {
        const auto parse = [this](std::string_view cell) -> std::optional<double> {
            const auto number = bare_number(cell);
            return number ? *number * of_.bare_unit : of_.parse(cell);
        };
        auto values = read_column(n, *n.text(), column, in_, parse, of_.expected);
        return values ? from_samples(std::move(*values)) : std::nullopt;
    }

    maybe read_samples(const node& n) {
        if (!n.items() || n.items()->empty())
            return refuse(in_, n, "is no list of measurements", "at least one");
        const form<double> sample{
            {}, {}, {}, [this](const node& item, reader&) { return read_value(item); }, {}};
        auto values = read_items(*n.items(), sample, in_);
        return values ? from_samples(std::move(*values)) : std::nullopt;
    }

    maybe read_quantiles(const node& n) {
        if (!n.members() || n.members()->empty())
            return refuse(in_, n, "does not fit", R"({"0.5": ..., "0.99": ...})");
        std::vector<std::pair<double, double>> points;
        for (const auto& m : *n.members()) {
            const reader::step here{in_, m.name, m.value.where};
            const auto share = bare_number(m.name);
            if (!share || *share > 1)
                in_.fail(m.where, quote(m.name) + " is not a share, expected a number from 0 to 1");
            else if (const auto value = read_value(m.value))
                points.emplace_back(*share, *value);
        }
        if (points.size() != n.members()->size())
            return std::nullopt;
        std::sort(points.begin(), points.end());
        for (std::size_t i = 1; i < points.size(); ++i)
            if (points[i].second < points[i - 1].second || points[i].first == points[i - 1].first)
                return in_.fail(n, "a larger share has a smaller value, expected both to rise");
        return distribution::quantiles(std::move(points));
    }

    maybe read_profile(const node& n, const node* what) {
        const auto asked = what ? role_named(*what) : role_;
        if (!asked)
            return std::nullopt;
        const auto* profile = n.text() ? find_latency_profile(*n.text(), *asked) : nullptr;
        if (profile)
            return profile->latency().base();
        std::vector<std::string_view> names;
        for (const auto& p : latency_profiles())
            if (p.what == *asked)
                names.push_back(p.name);
        return in_.fail(n, unknown_word("profile of " + std::string{to_string(*asked)},
                                        n.text() ? *n.text() : n.written(), names));
    }

    /// A model of Init phases stands for a cold start, of sends for everything else, unless "what" says otherwise.
    maybe read_measured(const node& n) {
        const auto* file = n.members() ? find(n, "file") : &n;
        const auto* what = n.members() ? find(n, "what") : nullptr;
        const bool known_keys = !n.members() || n.members()->size() == (what ? 2U : 1U);
        if (!file || !file->text() || (what && !what->text()) || !known_keys)
            return refuse(in_, n, "does not fit", R"("model.json" or {"file": ..., "what": ...})");
        const auto quantity_name = what                            ? *what->text()
                                   : role_ == profiled::cold_start ? std::string{"cold_start"}
                                                                   : std::string{"latency"};
        if (nested_)
            return in_.fail(n, "the model names another model, expected measurements");
        const auto found = read_quantity(n, *file->text(), quantity_name, in_);
        if (!found)
            return std::nullopt;
        nested_ = true;
        take_measurement(*found);
        auto out = read(found->distribution);
        nested_ = false;
        return out;
    }

    void take_measurement(const measured_quantity& found) {
        measured_ = found.from;
        for (const auto& [law, likelihood] : found.fits)
            if (auto fitted = read(law))
                measured_->fits.push_back({law.members()->front().name, std::move(*fitted), likelihood});
    }

    maybe from_samples(std::vector<double> values) {
        measured_ = measurement{.n = values.size(), .largest = std::ranges::max(values)};
        return distribution::empirical(std::move(values));
    }

    std::optional<profiled> role_named(const node& n) {
        std::vector<std::string_view> names;
        for (const auto& p : latency_profiles()) {
            if (n.text() && to_string(p.what) == *n.text())
                return p.what;
            if (std::find(names.begin(), names.end(), to_string(p.what)) == names.end())
                names.push_back(to_string(p.what));
        }
        return in_.fail(n, unknown_word("latency", n.text() ? *n.text() : n.written(), names));
    }

    const quantity& of_;
    std::optional<profiled> role_;
    reader& in_;
    bool nested_ = false; // inside a model
    std::optional<measurement> measured_;
};

std::string expected_of(const quantity& q) {
    return std::string{q.expected} + " or a distribution such as {\"" +
           (&q == &pieces ? R"(uniform": [20, 500]})" : R"(lognormal": {"p50": ..., "p99": ...}})");
}

/// What a size of e-mail adds, in nanoseconds a KB.
std::optional<double> read_per_kb(const node& n, reader& in) {
    const auto* each = n.members() ? find(n, "per_kb") : nullptr;
    if (!each)
        return 0;
    const reader::step here{in, "per_kb", each->where};
    const auto value = durations(duration::zero(), std::chrono::hours{1}, "0.2ms").read(*each, in);
    return value ? std::optional{static_cast<double>(value->count())} : std::nullopt;
}

std::string written_latency(const latency& value, profiled role) {
    if (value.is_constant() && value.ns_per_kb() == 0)
        return quote(exact_text(value.at(0.5)));
    for (const auto& p : latency_profiles())
        if (p.what == role && p.latency() == value)
            return R"({"profile": ")" + std::string{p.name} + "\"}";
    return {};
}

} // namespace

form<latency> latencies(profiled role) {
    std::vector<std::string> examples{R"("60ms")", R"({"lognormal": {"p50": "60ms", "p99": "300ms"}})"};
    for (const auto& p : latency_profiles())
        if (p.what == role && examples.size() == 2)
            examples.push_back(R"({"profile": ")" + std::string{p.name} + "\"}");
    return {expected_of(time_taken), R"({"$ref":"#/$defs/latency"})", examples,
            [=](const node& n, reader& in) -> std::optional<latency> {
                const auto per_kb = read_per_kb(n, in);
                distribution_reader law{time_taken, role, in};
                auto base = law.read(n, "per_kb");
                if (!base || !per_kb)
                    return std::nullopt;
                const latency out{std::move(*base), *per_kb};
                return law.measured() ? out.measured_as(*law.measured()) : out;
            },
            [=](const latency& value) { return written_latency(value, role); }};
}

form<distribution> size_distributions() {
    return {expected_of(bytes),
            R"({"$ref":"#/$defs/size_distribution"})",
            {R"("8KB")", R"({"lognormal": {"p50": "8KB", "p99": "60KB"}})"},
            [](const node& n, reader& in) {
                return distribution_reader{bytes, {}, in}.read(n);
            },
            [write = sizes(0, 0, "").write](const distribution& value) {
                return value.is_constant() ? write(static_cast<std::uint64_t>(value.mean())) : std::string{};
            }};
}

form<distribution> count_distributions() {
    return {expected_of(pieces),
            R"({"$ref":"#/$defs/count_distribution"})",
            {"100", R"({"uniform": [20, 5000]})"},
            [](const node& n, reader& in) {
                return distribution_reader{pieces, {}, in}.read(n);
            },
            [](const distribution& value) {
                std::string text;
                if (value.is_constant())
                    append_json_number(text, value.mean());
                return text;
            }};
}

} // namespace sendlab::scenario
