#include "s3/object_store.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/digest.hpp"
#include "s3/bucket.hpp"
#include "s3/naming_rules.hpp"

namespace sendlab::s3 {

namespace {

constexpr std::uint64_t gibibyte = 1'073'741'824;
constexpr std::uint64_t maximum_put = 5 * gibibyte;
constexpr std::uint64_t maximum_object = 5 * 1024 * gibibyte;
constexpr std::size_t maximum_metadata = 2048;

std::size_t metadata_size(const object_attributes& attributes) {
    const auto add = [](std::size_t sum, const auto& entry) {
        return sum + entry.first.size() + entry.second.size();
    };
    return std::accumulate(attributes.metadata.begin(), attributes.metadata.end(), std::size_t{0}, add);
}

error too_large(errc code, const char* element, std::uint64_t size, std::uint64_t limit) {
    return make_error(code, {{element, std::to_string(size)}, {"MaxSizeAllowed", std::to_string(limit)}});
}

/// What is wrong with the request, whatever the bucket.
std::optional<error> put_error(const object_store::put_request& request) {
    if (auto wrong = key_error(request.key))
        return wrong;
    const bool in_parts = request.event == event_type::object_created_complete_multipart_upload;
    const auto limit = in_parts ? maximum_object : maximum_put;
    if (request.body.size() > limit)
        return too_large(errc::entity_too_large, "ProposedSize", request.body.size(), limit);
    const auto metadata = request.attributes ? metadata_size(*request.attributes) : 0;
    if (metadata > maximum_metadata)
        return too_large(errc::metadata_too_large, "Size", metadata, maximum_metadata);
    return std::nullopt;
}

error no_such_bucket(const std::string& name) {
    return make_error(errc::no_such_bucket, {{"BucketName", name}});
}

/// An event, while it is not clear whether anybody wants to hear of it.
struct happening {
    event_type type{};
    std::uint64_t sequence = 0;
    const object* written = nullptr; // null for removals
    std::string source_ip;
    std::uint64_t entity = 0;
    std::uint64_t tag = 0;
};

} // namespace

struct object_store::impl {
    impl(scheduler& clock_, random_source random, store_config config_)
        : clock{clock_},
          config{std::move(config_)},
          ids{random.stream("s3.configuration_id")},
          delivery{clock_, random, config.notification_delay, config.duplicate_notifications} {}

    /// The bucket of that name without what has expired in it, or null.
    bucket* open(const std::string& name);
    object make_object(const put_request& request);
    void announce(const std::string& name, const bucket& in, const std::string& key, happening event);
    void announce_removal(const std::string& name, const bucket& in, const std::string& key, event_type type);
    /// Deletes what has expired, if anything has.
    void sweep(const std::string& name, bucket& in);
    std::string new_id();

    scheduler& clock;
    store_config config;
    random_stream ids;
    notification_delivery delivery;
    std::function<void(const std::string&, const std::string&)> expired;
    std::shared_ptr<const object_attributes> defaults = std::make_shared<const object_attributes>();
    std::map<std::string, bucket> buckets;
    std::uint64_t last_sequence = 0;
    std::uint64_t last_id = 0;
};

bucket* object_store::impl::open(const std::string& name) {
    const auto found = buckets.find(name);
    if (found == buckets.end())
        return nullptr;
    sweep(name, found->second);
    return &found->second;
}

object object_store::impl::make_object(const put_request& request) {
    const auto sequence = ++last_sequence;
    const auto* bytes = request.body.bytes();
    return {.body = request.body,
            .etag = bytes ? etag::of(*bytes)
                          : etag::of_unknown(request.bucket, request.key, request.body.size(), sequence),
            .last_modified = clock.now(),
            .sequence = sequence,
            .attributes = request.attributes ? request.attributes : defaults};
}

void object_store::impl::announce(const std::string& name, const bucket& in, const std::string& key,
                                  happening event) {
    const auto& rules = in.notifications.rules;
    const auto rule = std::ranges::find_if(rules, [&](const auto& r) { return r.matches(event.type, key); });
    if (rule == rules.end())
        return;
    auto record = std::make_shared<event_record>();
    record->type = event.type;
    record->bucket = name;
    record->key = key;
    if (event.written) {
        record->size = event.written->body.size();
        record->etag = event.written->etag;
    }
    record->event_time = clock.now();
    record->sequence = event.sequence;
    record->configuration_id = rule->id;
    record->region = config.region;
    record->source_ip = std::move(event.source_ip);
    record->host_request = event.sequence;
    record->tag = event.tag;
    delivery.deliver(rule->function_arn, record, event.entity);
}

void object_store::impl::announce_removal(const std::string& name, const bucket& in, const std::string& key,
                                          event_type type) {
    const auto sequence = ++last_sequence;
    const bool by_lifecycle = type == event_type::lifecycle_expiration_delete;
    announce(name, in, key,
             {.type = type,
              .sequence = sequence,
              .source_ip = by_lifecycle ? "s3.amazonaws.com" : "127.0.0.1",
              .entity = sequence,
              .tag = 0});
}

void object_store::impl::sweep(const std::string& name, bucket& in) {
    if (clock.now() < in.next_expiration())
        return;
    const auto gone = in.take_expired(clock.now());
    for (const auto& key : gone)
        announce_removal(name, in, key, event_type::lifecycle_expiration_delete);
    if (expired)
        for (const auto& key : gone)
            expired(name, key);
}

std::string object_store::impl::new_id() {
    ++last_id;
    return hex_text(ids.bits(last_id, 0, 0)) + hex_text(ids.bits(last_id, 0, 1));
}

object_store::object_store(scheduler& clock, random_source random, store_config config)
    : impl_{std::make_unique<impl>(clock, random, std::move(config))} {}

object_store::~object_store() = default;

void object_store::on_notification(notification_sink sink) {
    impl_->delivery.on_notification(std::move(sink));
}

void object_store::on_expired(std::function<void(const std::string&, const std::string&)> sink) {
    impl_->expired = std::move(sink);
}

result<void, error> object_store::create_bucket(const std::string& name) {
    if (!is_bucket_name(name))
        return make_error(errc::invalid_bucket_name, {{"BucketName", name}});
    const bool made = impl_->buckets.try_emplace(name).second;
    if (!made && impl_->config.region != "us-east-1")
        return make_error(errc::bucket_already_owned_by_you, {{"BucketName", name}});
    return {};
}

result<void, error> object_store::delete_bucket(const std::string& name) {
    const auto* found = impl_->open(name);
    if (!found)
        return no_such_bucket(name);
    if (!found->objects().empty())
        return make_error(errc::bucket_not_empty, {{"BucketName", name}});
    impl_->buckets.erase(name);
    return {};
}

bool object_store::has_bucket(const std::string& name) const {
    return impl_->buckets.contains(name);
}

result<etag, error> object_store::put_object(put_request request) {
    auto* in = impl_->open(request.bucket);
    if (!in)
        return no_such_bucket(request.bucket);
    if (auto wrong = put_error(request))
        return *std::move(wrong);
    auto made = impl_->make_object(request);
    const auto tag = made.etag;
    impl_->announce(request.bucket, *in, request.key,
                    {.type = request.event,
                     .sequence = made.sequence,
                     .written = &made,
                     .source_ip = std::move(request.source_ip),
                     .entity = request.entity.value_or(made.sequence),
                     .tag = request.tag});
    in->put(std::move(request.key), std::move(made));
    return tag;
}

result<const object*, error> object_store::get_object(const std::string& name, const std::string& key) {
    const auto* in = impl_->open(name);
    if (!in)
        return no_such_bucket(name);
    if (const auto* found = in->find(key))
        return found;
    return make_error(errc::no_such_key, {{"Key", key}});
}

result<void, error> object_store::delete_object(const std::string& name, const std::string& key) {
    auto* in = impl_->open(name);
    if (!in)
        return no_such_bucket(name);
    if (in->erase(key))
        impl_->announce_removal(name, *in, key, event_type::object_removed_delete);
    return {};
}

result<listing, error> object_store::list_objects(const std::string& name, std::string_view prefix,
                                                  std::string_view delimiter, std::string_view start_after,
                                                  std::size_t max_keys) {
    const auto* in = impl_->open(name);
    if (!in)
        return no_such_bucket(name);
    return list(in->objects(), {prefix, delimiter, start_after, max_keys});
}

result<void, error> object_store::put_notification_configuration(const std::string& name,
                                                                 notification_configuration configuration) {
    auto* in = impl_->open(name);
    if (!in)
        return no_such_bucket(name);
    if (auto checked = validate(configuration); !checked)
        return checked.error();
    for (auto& rule : configuration.rules) {
        if (rule.id.empty())
            rule.id = impl_->new_id();
        for (auto& filter : rule.filters)
            filter.name = filter.is_prefix() ? "Prefix" : "Suffix";
    }
    in->notifications = std::move(configuration);
    return {};
}

result<notification_configuration, error>
object_store::get_notification_configuration(const std::string& name) const {
    const auto found = impl_->buckets.find(name);
    if (found == impl_->buckets.end())
        return no_such_bucket(name);
    return found->second.notifications;
}

result<void, error> object_store::put_lifecycle(const std::string& name, std::vector<lifecycle_rule> rules) {
    auto* in = impl_->open(name);
    if (!in)
        return no_such_bucket(name);
    if (auto checked = validate(rules); !checked)
        return checked.error();
    for (auto& rule : rules)
        if (rule.id.empty())
            rule.id = impl_->new_id();
    in->set_lifecycle(std::move(rules));
    return {};
}

result<std::vector<lifecycle_rule>, error> object_store::get_lifecycle(const std::string& name) const {
    const auto found = impl_->buckets.find(name);
    if (found == impl_->buckets.end())
        return no_such_bucket(name);
    if (found->second.lifecycle().empty())
        return make_error(errc::no_such_lifecycle_configuration, {{"BucketName", name}});
    return found->second.lifecycle();
}

std::optional<std::pair<time_point, std::string>>
object_store::expiration(const std::string& name, std::string_view key, time_point created) const {
    const auto found = impl_->buckets.find(name);
    if (found == impl_->buckets.end())
        return std::nullopt;
    const auto* rule = applying_rule(found->second.lifecycle(), key);
    if (!rule)
        return std::nullopt;
    return std::pair{expiry_midnight(created, rule->expire_after_days), rule->id};
}

void object_store::expire_due() {
    for (auto& [name, in] : impl_->buckets)
        impl_->sweep(name, in);
}

std::optional<time_point> object_store::next_expiration() const {
    auto next = time_point::max();
    for (const auto& [name, in] : impl_->buckets)
        next = std::min(next, in.next_expiration());
    return next == time_point::max() ? std::nullopt : std::optional{next};
}

std::uint64_t object_store::object_count() const {
    std::uint64_t sum = 0;
    for (const auto& [name, in] : impl_->buckets)
        sum += in.objects().size();
    return sum;
}

std::uint64_t object_store::bytes_stored() const {
    std::uint64_t sum = 0;
    for (const auto& [name, in] : impl_->buckets)
        sum += in.bytes();
    return sum;
}

} // namespace sendlab::s3
