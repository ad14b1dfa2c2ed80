#include "faults/fault_settings.hpp"

#include <type_traits>

namespace sendlab::faults {

namespace {

std::optional<std::string> problem_with(const trigger& when) {
    if (when.at < duration::zero())
        return "\"at\" must be 0 or more";
    if (when.for_ <= duration::zero())
        return "\"for\" must be more than 0";
    if (!(when.probability >= 0 && when.probability <= 1))
        return "\"probability\" must be 0 to 1";
    if (when.attempt == 0U)
        return "\"attempt\" counts from 1";
    if (when.attempt && when.target == operation::notification)
        return "a notification belongs to no attempt";
    return std::nullopt;
}

/// Lambda has a switch for it, which knows only the window.
std::optional<std::string> problem_with_lambda_outage(const trigger& when) {
    if (when.probability != 1 || when.attempt || when.times)
        return "an outage of lambda strikes all attempts of its window: "
               "\"probability\", \"attempt\" and \"times\" do not apply";
    return std::nullopt;
}

/// A function that has begun to run fails with an error of its own.
std::optional<std::string> problem_with_function_error(const injected_failure& fail) {
    if (fail.kind != failure::function_error)
        return "\"" + fail.code +
               "\" is no error of a function, expected one such as \"Error\" (Lambda itself fails with "
               "\"outage\")";
    return std::nullopt;
}

} // namespace

std::string_view key_of(const fault_settings& settings) {
    return std::visit([]<class Settings>(const Settings&) { return Settings::key; }, settings.what);
}

bool is_lambda_outage(const fault_settings& settings) {
    return settings.when.target == operation::lambda_attempt && std::holds_alternative<outage>(settings.what);
}

bool needs_modelled_handler(const fault_settings& settings) {
    return settings.when.target == operation::lambda_attempt &&
           std::holds_alternative<multiply_latency>(settings.what);
}

operation acts_on(const fault_settings& settings) {
    if (is_lambda_outage(settings))
        return operation::lambda_dispatch;
    return std::holds_alternative<reset_after>(settings.what) ? operation::smtp_text : settings.when.target;
}

std::optional<std::string> problem_with(const fault_settings& settings) {
    if (auto problem = problem_with(settings.when))
        return problem;
    if (is_lambda_outage(settings))
        return problem_with_lambda_outage(settings.when);
    if (const auto* fail = std::get_if<fail_with>(&settings.what);
        fail && settings.when.target == operation::lambda_attempt)
        return problem_with_function_error(fail->what);
    return std::visit(
        [target = settings.when.target]<class Settings>(const Settings& what) -> std::optional<std::string> {
            if (!Settings::targets.contains(target))
                return "\"" + std::string{Settings::key} + "\" does not apply to " +
                       std::string{to_string(target)} + ", only to " + to_string(Settings::targets);
            if constexpr (requires { what.problem(); })
                if (const auto problem = what.problem(); !problem.empty())
                    return std::string{problem};
            return std::nullopt;
        },
        settings.what);
}

std::unique_ptr<fault> make_fault(const fault_settings& settings, random_source random,
                                  std::uint32_t position) {
    return std::visit(
        [&]<class Settings>(const Settings& what) -> std::unique_ptr<fault> {
            using made = fault_for<Settings>;
            if constexpr (std::is_constructible_v<made, Settings, random_stream>)
                return std::make_unique<made>(what,
                                              random.stream("fault." + std::to_string(position) + ".value"));
            else
                return std::make_unique<made>(what);
        },
        settings.what);
}

} // namespace sendlab::faults
