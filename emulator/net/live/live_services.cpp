#include "net/live/live_services.hpp"

#include <utility>

#include "net/http/http_limits.hpp"
#include "net/http/spool.hpp"
#include "pipeline/store_config.hpp"
#include "storage/mail_shelves.hpp"
#include "storage/s3_shelves.hpp"
#include "storage/ses_shelf.hpp"

namespace sendlab::net {

namespace {

std::unique_ptr<data_folder> folder_of(boost::asio::io_context& io, const live_config& config) {
    return config.data_dir.empty() ? nullptr : std::make_unique<data_folder>(io, config.data_dir, config.log);
}

/// Ids are draws: what is kept must not meet them again after a restart. The first start draws as one without a folder.
random_source random_of(const live_config& config, const data_folder* folder) {
    const auto restarts = folder ? folder->starts() - 1 : 0;
    return random_source{config.scenario.seed + restarts * 0x9e3779b97f4a7c15};
}

api::s3_rest_options options_of(const live_config& config) {
    api::s3_rest_options options;
    options.region = config.scenario.lambda.account.region;
    options.verify_signatures = config.verify_signatures;
    return options;
}

} // namespace

live_services::live_services(boost::asio::io_context& io, scheduler& clock, const live_config& config,
                             const std::string& authority)
    : clock_{clock},
      config_{config},
      folder_{folder_of(io, config)},
      random_{random_of(config, folder_.get())},
      mail_{config.mailbox.mode, config.mailbox.limits},
      store_{clock, random_, pipeline::store_config_of(config.scenario)},
      ses_{clock, random_, config.scenario.ses.account},
      conditions_{clock, config.scenario},
      smtp_{clock, config.scenario, conditions_.faults()},
      functions_{{io, clock, config.scenario, random_, store_, conditions_.faults(), config.parallel_attempts,
                  config.keep_invocations, authority, config.log}},
      s3_front_{store_, clock, random_, s3_options()},
      ses_front_{clock, random_, ses_, mail_,
                 [this](const api::http_request& request) { return functions_.origin_of(request); }},
      sts_{config.scenario.lambda.account.account_id, random_} {
    mail_.set_copy_field(config.mailbox.copy_field);
    mail_.subscribe([this](mailbox::mailbox_event event, const mailbox::message* message) {
        watch_evictions();
        if (event == mailbox::mailbox_event::accepted && message->origin)
            functions_.log().note_mail(message->origin->request_id, message->origin->attempt, message->id);
    });
    conditions_.on_lambda_outage([this](bool available) { functions_.set_available(available); });
    conditions_.on_caller([this](const api::http_request& request) { return functions_.caller_of(request); });
}

api::s3_rest_options live_services::s3_options() {
    auto options = options_of(config_);
    options.new_blob = [folder = folder_ ? folder_->body_folder() : std::string{}] {
        return std::make_unique<spool>(http_limits{}.memory_bytes, 0, folder);
    };
    options.function_exists = [this](std::string_view arn) { return functions_.exists(arn); };
    return options;
}

live_services::~live_services() {
    if (folder_)
        folder_->close();
}

void live_services::restore() {
    if (!folder_)
        return;
    folder_->restore(storage::shelves_of(store_));
    folder_->restore({storage::shelf_of(ses_)});
    folder_->restore(storage::shelves_of(mail_));
    folder_->restore(functions_.shelves());
    store_.continue_after(folder_->starts() << 32);
    const auto mark = [this](std::string_view kind, std::string key) { folder_->mark(kind, std::move(key)); };
    storage::watch(store_, mark);
    storage::watch(ses_, mark);
    storage::watch(mail_, mark);
    functions_.watch(mark);
    folder_->restore({storage::notification_shelf_of(store_)});
    mail_.set_limits(config_.mailbox.limits); // what is kept may be more than they allow now
}

void live_services::add_to(api::edge_router& router) {
    router.set_service("s3", s3_front_);
    router.set_service("lambda", functions_.front());
    router.set_service("ses", ses_front_);
    router.set_service("sts", sts_);
    router.set_conditions(&conditions_);
    router.set_gate(gate());
    if (config_.verify_signatures)
        router.verify_signatures(options_of(config_).default_secret);
}

void live_services::set_up(const std::string& endpoint, std::uint16_t smtp_port) {
    functions_.set_endpoint(endpoint, smtp_port);
    restore();
    set_up_account();
    if (const auto note = conditions_.note(); !note.empty())
        config_.log("faults: " + std::string{note});
    keep_house();
}

/// What virtual runs do when somebody looks: a live store and its functions grow old by themselves.
void live_services::keep_house() {
    constexpr std::chrono::minutes now_and_then{1};
    store_.expire_due();
    watch_objects();
    functions_.expire_idle();
    mail_.expire(clock_.now());
    housekeeping_ = clock_.run_after(now_and_then, [this] { keep_house(); });
}

/// Tests that miss mail look into the log first: it says so at the first message, and whenever it is ten times as
/// many.
void live_services::watch_evictions() {
    const auto evicted = mail_.evicted().total();
    if (evicted < evictions_to_tell_)
        return;
    evictions_to_tell_ = evicted * 10;
    config_.log("mailbox: " + std::to_string(evicted) + (evicted == 1 ? " message has" : " messages have") +
                " gone, as its limits (--keep-messages, --keep-bytes, --keep-for) ask");
}

/// Objects have no limit, and so must not grow in silence: it says so at the first gigabyte, and whenever they are twice
/// as many.
void live_services::watch_objects() {
    const auto bytes = store_.bytes_stored();
    if (bytes < object_bytes_to_tell_)
        return;
    object_bytes_to_tell_ = 2 * bytes;
    config_.log("S3: " + std::to_string(bytes / 1'000'000'000) +
                " GB of objects; only deletions and lifecycle rules make them fewer");
}

void live_services::set_up_account() {
    for (const auto& identity : config_.scenario.ses.verified)
        ses_.verify_identity(identity);
    if (!config_.from_file)
        return;
    create_bucket(config_.scenario.s3.bucket);
    for (const auto& name : config_.scenario.setup.buckets)
        create_bucket(name);
    functions_.set_up();
}

void live_services::create_bucket(const std::string& name) {
    if (store_.has_bucket(name))
        return; // kept from before
    if (const auto created = store_.create_bucket(name); !created)
        throw setup_error{"bucket " + name + ": " + created.error().message};
    if (const auto days = config_.scenario.s3.expire_after_days; days > 0)
        (void)store_.put_lifecycle(name, {{"expire", "", days, true}});
}

void live_services::reset() {
    delete_buckets();
    functions_.reset();
    ses_.reset();
    mail_.clear();
    if (folder_)
        folder_->mark_all();
    set_up_account();
}

void live_services::delete_buckets() {
    for (const auto& name : store_.bucket_names()) {
        if (const auto opened = store_.change_bucket(name))
            **opened = s3::bucket{}; // nothing in it, and nobody to be notified
        (void)store_.delete_bucket(name);
    }
}

} // namespace sendlab::net
