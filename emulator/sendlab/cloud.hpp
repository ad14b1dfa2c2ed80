// The services of a world, tied together on a virtual clock: what net/live is to the live emulator.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api/live/call_pulse.hpp"
#include "api/live/invocation_log.hpp"
#include "api/live/live_routes.hpp"
#include "api/live/scenario_conditions.hpp"
#include "base/random_source.hpp"
#include "lambda/lambda_service.hpp"
#include "mailbox/mailbox.hpp"
#include "pipeline/notification_link.hpp"
#include "pipeline/run_result.hpp"
#include "pipeline/settings.hpp"
#include "s3/object_store.hpp"
#include "ses/ses_service.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab {

class cloud {
public:
    explicit cloud(pipeline::settings from);
    cloud(const cloud&) = delete;
    cloud& operator=(const cloud&) = delete;

    /// The function's code from now on; the first time the function and its notification come into being.
    void deploy(const lambda::handler_factory& code);
    /// As the application's PutObject: S3 tells Lambda.
    void put_object(const std::string& bucket, const std::string& key, std::string bytes,
                    std::uint32_t ancestors = 0);
    /// A call of a service that has been answered: prices are by the call.
    void count_call(const std::string& action, bool succeeded) { ++calls_[{action, succeeded ? 200 : 500}]; }
    [[nodiscard]] pipeline::run_result result();
    [[nodiscard]] const time_point& started() const { return started_; }

    const pipeline::settings scenario;
    virtual_scheduler clock;
    const random_source random{scenario.seed};
    s3::object_store store;
    ses::ses_service ses;
    mailbox::mailbox mail;
    api::live::scenario_conditions conditions;
    api::live::invocation_log log;

private:
    void deliver(const s3::notification& notification, std::uint32_t copy);

    const time_point started_;
    lambda::lambda_service functions_;
    pipeline::notification_link notifications_;
    api::live::call_counts calls_;
    api::live::call_pulse pulse_;
    bool deployed_ = false;
};

} // namespace sendlab
