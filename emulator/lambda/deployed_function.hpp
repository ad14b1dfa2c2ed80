// A function that exists: its configuration, the policies made from it, and its environments. Events that it
// has accepted keep it alive after it has been deleted.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "base/token_bucket.hpp"
#include "lambda/billing_meter.hpp"
#include "lambda/concurrency_gate.hpp"
#include "lambda/environment_pool.hpp"
#include "lambda/function_config.hpp"
#include "lambda/handler.hpp"
#include "lambda/retry_policy.hpp"

namespace sendlab::lambda {

struct deployed_function {
    /// A version shares the concurrency of its function.
    deployed_function(function_config settings, std::string its_arn, handler_factory its_code,
                      const account_config& account,
                      std::shared_ptr<concurrency_share> its_share = std::make_shared<concurrency_share>())
        : config{std::move(settings)},
          arn{std::move(its_arn)},
          code{std::move(its_code)},
          retries{config},
          backoff{config},
          billing{config.billing_step, config.bill_init},
          share{std::move(its_share)},
          scaling{account.scaling_per_second, static_cast<double>(account.scaling_burst)},
          environments{config.keep_warm} {}

    void reconfigure(function_config settings) {
        config = std::move(settings);
        retries = retry_policy{config};
        backoff = throttle_backoff{config};
        billing = billing_meter{config.billing_step, config.bill_init};
    }
    /// Idle environments have the code of before; those that run end with their attempt.
    void replace_code(handler_factory its_code) {
        code = std::move(its_code);
        ++generation;
    }
    [[nodiscard]] bool is_version() const { return config.version != "$LATEST"; }

    function_config config;
    const std::string arn; // with the number of a version
    handler_factory code;
    retry_policy retries;
    throttle_backoff backoff;
    billing_meter billing;

    const std::shared_ptr<concurrency_share> share;
    token_bucket scaling; // a token a new environment
    environment_pool environments;
    std::uint32_t generation = 0; // of the code
    bool deleted = false;
};

} // namespace sendlab::lambda
