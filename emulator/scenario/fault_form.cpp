#include "scenario/fault_form.hpp"

#include <algorithm>

#include "faults/failure_codes.hpp"
#include "scenario/distribution_form.hpp"
#include "scenario/key.hpp"
#include "scenario/suggestion.hpp"

namespace sendlab::scenario {

namespace {

using faults::fault_settings;

/// A fault while it is read: what "fail" and "burst" mean depends on keys that may stand behind them.
struct written_fault {
    fault_settings settings;
    std::string target;
    std::string fail;
    double burst = 0;
};

form<std::string> targets() {
    std::vector<std::pair<std::string_view, std::string>> words;
    for (const auto name :
         {"s3.put", "s3.get", "notification", "lambda", "ses", "smtp", "smtp.connect", "smtp.ehlo",
          "smtp.starttls", "smtp.auth", "smtp.mail", "smtp.rcpt", "smtp.data", "s3.put.latency",
          "s3.get.latency", "notification.latency", "ses.latency", "smtp.latency"})
        words.emplace_back(name, name);
    return scenario::words(std::move(words));
}

/// A code becomes part of answers in XML, JSON and SMTP: no character that has a meaning there.
bool is_code(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ' ||
               c == '.';
    };
    return !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), fits);
}

constexpr std::size_t most_slips = 2;

/// The services' own codes are many, and any will do; but a slip in one of those that SDKs try again would be a
/// refusal for good.
form<std::string> codes() {
    auto how = texts("an error code", "Throttling", is_code);
    how.read = [plain = std::move(how.read)](const node& n, reader& in) -> std::optional<std::string> {
        auto code = plain(n, in);
        const auto known = faults::retried_codes();
        if (!code || std::ranges::find(known, *code) != known.end())
            return code;
        const auto is_meant = [&](std::string_view other) {
            return edit_distance(*code, other) <= most_slips;
        };
        if (const auto meant = std::ranges::find_if(known, is_meant); meant != known.end())
            return in.fail(n, "unknown error code " + quote(*code) + ", did you mean " + quote(*meant) + '?');
        return code;
    };
    return how;
}

form<bool> truths() {
    return {"true",
            R"({"const":true})",
            {"true"},
            [](const node& n, reader& in) -> std::optional<bool> {
                const auto* value = std::get_if<bool>(&n.value);
                return value && *value ? std::optional{true} : refuse(in, n, "does not fit", "true");
            },
            [](const bool&) { return std::string{"true"}; }};
}

/// The key that makes a fault one of this kind.
template<class Effect, class Value, class Make>
key effect(fault_settings& fault, form<Value> how, std::string meaning, Make make) {
    return {std::string{Effect::key},
            std::move(meaning),
            std::move(how.expected),
            std::move(how.schema),
            {},
            std::move(how.examples),
            [&fault, make, read = std::move(how.read)](const node& n, reader& in) {
                if (auto value = read(n, in))
                    fault.what = make(std::move(*value));
            }};
}

template<class Effect>
key effect(fault_settings& fault, std::string meaning) {
    return effect<Effect>(fault, truths(), std::move(meaning), [](bool) { return Effect{}; });
}

std::vector<key> effects_of(written_fault& f) {
    using namespace std::chrono_literals;
    auto& s = f.settings;
    constexpr double least_factor = 0.001, most_factor = 1e6;
    return {
        effect<faults::multiply_latency>(s, numbers(least_factor, most_factor),
                                         "Latency takes so many times as long.",
                                         [](double factor) { return faults::multiply_latency{factor}; }),
        effect<faults::add_latency>(s, latencies(profiled::round_trip), "Latency takes so much longer.",
                                    [](latency extra) { return faults::add_latency{std::move(extra)}; }),
        effect<faults::fail_with>(
            s, codes(),
            "Calls are answered with this error. Throttles, server errors, 429 and 5xx are "
            "tried again by SDKs; any other code is a refusal.",
            [&f](std::string code) {
                f.fail = std::move(code);
                return faults::fail_with{};
            }),
        effect<faults::throttle_to>(s, rates("14/s"), "Calls above this rate are answered with a throttle.",
                                    [](double rate) {
                                        return faults::throttle_to{rate, 0};
                                    }),
        effect<faults::outage>(s, "Every call meets a server error."),
        effect<faults::drop_connection>(s, "Connections break before the service has taken the call."),
        effect<faults::lose_answer>(s, "The service does it, but the caller never hears."),
        effect<faults::lose_notification>(s, "The notification never arrives."),
        effect<faults::duplicate_notification>(
            s, counts<std::uint32_t>(1, 100), "So many further copies arrive.",
            [](std::uint32_t n) { return faults::duplicate_notification{n}; }),
        effect<faults::limit_to>(s, counts<std::uint32_t>(1, 1'000'000),
                                 "One more is told 421: of smtp.connect, connections at once; of smtp.mail, "
                                 "messages of a connection.",
                                 [](std::uint32_t most) { return faults::limit_to{most}; }),
        effect<faults::narrow_link>(s, sizes(1, 1'000'000'000, "8KB"),
                                    "Octets a second of a text, of smtp.data.",
                                    [](std::uint64_t octets) { return faults::narrow_link{octets}; }),
        effect<faults::reset_after>(s, sizes(1, 1'000'000'000'000, "64KB"),
                                    "Octets of a longer text, then the connection breaks; of smtp.data.",
                                    [](std::uint64_t octets) { return faults::reset_after{octets}; }),
    };
}

std::vector<key> circumstances_of(written_fault& f) {
    auto& when = f.settings.when;
    return {
        field("at", when.at, durations(duration::zero(), forever, "2m"),
              "When it begins, from the start of the run."),
        field("for", when.for_, word_or("ever", forever, durations(duration{1}, forever, "30s")),
              "How long it lasts."),
        field("target", f.target, targets(), "What it strikes."),
        field("probability", when.probability, probabilities(), "Of striking, each time."),
        field("attempt", when.attempt, optionals(counts<std::uint32_t>(1, 3)),
              "Only this attempt of an invocation."),
        field("times", when.times, optionals(counts<std::uint64_t>(1)),
              "It strikes so often, then never again."),
        field("burst", f.burst, numbers(0, 1e9),
              "With throttle: calls that may come at once; 0: a second's worth."),
    };
}

std::vector<key> keys_of(written_fault& f) {
    auto keys = circumstances_of(f);
    for (auto& effect : effects_of(f))
        keys.push_back(std::move(effect));
    return keys;
}

/// The names of all effects, of those that stand in `n` if it is given.
std::vector<std::string> effect_names(const node* n = nullptr) {
    written_fault any;
    std::vector<std::string> names;
    for (const auto& effect : effects_of(any))
        if (!n || std::any_of(n->members()->begin(), n->members()->end(),
                              [&](const member& m) { return m.name == effect.name; }))
            names.push_back(effect.name);
    return names;
}

std::string joined(const std::vector<std::string>& names, std::string_view between) {
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : std::string{between}) + name;
    return text;
}

/// What its keys mean together; nothing if they make no sense.
std::optional<fault_settings> completed(written_fault f, const node& n, reader& in) {
    const auto effects = effect_names(&n);
    if (f.target.empty())
        return in.fail(n, "a fault without a target, expected one such as \"target\": \"ses\"");
    if (effects.empty())
        return in.fail(n, "a fault that does nothing, expected one of " + joined(effect_names(), ", "));
    if (effects.size() > 1)
        return in.fail(n, "a fault with " + joined(effects, " and ") + ", expected only one of them");
    const bool slows =
        effects.front() == faults::multiply_latency::key || effects.front() == faults::add_latency::key;
    if (f.target.ends_with(".latency") && !slows)
        return in.fail(n, effects.front() + " of " + quote(f.target) + ", expected multiply or add");

    f.settings.when.target = *faults::parse_operation(f.target);
    if (std::holds_alternative<faults::fail_with>(f.settings.what))
        f.settings.what = faults::fail_with{faults::parse_failure(f.settings.when.target, f.fail)};
    if (auto* throttle = std::get_if<faults::throttle_to>(&f.settings.what))
        throttle->burst = f.burst;
    else if (f.burst > 0)
        return in.fail(n, "a burst without a rate, expected throttle beside it");
    if (const auto problem = faults::problem_with(f.settings))
        return in.fail(n, *problem);
    return std::move(f.settings);
}

std::optional<fault_settings> read_fault(const node& n, reader& in) {
    const auto problems_before = in.problem_count();
    written_fault f;
    read_keys(keys_of(f), n, in);
    return in.problem_count() == problems_before ? completed(std::move(f), n, in) : std::nullopt;
}

std::string fault_schema() {
    written_fault any;
    auto schema = object_schema(keys_of(any));
    schema.pop_back();
    schema += R"(,"required":["target"],"oneOf":[)";
    for (const auto& name : effect_names())
        schema += R"({"required":[")" + name + "\"]},";
    schema.back() = ']';
    return schema + '}';
}

} // namespace

form<std::vector<faults::fault_settings>> fault_lists() {
    return lists("faults", form<fault_settings>{
                               "a fault",
                               fault_schema(),
                               {R"({"at": "2m", "for": "30s", "target": "ses.latency", "multiply": 5})",
                                R"({"target": "ses", "fail": "Throttling", "probability": 0.01})"},
                               read_fault,
                               [](const fault_settings&) { return std::string{}; }});
}

std::vector<key> fault_keys() {
    written_fault any;
    auto keys = keys_of(any);
    for (auto& k : keys)
        k.read = nullptr; // it would set `any`
    return keys;
}

} // namespace sendlab::scenario
