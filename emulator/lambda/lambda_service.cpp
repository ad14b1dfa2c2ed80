#include "lambda/lambda_service.hpp"

#include <cassert>
#include <functional>
#include <map>
#include <utility>

#include "lambda/function_name.hpp"
#include "lambda/function_validation.hpp"
#include "lambda/invoker.hpp"

namespace sendlab::lambda {

struct lambda_service::impl {
    impl(scheduler& clock, random_source random, account_config its_account, lambda_observer& observer)
        : account{std::move(its_account)}, events{clock, random, account, observer} {}

    account_config account;
    std::map<std::string, std::shared_ptr<deployed_function>, std::less<>> functions;
    invoker events;
};

lambda_service::lambda_service(scheduler& clock, random_source random, account_config account,
                               lambda_observer& observer)
    : impl_{std::make_unique<impl>(clock, random, std::move(account), observer)} {}

lambda_service::~lambda_service() = default;

result<std::string, error> lambda_service::create_function(function_config config, handler_factory code) {
    assert(code);
    auto arn = function_arn(impl_->account, config.name);
    if (const auto valid = validate(config, arn); !valid)
        return valid.error();
    if (impl_->functions.contains(config.name))
        return error{errc::resource_conflict, "Function already exist: " + config.name};
    auto& gate = impl_->events.gate();
    if (!gate.can_reserve(config.reserved_concurrency.value_or(0)))
        return unreserved_too_small(gate.unreserved_minimum());

    auto name = config.name;
    auto function =
        std::make_shared<deployed_function>(std::move(config), arn, std::move(code), impl_->account);
    gate.add(function->share);
    impl_->functions.emplace(std::move(name), std::move(function));
    return arn;
}

result<void, error> lambda_service::delete_function(const std::string& name) {
    const auto found = impl_->functions.find(name);
    if (found == impl_->functions.end())
        return function_not_found(impl_->account, name);
    const auto function = std::move(found->second);
    impl_->functions.erase(found);
    impl_->events.forget(*function);
    return {};
}

const function_config* lambda_service::find_function(const std::string& name) const {
    const auto found = impl_->functions.find(name);
    return found == impl_->functions.end() ? nullptr : &found->second->config;
}

result<request_id, error> lambda_service::invoke_async(const std::string& function_name_or_arn,
                                                       std::shared_ptr<const event_document> event,
                                                       std::uint64_t entity, std::uint32_t delivery) {
    const auto name = resolve_function_name(impl_->account, function_name_or_arn);
    if (!name)
        return name.error();
    const auto found = impl_->functions.find(*name);
    if (found == impl_->functions.end())
        return function_not_found(impl_->account, *name, "$LATEST");
    return impl_->events.accept(found->second, std::move(event), entity, delivery);
}

void lambda_service::set_service_available(bool available) {
    impl_->events.set_available(available);
}

void lambda_service::expire_idle_environments() {
    for (const auto& [name, function] : impl_->functions)
        impl_->events.expire_environments(*function);
}

std::uint64_t lambda_service::events_pending() const {
    return impl_->events.pending();
}

std::uint32_t lambda_service::concurrent_executions() const {
    return impl_->events.gate().running();
}

void lambda_service::write_logs(bool on) {
    impl_->events.log().write(on);
}

} // namespace sendlab::lambda
