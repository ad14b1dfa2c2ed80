// The functions as the Lambda API manages them: what has been configured takes effect in the lambda_service.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/random_source.hpp"
#include "base/result.hpp"
#include "lambda/code_host.hpp"
#include "lambda/function_description.hpp"
#include "lambda/lambda_service.hpp"
#include "time/scheduler.hpp"

namespace sendlab::lambda {

class function_registry {
public:
    /// All but the defaults outlive the registry. `defaults` are what the API cannot set: delays between
    /// attempts, the idle life of environments, and so on.
    function_registry(lambda_service& functions, scheduler& clock, random_source random, code_host& host,
                      function_config defaults);

    /// Called for each function that came, went, or was given out to be changed, in the middle of calls, which must be over
    /// before it is looked at.
    void on_change(std::function<void(const std::string& name)> sink) { changed_ = std::move(sink); }
    /// As it was, with what hangs on it; what the API cannot set is as in the defaults.
    result<void, error> restore(function_entry kept);

    using described = result<const function_description*, error>;

    /// The description's config needs name, timeout and memory_mb only; the rest of it is the defaults'.
    described create(function_description wanted);
    /// Role, handler, variables and so on, as `change` leaves them; name and version stay. New environments.
    described update(const std::string& name, const std::function<void(function_description&)>& change);
    /// A version of what is current; the last one again if nothing has changed since.
    described publish(const std::string& name, const std::string& description);
    /// A function with all that it has, or a version of it. An alias in the way of a version is a conflict.
    result<void, error> remove(const std::string& name, const std::string& qualifier);

    result<const alias_description*, error> put_alias(const std::string& name, alias_description wanted);
    result<void, error> remove_alias(const std::string& name, const std::string& alias);

    /// Null removes what is set.
    result<void, error> set_queue(const std::string& name, const std::string& qualifier,
                                  const queue_settings* wanted);
    result<void, error> set_recursion(const std::string& name, recursive_loop wanted);
    result<void, error> set_concurrency(const std::string& name, std::optional<std::uint32_t> reserved);

    [[nodiscard]] const std::map<std::string, function_entry>& functions() const { return entries_; }
    /// Null if there is none.
    [[nodiscard]] function_entry* find(const std::string& name);
    /// A version, or what an alias stands for; null if there is none. An empty qualifier is $LATEST.
    [[nodiscard]] const function_description* find(const std::string& name, const std::string& qualifier);
    /// As AWS tells that a function, or a qualifier of one, is not there.
    [[nodiscard]] error not_found(const std::string& name, const std::string& qualifier = {}) const;
    /// Another one each time.
    [[nodiscard]] std::string new_revision();
    [[nodiscard]] const account_config& account() const { return service_.account(); }

private:
    void tell(const std::string& name) const {
        if (changed_)
            changed_(name);
    }
    result<void, error> deploy(const function_description& what, bool is_new);
    [[nodiscard]] program program_of(const function_description& what) const;

    lambda_service& service_;
    scheduler& clock_;
    random_stream ids_;
    code_host& host_;
    function_config defaults_;
    std::map<std::string, function_entry> entries_;
    std::uint64_t revisions_ = 0;
    std::function<void(const std::string&)> changed_;
};

} // namespace sendlab::lambda
