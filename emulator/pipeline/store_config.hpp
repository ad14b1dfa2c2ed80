// S3 as a scenario has it: the same in a run, on live ports and in the library.
#pragma once

#include "pipeline/settings.hpp"
#include "s3/object_store.hpp"

namespace sendlab::pipeline {

[[nodiscard]] inline s3::store_config store_config_of(const settings& scenario) {
    s3::store_config config;
    config.region = scenario.lambda.account.region;
    config.account_id = scenario.lambda.account.account_id;
    config.notification_delay = scenario.s3.notification_delay;
    config.duplicate_notifications = scenario.s3.duplicate_events;
    return config;
}

} // namespace sendlab::pipeline
