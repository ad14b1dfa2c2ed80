// What object_store keeps, for the sources that share its work.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "s3/bucket.hpp"
#include "s3/object_store.hpp"

namespace sendlab::s3 {

/// An event, while it is not clear whether anybody wants to hear of it.
struct happening {
    event_type type{};
    std::uint64_t sequence = 0;
    const object* written = nullptr; // null for removals
    std::string version_id{};
    std::string source_ip{};
    std::uint64_t host_request = 0;
    std::uint64_t entity = 0;
    std::uint64_t tag = 0;
};

struct object_store::impl {
    impl(scheduler& clock_, random_source random, store_config config_)
        : clock{clock_},
          config{std::move(config_)},
          ids{random.stream("s3.configuration_id")},
          delivery{clock_, random, config.notification_delay, config.duplicate_notifications} {}

    /// The bucket of that name without what has expired in it, or null.
    bucket* open(const std::string& name);
    /// Makes an object of the request, puts it in its place and tells who wants to hear of it.
    const object* write(const std::string& name, bucket& in, put_request& request);
    object make_object(const put_request& request);
    object make_marker();
    void announce(const std::string& name, const bucket& in, const std::string& key, happening event);
    /// Deletes what has expired, if anything has.
    void sweep(const std::string& name, bucket& in);
    std::string new_id();
    void tell(store_change::part what, const std::string& of, std::string_view name = {},
              std::uint32_t number = 0) const {
        if (changed)
            changed({what, of, name, number});
    }
    /// It is over, its parts go.
    void drop_upload(const std::string& name, const std::string& id);

    scheduler& clock;
    store_config config;
    random_stream ids;
    notification_delivery delivery;
    std::function<void(const std::string&, const std::string&)> expired;
    std::function<void(const store_change&)> changed;
    std::shared_ptr<const object_attributes> defaults = std::make_shared<const object_attributes>();
    std::map<std::string, bucket> buckets;
    std::uint64_t last_sequence = 0;
    std::uint64_t last_id = 0;
};

[[nodiscard]] error no_such_bucket(const std::string& name);
[[nodiscard]] error no_such_upload(const std::string& id);
/// What is wrong with the request, whatever the bucket.
[[nodiscard]] std::optional<error> put_error(const object_store::put_request& request);

} // namespace sendlab::s3
