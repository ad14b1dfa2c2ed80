#include "lambda/lambda_service.hpp"

#include <cassert>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "lambda/function_name.hpp"
#include "lambda/function_validation.hpp"
#include "lambda/invoker.hpp"

namespace sendlab::lambda {

struct lambda_service::impl {
    impl(scheduler& clock, random_source random, account_config its_account, lambda_observer& observer)
        : account{std::move(its_account)}, events{clock, random, account, observer} {}

    result<std::shared_ptr<deployed_function>, error> find(const std::string& name_or_arn) const;
    result<void, error> reserve(deployed_function& function, std::optional<std::uint32_t> concurrency);
    void forget(const std::string& key);

    account_config account;
    // By "name", and versions by "name:1"
    std::map<std::string, std::shared_ptr<deployed_function>, std::less<>> functions;
    std::map<std::string, std::string, std::less<>> aliases; // "name:alias" to "name:1"
    invoker events;
};

namespace {

std::string key_of(const function_config& config) {
    return config.version == "$LATEST" ? config.name : config.name + ':' + config.version;
}

} // namespace

result<std::shared_ptr<deployed_function>, error>
lambda_service::impl::find(const std::string& name_or_arn) const {
    const auto meant = resolve_function_name(account, name_or_arn);
    if (!meant)
        return meant.error();
    const auto [name, qualifier] = *meant;
    std::string key{name};
    if (!qualifier.empty() && qualifier != "$LATEST")
        key.append(":").append(qualifier);
    const auto alias = aliases.find(key);
    const auto found = functions.find(alias == aliases.end() ? key : alias->second);
    if (found == functions.end())
        return function_not_found(account, name, qualifier.empty() ? "$LATEST" : qualifier);
    return found->second;
}

result<void, error> lambda_service::impl::reserve(deployed_function& function,
                                                  std::optional<std::uint32_t> concurrency) {
    if (function.is_version() || function.share->reserved == concurrency)
        return {};
    if (!events.gate().change(*function.share, concurrency))
        return unreserved_too_small(events.gate().unreserved_minimum());
    return {};
}

void lambda_service::impl::forget(const std::string& key) {
    const auto found = functions.find(key);
    const auto function = std::move(found->second);
    functions.erase(found);
    events.forget(*function);
}

lambda_service::lambda_service(scheduler& clock, random_source random, account_config account,
                               lambda_observer& observer)
    : impl_{std::make_unique<impl>(clock, random, std::move(account), observer)} {}

lambda_service::~lambda_service() = default;

result<std::string, error> lambda_service::create_function(function_config config, handler_factory code) {
    assert(code);
    auto key = key_of(config);
    auto arn = function_arn(impl_->account, key);
    if (const auto valid = validate(config, arn); !valid)
        return valid.error();
    auto& functions = impl_->functions;
    if (functions.contains(key))
        return error{errc::resource_conflict, "Function already exist: " + config.name};
    auto share = std::make_shared<concurrency_share>();
    if (key != config.name) {
        const auto whole = functions.find(config.name);
        if (whole == functions.end())
            return function_not_found(impl_->account, config.name);
        share = whole->second->share;
    }
    const auto reserved = config.reserved_concurrency;
    const auto function = std::make_shared<deployed_function>(std::move(config), arn, std::move(code),
                                                              impl_->account, std::move(share));
    if (const auto done = impl_->reserve(*function, reserved); !done)
        return done.error();
    functions.emplace(std::move(key), function);
    return arn;
}

result<void, error> lambda_service::update_function(function_config config, handler_factory code) {
    const auto found = impl_->functions.find(key_of(config));
    if (found == impl_->functions.end())
        return function_not_found(impl_->account, config.name);
    auto& function = *found->second;
    if (const auto valid = validate(config, function.arn); !valid)
        return valid.error();
    if (const auto done = impl_->reserve(function, config.reserved_concurrency); !done)
        return done.error();
    function.reconfigure(std::move(config));
    if (code)
        impl_->events.replace_code(function, std::move(code));
    impl_->events.serve_lines();
    return {};
}

result<void, error> lambda_service::delete_function(const std::string& name) {
    if (!impl_->functions.contains(name))
        return function_not_found(impl_->account, name);
    const auto is_part = [&](const std::string& key) { return key.starts_with(name + ':'); };
    std::vector<std::string> keys{name};
    for (const auto& [key, function] : impl_->functions)
        if (is_part(key))
            keys.push_back(key);
    for (const auto& key : keys)
        impl_->forget(key);
    std::erase_if(impl_->aliases,
                  [&](const auto& alias) { return is_part(alias.first) || alias.second == name; });
    return {};
}

const function_config* lambda_service::find_function(const std::string& name) const {
    const auto found = impl_->functions.find(name);
    return found == impl_->functions.end() ? nullptr : &found->second->config;
}

void lambda_service::set_alias(const std::string& name, const std::string& alias,
                               const std::string& version) {
    auto key = version == "$LATEST" ? name : name + ':' + version;
    assert(impl_->functions.contains(key));
    impl_->aliases[name + ':' + alias] = std::move(key);
}

void lambda_service::remove_alias(const std::string& name, const std::string& alias) {
    impl_->aliases.erase(name + ':' + alias);
}

result<request_id, error> lambda_service::invoke_async(const std::string& function_name_or_arn,
                                                       std::shared_ptr<const event_document> event,
                                                       std::uint64_t entity, std::uint32_t delivery) {
    const auto function = impl_->find(function_name_or_arn);
    if (!function)
        return function.error();
    return impl_->events.accept(*function, std::move(event), entity, delivery);
}

result<request_id, error> lambda_service::invoke(const std::string& function_name_or_arn,
                                                 std::shared_ptr<const event_document> event,
                                                 std::uint64_t entity, call_answer answer) {
    const auto function = impl_->find(function_name_or_arn);
    if (!function)
        return function.error();
    return impl_->events.call(*function, std::move(event), entity, std::move(answer));
}

result<const function_config*, error> lambda_service::resolve(const std::string& function_name_or_arn) const {
    const auto function = impl_->find(function_name_or_arn);
    if (!function)
        return function.error();
    return &(*function)->config;
}

void lambda_service::on_queue_change(std::function<void(event_slot)> sink) {
    impl_->events.on_change(std::move(sink));
}

std::optional<pending_event> lambda_service::find_pending(event_slot slot) const {
    return impl_->events.find(slot);
}

result<void, error> lambda_service::restore_pending(event_slot slot, const pending_event& kept) {
    const auto function = impl_->find(kept.function);
    if (!function)
        return function.error();
    impl_->events.restore(slot, *function, kept);
    return {};
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

std::uint32_t lambda_service::unreserved_concurrency() const {
    return impl_->events.gate().unreserved();
}

const account_config& lambda_service::account() const {
    return impl_->account;
}

void lambda_service::write_logs(bool on) {
    impl_->events.log().write(on);
}

} // namespace sendlab::lambda
