// A function that exists: its configuration, the policies made from it, and its environments. Events that it
// has accepted keep it alive after it has been deleted.
#pragma once

#include <string>

#include "base/token_bucket.hpp"
#include "lambda/billing_meter.hpp"
#include "lambda/concurrency_gate.hpp"
#include "lambda/environment_pool.hpp"
#include "lambda/function_config.hpp"
#include "lambda/handler.hpp"
#include "lambda/retry_policy.hpp"

namespace sendlab::lambda {

struct deployed_function {
    deployed_function(function_config settings, std::string its_arn, handler_factory its_code,
                      const account_config& account)
        : config{std::move(settings)},
          arn{std::move(its_arn)},
          code{std::move(its_code)},
          retries{config},
          backoff{config},
          billing{config.billing_step, config.bill_init},
          share{config.reserved_concurrency},
          scaling{account.scaling_per_second, static_cast<double>(account.scaling_burst)},
          environments{config.keep_warm} {}

    const function_config config;
    const std::string arn;
    const handler_factory code;
    const retry_policy retries;
    const throttle_backoff backoff;
    const billing_meter billing;

    concurrency_share share;
    token_bucket scaling; // a token a new environment
    environment_pool environments;
    bool deleted = false;
};

} // namespace sendlab::lambda
