#include "pipeline/world.hpp"

#include <algorithm>
#include <cassert>

#include "lambda/lambda_service.hpp"
#include "pipeline/application.hpp"
#include "pipeline/file_event.hpp"
#include "pipeline/handlers/send_loop.hpp"
#include "pipeline/handlers/whole_attempt.hpp"
#include "pipeline/lambda_recorder.hpp"
#include "pipeline/mail_deposit.hpp"
#include "pipeline/notification_link.hpp"
#include "pipeline/run_summary.hpp"
#include "pipeline/ses_provider.hpp"
#include "pipeline/smtp_provider.hpp"
#include "pipeline/store_config.hpp"
#include "s3/object_store.hpp"
#include "ses/ses_service.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab::pipeline {

namespace {

faults::fault_set make_faults(const settings& scenario, time_point start) {
    const random_source random{scenario.seed};
    faults::fault_set set{random, start};
    std::uint32_t position = 0;
    for (const auto& fault : scenario.faults) {
        auto when = fault.when;
        when.target = faults::acts_on(fault);
        set.add(when, faults::make_fault(fault, random, position++));
    }
    return set;
}

file_number number_of(const s3::notification& n) {
    return static_cast<file_number>(n.record->tag);
}

/// One run: the services, tied together.
class world {
public:
    world(const settings& scenario, const run_options& options);
    run_result run();

private:
    void open_books();
    void create_bucket();
    void create_function();
    void deliver(const s3::notification& notification, std::uint32_t copy);
    void schedule_outage(const faults::trigger& when);
    void look_around();
    std::unique_ptr<lambda::handler> make_handler(std::uint64_t environment);
    [[nodiscard]] mail_provider& provider();
    [[nodiscard]] service_counts count() const;

    const settings scenario_;
    const run_options options_;
    const bool whole_attempts_ = options_.whole_attempts && plays_whole_attempts(scenario_);
    virtual_scheduler clock_;
    const time_point start_ = clock_.now();
    const random_source random_{scenario_.seed};
    const email_catalog catalog_{scenario_.application, random_};
    ledger books_;
    pipeline::journal journal_;
    faults::fault_set faults_;
    mailbox::mailbox forgetful_{mailbox::keeping::count_only};
    mail_deposit deposit_{clock_, random_, catalog_, books_,
                          options_.mailbox ? *options_.mailbox : forgetful_};
    const context context_{clock_, random_,  scenario_, catalog_,
                           books_, journal_, faults_,   scenario_.application.bodies ? &deposit_ : nullptr};

    s3::object_store store_{clock_, random_, store_config_of(scenario_)};
    ses::ses_service ses_{clock_, random_, scenario_.ses.account};
    ses_provider ses_provider_{context_, ses_};
    smtp_provider smtp_provider_{context_};
    uploader uploads_{context_, store_};
    handler_services services_{context_, store_, provider(), uploads_};
    lambda_recorder recorder_{context_, services_};
    lambda::lambda_service lambda_{clock_, random_, scenario_.lambda.account, recorder_};
    application application_{context_, uploads_, smtp_provider_};
    notification_link notifications_on_their_way_{
        clock_, faults_, [this](const s3::notification& n, std::uint32_t copy) { deliver(n, copy); },
        [this](const s3::notification& n) { books_.close_file(number_of(n), file_end::notification_lost); }};
    std::uint64_t notifications_ = 0;
    std::uint64_t expired_ = 0;
};

world::world(const settings& scenario, const run_options& options)
    : scenario_{scenario},
      options_{options},
      journal_{clock_, options.journal, [this] { look_around(); }},
      faults_{make_faults(scenario, start_)} {
    open_books();
    for (const auto& identity : scenario.ses.verified)
        ses_.verify_identity(identity);
    create_bucket();
    create_function();
    for (const auto& fault : scenario.faults) {
        if (faults::is_lambda_outage(fault))
            schedule_outage(fault.when);
    }
}

void world::open_books() {
    const auto& a = scenario_.application;
    const auto requests = application::expected_requests(scenario_);
    const auto emails = requests * a.emails_per_request.mean();
    const auto files = emails / a.emails_per_file + requests * a.header_groups;
    const auto room = [](double expected) {
        return static_cast<std::size_t>(std::clamp(1.05 * expected, 0.0, 1e9));
    };
    books_.reserve(room(emails), a.mode == application_mode::async ? room(files) : 0);
}

void world::create_bucket() {
    const auto& s3 = scenario_.s3;
    [[maybe_unused]] const auto created = store_.create_bucket(s3.bucket);
    assert(created.has_value());
    if (s3.expire_after_days > 0)
        (void)store_.put_lifecycle(s3.bucket, {{"expire", "", s3.expire_after_days, true}});
    store_.on_notification([this](const s3::notification& n) { notifications_on_their_way_.send(n); });
    store_.on_expired([this](const std::string&, const std::string&) { ++expired_; });
}

void world::create_function() {
    const auto& function = scenario_.lambda.function;
    const auto arn = lambda_.create_function(
        function, [this](std::uint64_t environment) { return make_handler(environment); });
    assert(arn.has_value());
    s3::notification_rule rule;
    rule.id = "EmailSender";
    rule.function_arn = *arn;
    rule.events = {"s3:ObjectCreated:Put"};
    [[maybe_unused]] const auto configured =
        store_.put_notification_configuration(scenario_.s3.bucket, {{rule}});
    assert(configured.has_value());
}

void world::deliver(const s3::notification& n, std::uint32_t copy) {
    const auto file = number_of(n);
    ++notifications_;
    journal_.write(event_kind::notified, file, copy);
    [[maybe_unused]] const auto accepted = lambda_.invoke_async(
        n.function_arn, std::make_shared<file_event>(file, copy, books_.files()[file].ancestors, n.record),
        n.entity, copy);
    assert(accepted.has_value());
}

void world::schedule_outage(const faults::trigger& when) {
    clock_.run_at(start_ + when.at, [this] { lambda_.set_service_available(false); });
    clock_.run_at(start_ + when.at + when.for_, [this] { lambda_.set_service_available(true); });
}

std::unique_ptr<lambda::handler> world::make_handler(std::uint64_t environment) {
    if (options_.handler)
        return options_.handler(services_, environment);
    if (whole_attempts_)
        return std::make_unique<whole_attempt>(services_, environment);
    return std::make_unique<send_loop>(services_, environment);
}

mail_provider& world::provider() {
    if (scenario_.lambda.handler.transport == send_transport::smtp)
        return smtp_provider_;
    return ses_provider_;
}

void world::look_around() {
    if (options_.interrupt && options_.interrupt->load(std::memory_order_relaxed))
        clock_.stop();
    if (options_.progress)
        options_.progress(books_.accepted, clock_.now() - start_);
}

service_counts world::count() const {
    service_counts counts;
    counts.accepted_by_provider = ses_provider_.accepted() + smtp_provider_.accepted();
    counts.events_pending = lambda_.events_pending();
    counts.s3_puts = uploads_.requests();
    counts.s3_gets = services_.fetches;
    counts.notifications = notifications_;
    counts.bounces = ses_provider_.bounces();
    return counts;
}

run_result world::run() {
    application_.start();
    const auto stop = clock_.run();
    auto result = summarize(context_, recorder_, count(), start_, options_.stories);
    result.interrupted = stop == run_stop::interrupted;
    return result;
}

} // namespace

run_result run(const settings& scenario, const run_options& options) {
    return world{scenario, options}.run();
}

} // namespace sendlab::pipeline
