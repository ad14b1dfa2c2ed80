#include "net/live/live_services.hpp"

#include <utility>

#include "net/http/http_limits.hpp"
#include "net/http/spool.hpp"

namespace sendlab::net {

namespace {

constexpr std::uint64_t kept_mail_bytes = 1024ULL * 1024 * 1024; // the oldest go first

s3::store_config store_config_of(const pipeline::settings& scenario) {
    s3::store_config config;
    config.region = scenario.lambda.account.region;
    config.account_id = scenario.lambda.account.account_id;
    config.notification_delay = scenario.s3.notification_delay;
    config.duplicate_notifications = scenario.s3.duplicate_events;
    return config;
}

api::s3_rest_options options_of(const pipeline::settings& scenario, bool verify_signatures) {
    api::s3_rest_options options;
    options.region = scenario.lambda.account.region;
    options.verify_signatures = verify_signatures;
    options.new_blob = [] { return std::make_unique<spool>(http_limits{}.memory_bytes); };
    return options;
}

} // namespace

live_services::live_services(scheduler& clock, const pipeline::settings& scenario, bool verify_signatures)
    : clock_{clock},
      scenario_{scenario},
      mail_{mailbox::keeping::everything, {.bytes = kept_mail_bytes}},
      store_{clock, random_source{scenario.seed}, store_config_of(scenario)},
      ses_{clock, random_source{scenario.seed}, scenario.ses.account},
      s3_front_{store_, clock, random_source{scenario.seed}, options_of(scenario, verify_signatures)},
      ses_front_{clock, random_source{scenario.seed}, ses_, mail_},
      sts_{scenario.lambda.account.account_id, random_source{scenario.seed}} {
    verify_identities();
}

void live_services::verify_identities() {
    for (const auto& identity : scenario_.ses.verified)
        ses_.verify_identity(identity);
}

void live_services::add_to(api::edge_router& router) {
    router.set_service("s3", s3_front_);
    router.set_service("ses", ses_front_);
    router.set_service("sts", sts_);
}

sendlab::smtp::accept_result live_services::accept(sendlab::smtp::received_message&& message) {
    mailbox::message kept;
    kept.accepted = clock_.now();
    kept.via = mailbox::transport::smtp;
    kept.from = std::move(message.envelope.from);
    for (auto& recipient : message.envelope.recipients)
        kept.recipients.push_back(std::move(recipient.mailbox));
    kept.size = message.size;
    kept.raw = std::make_shared<const std::string>(std::move(message.text));
    return {std::to_string(mail_.accept(std::move(kept))), {}};
}

void live_services::reset() {
    delete_buckets();
    ses_.reset();
    verify_identities();
    mail_.clear();
}

void live_services::delete_buckets() {
    for (const auto& name : store_.bucket_names()) {
        if (const auto opened = store_.open_bucket(name))
            **opened = s3::bucket{}; // nothing in it, and nobody to be notified
        (void)store_.delete_bucket(name);
    }
}

} // namespace sendlab::net
