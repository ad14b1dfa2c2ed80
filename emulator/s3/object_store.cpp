#include "s3/object_store.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "s3/naming_rules.hpp"
#include "s3/object_store_state.hpp"

namespace sendlab::s3 {

namespace {

error not_found(const bucket& in, const std::string& key) {
    auto answer = make_error(errc::no_such_key, {{"Key", key}});
    const auto* newest = in.history().newest(key);
    if (newest && newest->delete_marker)
        answer.delete_marker = newest->version_id();
    return answer;
}

error version_not_found(const std::string& key, std::string_view version_id) {
    return make_error(errc::no_such_version, {{"Key", key}, {"VersionId", std::string{version_id}}});
}

/// A delete marker cannot be read, only deleted.
error marker_found(const object& marker) {
    auto answer = make_error(errc::method_not_allowed, {{"Method", "GET"}, {"ResourceType", "DeleteMarker"}});
    answer.delete_marker = marker.version_id();
    return answer;
}

} // namespace

error no_such_bucket(const std::string& name) {
    return make_error(errc::no_such_bucket, {{"BucketName", name}});
}

bucket* object_store::impl::open(const std::string& name) {
    const auto found = buckets.find(name);
    if (found == buckets.end())
        return nullptr;
    sweep(name, found->second);
    return &found->second;
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
    const auto [place, made] = impl_->buckets.try_emplace(name);
    if (made)
        place->second.created = impl_->clock.now();
    else if (impl_->config.region != "us-east-1")
        return make_error(errc::bucket_already_owned_by_you, {{"BucketName", name}});
    impl_->tell(store_change::part::bucket, name);
    return {};
}

result<void, error> object_store::delete_bucket(const std::string& name) {
    const auto* found = impl_->open(name);
    if (!found)
        return no_such_bucket(name);
    if (!found->empty()) {
        auto refusal = make_error(errc::bucket_not_empty, {{"BucketName", name}});
        if (found->version_state() != versioning::never)
            refusal.message += ". You must delete all versions in the bucket.";
        return refusal;
    }
    while (!found->uploads.empty())
        impl_->drop_upload(name, std::string{found->uploads.begin()->first});
    impl_->tell(store_change::part::bucket, name);
    impl_->buckets.erase(name);
    return {};
}

std::vector<std::string> object_store::bucket_names() const {
    std::vector<std::string> names;
    for (const auto& [name, in] : impl_->buckets)
        names.push_back(name);
    return names;
}

result<const bucket*, error> object_store::open_bucket(const std::string& name) {
    const auto* found = impl_->open(name);
    if (!found)
        return no_such_bucket(name);
    return found;
}

result<bucket*, error> object_store::change_bucket(const std::string& name) {
    auto* found = impl_->open(name);
    if (!found)
        return no_such_bucket(name);
    impl_->tell(store_change::part::bucket, name);
    return found;
}

bool object_store::has_bucket(const std::string& name) const {
    return impl_->buckets.contains(name);
}

result<const object*, error> object_store::get_object(const std::string& name, const std::string& key,
                                                      std::optional<std::string_view> version_id) {
    const auto* in = impl_->open(name);
    if (!in)
        return no_such_bucket(name);
    const auto* found = version_id ? in->find_version(key, *version_id) : in->find(key);
    if (found && found->delete_marker)
        return marker_found(*found);
    if (found)
        return found;
    return version_id ? version_not_found(key, *version_id) : not_found(*in, key);
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
    impl_->tell(store_change::part::bucket, name);
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
    impl_->tell(store_change::part::bucket, name);
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

void object_store::set_attributes(const std::string& name, const std::string& key,
                                  std::string_view version_id,
                                  std::shared_ptr<const object_attributes> attributes) {
    impl_->buckets.at(name).set_attributes(key, version_id, std::move(attributes));
    impl_->tell(store_change::part::key, name, key);
}

void object_store::on_change(std::function<void(const store_change&)> sink) {
    impl_->changed = std::move(sink);
}

const bucket* object_store::find_bucket(const std::string& name) const {
    const auto found = impl_->buckets.find(name);
    return found == impl_->buckets.end() ? nullptr : &found->second;
}

bucket& object_store::restore_bucket(const std::string& name) {
    return impl_->buckets[name];
}

notification_delivery& object_store::notifications() {
    return impl_->delivery;
}

void object_store::continue_after(std::uint64_t sequence) {
    impl_->last_sequence = std::max(impl_->last_sequence, sequence);
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
