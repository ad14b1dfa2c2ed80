// The services of the emulator in real time, each with the front by which it is asked over HTTP.
#pragma once

#include <memory>
#include <string>

#include "api/edge_router.hpp"
#include "api/live/scenario_conditions.hpp"
#include "api/live/scenario_smtp.hpp"
#include "api/s3_rest/s3_rest.hpp"
#include "api/ses_rest/ses_rest_service.hpp"
#include "api/sts.hpp"
#include "mailbox/mailbox.hpp"
#include "net/live/live_emulator.hpp"
#include "net/live/live_functions.hpp"
#include "net/storage/data_folder.hpp"
#include "s3/object_store.hpp"
#include "ses/ses_service.hpp"
#include "time/scheduler.hpp"

namespace sendlab::net {

class live_services {
public:
    /// `authority` is the file whose certificate functions trust. The config must outlive the services.
    live_services(boost::asio::io_context& io, scheduler& clock, const live_config& config,
                  const std::string& authority);
    /// Where they are kept, all is kept then.
    ~live_services();
    live_services(const live_services&) = delete;
    live_services& operator=(const live_services&) = delete;

    void add_to(api::edge_router& router);
    /// Null where nothing is kept.
    [[nodiscard]] api::answer_gate* gate() { return folder_.get(); }
    /// What the scenario wants to be there, once it is known where functions find the emulator. Throws
    /// setup_error.
    void set_up(const std::string& endpoint, std::uint16_t smtp_port);
    /// Ends what is done now and then, so that nothing of it keeps the io_context running.
    void stop() { clock_.cancel(housekeeping_); }
    /// As after set_up(): nothing is left of what clients did.
    void reset();

    [[nodiscard]] mailbox::mailbox& mail() { return mail_; }
    [[nodiscard]] s3::object_store& store() { return store_; }
    [[nodiscard]] ses::ses_service& ses() { return ses_; }
    [[nodiscard]] api::live::scenario_conditions& conditions() { return conditions_; }
    [[nodiscard]] api::live::scenario_smtp& smtp_policy() { return smtp_; }
    [[nodiscard]] live_functions& functions() { return functions_; }

private:
    [[nodiscard]] api::s3_rest_options s3_options();
    void restore();
    void keep_house();
    void watch_evictions();
    void watch_objects();
    void set_up_account();
    void create_bucket(const std::string& name);
    void delete_buckets();

    scheduler& clock_;
    const live_config& config_;
    std::unique_ptr<data_folder> folder_; // null: nothing is kept
    random_source random_;
    mailbox::mailbox mail_;
    s3::object_store store_;
    ses::ses_service ses_;
    api::live::scenario_conditions conditions_;
    api::live::scenario_smtp smtp_;
    live_functions functions_;
    api::s3_rest s3_front_;
    api::ses_rest_service ses_front_;
    api::sts_service sts_;
    timer_id housekeeping_{};
    std::uint64_t evictions_to_tell_ = 1;
    std::uint64_t object_bytes_to_tell_ = 1'000'000'000;
};

} // namespace sendlab::net
