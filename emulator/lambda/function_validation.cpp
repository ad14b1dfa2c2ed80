#include "lambda/function_validation.hpp"

#include <string_view>

#include "base/units.hpp"
#include "lambda/function_name.hpp"

namespace sendlab::lambda {

namespace {

using namespace std::chrono_literals;
using verdict = result<void, error>;

error invalid(std::string message) {
    return {errc::invalid_parameter_value, std::move(message)};
}

error breaks(const std::string& value, std::string_view member, std::string_view rule) {
    std::string message = "1 validation error detected: Value '" + value + "' at '";
    message.append(member).append("' failed to satisfy constraint: Member must ").append(rule);
    return error{errc::validation, std::move(message)};
}

verdict check_range(std::uint32_t value, std::string_view member, std::uint32_t least, std::uint32_t most) {
    if (value < least)
        return breaks(std::to_string(value), member,
                      "have value greater than or equal to " + std::to_string(least));
    if (value > most)
        return breaks(std::to_string(value), member,
                      "have value less than or equal to " + std::to_string(most));
    return {};
}

/// In seconds, as AWS counts; what is no whole number of them is shown with its unit.
verdict check_range(duration value, std::string_view member, duration least, duration most) {
    const auto seconds = [](duration d) { return d % 1s == 0s ? std::to_string(d / 1s) : exact_text(d); };
    if (value < least)
        return breaks(seconds(value), member, "have value greater than or equal to " + seconds(least));
    if (value > most)
        return breaks(seconds(value), member, "have value less than or equal to " + seconds(most));
    return {};
}

verdict check_name(const function_config& config) {
    if (!is_function_name(config.name))
        return breaks(config.name, "functionName", "satisfy regular expression pattern: [a-zA-Z0-9-_]{1,64}");
    return {};
}

verdict check_function(const function_config& config) {
    if (const auto v = check_range(config.timeout, "timeout", 1ns, 900s); !v)
        return v;
    return check_range(config.memory_mb, "memorySize", 128, 10'240);
}

verdict check_queue(const function_config& config) {
    if (const auto v = check_range(config.maximum_retry_attempts, "maximumRetryAttempts", 0, 2); !v)
        return v;
    if (const auto v = check_range(config.maximum_event_age, "maximumEventAgeInSeconds", 60s, 21'600s); !v)
        return v;
    if (config.maximum_retry_attempts > 0 && config.retry_delays.empty())
        return invalid("There must be a retry delay where there are retries");
    if (!(config.duplicate_deliveries >= 0 && config.duplicate_deliveries <= 1))
        return invalid("The probability of duplicate deliveries must be from 0 to 1");
    if (config.backoff_initial <= 0s || config.backoff_limit < config.backoff_initial)
        return invalid("The initial back-off must be above 0 and not above its limit");
    return {};
}

verdict check_environment(const function_config& config) {
    if (config.init_limit <= 0s)
        return invalid("The limit of the Init phase must be above 0");
    if (config.keep_warm < 0s)
        return invalid("Environments cannot be kept warm for less than no time");
    if (config.billing_step <= 0s)
        return invalid("The billing step must be above 0");
    return {};
}

verdict check_targets(const function_config& config, const std::string& arn) {
    for (const auto* target : {&config.on_success, &config.on_failure, &config.dead_letter_target}) {
        if (target->empty())
            continue;
        if (!target->starts_with("arn:"))
            return invalid("The destination ARN " + *target + " is invalid.");
        if (*target == arn)
            return invalid("You can't specify the function as a destination for itself.");
    }
    return {};
}

} // namespace

verdict validate(const function_config& config, const std::string& arn) {
    for (const auto check : {check_name, check_function, check_queue, check_environment})
        if (const auto v = check(config); !v)
            return v;
    return check_targets(config, arn);
}

error unreserved_too_small(std::uint32_t minimum) {
    return invalid("Specified ReservedConcurrentExecutions for function decreases account's "
                   "UnreservedConcurrentExecution below its minimum value of [" +
                   std::to_string(minimum) + "].");
}

} // namespace sendlab::lambda
