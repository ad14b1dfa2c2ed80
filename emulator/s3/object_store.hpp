// Amazon S3 as the pipeline sees it: buckets, objects, put notifications, lifecycle expiry.
// A call takes no time; the latency of a request is its caller's matter. Strong read-after-write consistency.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/distribution.hpp"
#include "base/random_source.hpp"
#include "base/result.hpp"
#include "s3/bucket.hpp"
#include "s3/event_record.hpp"
#include "s3/lifecycle.hpp"
#include "s3/listing.hpp"
#include "s3/multipart_upload.hpp"
#include "s3/notification.hpp"
#include "s3/notification_configuration.hpp"
#include "s3/object.hpp"
#include "s3/preconditions.hpp"
#include "s3/s3_error.hpp"
#include "s3/store_change.hpp"
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
    /// Uploads that are not completed go with it.
    result<void, error> delete_bucket(const std::string& name);
    [[nodiscard]] bool has_bucket(const std::string& name) const;
    /// In the order of their names.
    [[nodiscard]] std::vector<std::string> bucket_names() const;
    /// Without what has expired in it: its versions, uploads and settings. Valid until it is deleted.
    [[nodiscard]] result<const bucket*, error> open_bucket(const std::string& name);
    /// The same for whoever gives it new settings, at once: it is told as a change of the bucket. Objects are written,
    /// deleted and given attributes by calls of the store, for the sake of events.
    [[nodiscard]] result<bucket*, error> change_bucket(const std::string& name);

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
        write_conditions conditions{};
        std::optional<std::uint64_t>
            host_request{}; // see event_record; the write's number where it is not given
    };
    /// The object as it is now, valid as that of get_object().
    result<const object*, error> put_object(put_request request);
    /// The current object, or the version. Valid until the bucket is next changed, or time goes on.
    [[nodiscard]] result<const object*, error> get_object(const std::string& bucket, const std::string& key,
                                                          std::optional<std::string_view> version_id = {});

    /// Tells once more of the put that made the current object, to whom the rules now say. False: to nobody.
    result<bool, error> notify_again(const std::string& bucket, const std::string& key);

    struct delete_options {
        std::optional<std::string> version_id{}; // this version, for good
        write_conditions conditions{};
        std::string source_ip = "127.0.0.1";
        std::optional<std::uint64_t> host_request{};
    };
    /// Deleting a missing key succeeds, as on S3, and is no event.
    result<removal, error> delete_object(const std::string& bucket, const std::string& key,
                                         const delete_options& options);
    result<removal, error> delete_object(const std::string& bucket, const std::string& key) {
        return delete_object(bucket, key, {});
    }
    /// New attributes (tags, ACL) for what is there. The version must exist.
    void set_attributes(const std::string& bucket, const std::string& key, std::string_view version_id,
                        std::shared_ptr<const object_attributes> attributes);
    /// Keys in UTF-8 binary order; see listing_query.
    [[nodiscard]] result<listing, error> list_objects(const std::string& bucket, std::string_view prefix = {},
                                                      std::string_view delimiter = {},
                                                      std::string_view start_after = {},
                                                      std::size_t max_keys = 1000);

    /// Begins an upload in parts; its id.
    result<std::string, error> create_upload(const std::string& bucket, multipart_upload upload);
    /// Uploads of other keys are not found.
    [[nodiscard]] result<multipart_upload*, error> find_upload(const std::string& bucket,
                                                               const std::string& key, const std::string& id);
    /// Replaces the part of that number.
    result<const uploaded_part*, error> upload_part(const std::string& bucket, const std::string& key,
                                                    const std::string& id, std::uint32_t number,
                                                    uploaded_part part);
    /// Writes the object that `parts` make up; `request` says all but body and ETag. The upload is over.
    result<const object*, error> complete_upload(const std::string& id, std::span<const named_part> parts,
                                                 put_request request);
    result<void, error> abort_upload(const std::string& bucket, const std::string& key,
                                     const std::string& id);

    /// Replaces the whole configuration; an empty one turns notifications off.
    result<void, error> put_notification_configuration(const std::string& bucket,
                                                       notification_configuration configuration);
    [[nodiscard]] result<notification_configuration, error>
    get_notification_configuration(const std::string& bucket) const;

    /// Replaces all rules, for the objects that are there as well; no rules turn expiry off.
    result<void, error> put_lifecycle(const std::string& bucket, std::vector<lifecycle_rule> rules);
    [[nodiscard]] result<std::vector<lifecycle_rule>, error> get_lifecycle(const std::string& bucket) const;
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

    /// Called in the middle of each call that changes something, which must not be looked at before the call is over.
    void on_change(std::function<void(const store_change&)> sink);
    /// As it is, with what has expired in it; null if there is none.
    [[nodiscard]] const bucket* find_bucket(const std::string& name) const;
    /// A bucket to be filled with what it once had; made where it is not there. Nobody is told, nothing expires.
    bucket& restore_bucket(const std::string& name);
    /// What is on its way to functions.
    [[nodiscard]] notification_delivery& notifications();
    /// Writes from now on have numbers above this one.
    void continue_after(std::uint64_t sequence);

    /// Objects that have expired count until expire_due() is called, by whomever.
    [[nodiscard]] std::uint64_t object_count() const;
    [[nodiscard]] std::uint64_t bytes_stored() const;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::s3
