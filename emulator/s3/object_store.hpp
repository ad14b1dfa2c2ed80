// Amazon S3 as the pipeline sees it: buckets, objects, put notifications, lifecycle expiry.
// A call takes no time; the latency of a request is its caller's matter. Strong read-after-write consistency.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/distribution.hpp"
#include "base/random_source.hpp"
#include "base/result.hpp"
#include "s3/event_record.hpp"
#include "s3/lifecycle.hpp"
#include "s3/listing.hpp"
#include "s3/notification.hpp"
#include "s3/notification_configuration.hpp"
#include "s3/object.hpp"
#include "s3/s3_error.hpp"
#include "time/scheduler.hpp"

namespace sendlab::s3 {

struct store_config {
    std::string region = "us-east-1";
    std::string account_id = "000000000000";
    /// From a put to its notification (S3 User Guide: "typically in seconds", at times a minute or longer).
    latency notification_delay{std::chrono::milliseconds{0}};
    /// Probability that a notification is delivered twice: at-least-once delivery. Each copy is a new event
    /// with the same sequencer.
    double duplicate_notifications = 0;
};

class object_store {
public:
    using notification_sink = s3::notification_sink;
    using listing = s3::listing;

    object_store(scheduler& clock, random_source random, store_config config);
    ~object_store();

    /// Where notifications go once their delay is over. Set once, before the first put.
    void on_notification(notification_sink sink);

    result<void, error> create_bucket(const std::string& name);
    result<void, error> delete_bucket(const std::string& name);
    [[nodiscard]] bool has_bucket(const std::string& name) const;

    struct put_request {
        std::string bucket;
        std::string key;
        s3::body body;
        std::shared_ptr<const object_attributes> attributes{}; // null: the defaults
        event_type event = event_type::object_created_put;
        std::string source_ip = "127.0.0.1";
        std::uint64_t tag = 0; // the caller's own: given back in the event record
        /// Keys the draws of this put's notification; without it the write's number does.
        std::optional<std::uint64_t> entity{};
    };
    result<etag, error> put_object(put_request request);
    /// Valid until the bucket is next changed, or time goes on.
    [[nodiscard]] result<const object*, error> get_object(const std::string& bucket, const std::string& key);
    /// Deleting a missing key succeeds, as on S3, and is no event.
    result<void, error> delete_object(const std::string& bucket, const std::string& key);
    /// Keys in UTF-8 binary order; see listing_query.
    [[nodiscard]] result<listing, error> list_objects(const std::string& bucket, std::string_view prefix = {},
                                                      std::string_view delimiter = {},
                                                      std::string_view start_after = {},
                                                      std::size_t max_keys = 1000);

    /// Replaces the whole configuration; an empty one turns notifications off.
    result<void, error> put_notification_configuration(const std::string& bucket,
                                                       notification_configuration configuration);
    [[nodiscard]] result<notification_configuration, error>
    get_notification_configuration(const std::string& bucket) const;

    /// Replaces all rules, for the objects that are there as well; no rules turn expiry off.
    result<void, error> put_lifecycle(const std::string& bucket, std::vector<lifecycle_rule> rules);
    [[nodiscard]] result<std::vector<lifecycle_rule>, error> get_lifecycle(const std::string& bucket) const;
    /// When the lifecycle will delete an object of this key created at `created`, and by which rule; nothing
    /// if no rule matches.
    [[nodiscard]] std::optional<std::pair<time_point, std::string>>
    expiration(const std::string& bucket, std::string_view key, time_point created) const;

    /// Deletes what has expired. Each call that reads or changes objects does so first, so an expired object
    /// is never seen. There is no timer: one that waits for a midnight some days ahead would make every
    /// virtual run last until then. Who wants expiry to happen by itself calls this at next_expiration().
    void expire_due();
    /// No object expires before it; nothing while none can. (It may be early: objects may have been deleted
    /// since.)
    [[nodiscard]] std::optional<time_point> next_expiration() const;
    /// Called for each object that the lifecycle has deleted, once all of its bucket that were due are gone.
    /// The sink must not change the store.
    void on_expired(std::function<void(const std::string& bucket, const std::string& key)> sink);

    /// Objects that have expired count until expire_due() is called, by whomever.
    [[nodiscard]] std::uint64_t object_count() const;
    [[nodiscard]] std::uint64_t bytes_stored() const;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::s3
