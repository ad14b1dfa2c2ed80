// Writes and deletions of objects, and who is told of them.
#include <algorithm>
#include <numeric>

#include "s3/naming_rules.hpp"
#include "s3/object_store_state.hpp"

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

/// "null" versions have no id where the bucket was never versioned.
std::string id_of(const bucket& in, const object& version) {
    return in.version_state() == versioning::never ? std::string{} : version.version_id();
}

event_type removal_event(const removal& done, bool by_version) {
    return done.delete_marker && !by_version ? event_type::object_removed_delete_marker_created
                                             : event_type::object_removed_delete;
}

/// Deleting a version that is not there is no event, nor an error.
std::optional<error> delete_refusal(const bucket& in, const std::string& key,
                                    const object_store::delete_options& options) {
    const auto* present = options.version_id ? in.find_version(key, *options.version_id) : in.find(key);
    return write_refusal(options.conditions, present, key);
}

} // namespace

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

object object_store::impl::make_object(const put_request& request) {
    const auto sequence = ++last_sequence;
    return {.body = request.body,
            .last_modified = clock.now(),
            .sequence = sequence,
            .attributes = request.attributes ? request.attributes : defaults};
}

object object_store::impl::make_marker() {
    return {.delete_marker = true, .last_modified = clock.now(), .sequence = ++last_sequence};
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
    if (event.written)
        record->content = event.written->body;
    record->event_time = clock.now();
    record->sequence = event.sequence;
    record->version_id = std::move(event.version_id);
    record->configuration_id = rule->id;
    record->region = config.region;
    record->source_ip = std::move(event.source_ip);
    record->host_request = event.host_request;
    record->tag = event.tag;
    delivery.deliver(rule->function_arn, record, event.entity);
}

const object* object_store::impl::write(const std::string& name, bucket& in, put_request& request) {
    auto made = make_object(request);
    made.versioned = in.version_state() == versioning::enabled;
    announce(name, in, request.key,
             {.type = request.event,
              .sequence = made.sequence,
              .written = &made,
              .version_id = id_of(in, made),
              .source_ip = std::move(request.source_ip),
              .host_request = request.host_request.value_or(made.sequence),
              .entity = request.entity.value_or(made.sequence),
              .tag = request.tag});
    tell(store_change::part::key, name, request.key);
    return in.put(std::move(request.key), std::move(made));
}

void object_store::impl::sweep(const std::string& name, bucket& in) {
    if (clock.now() < in.next_expiration())
        return;
    const bool marked = in.version_state() != versioning::never;
    const auto gone = in.take_expired(clock.now(), [this] { return make_marker(); });
    for (const auto& key : gone) {
        tell(store_change::part::key, name, key);
        const auto sequence = marked ? in.history().newest(key)->sequence : ++last_sequence;
        announce(name, in, key,
                 {.type = marked ? event_type::lifecycle_expiration_delete_marker_created
                                 : event_type::lifecycle_expiration_delete,
                  .sequence = sequence,
                  .version_id = marked ? in.history().newest(key)->version_id() : std::string{},
                  .source_ip = "s3.amazonaws.com",
                  .host_request = sequence,
                  .entity = sequence});
    }
    if (expired)
        for (const auto& key : gone)
            expired(name, key);
}

result<const object*, error> object_store::put_object(put_request request) {
    auto* in = impl_->open(request.bucket);
    if (!in)
        return no_such_bucket(request.bucket);
    if (auto wrong = put_error(request))
        return *std::move(wrong);
    if (request.conditions.any()) // the key is looked up for them only
        if (auto refusal = write_refusal(request.conditions, in->find(request.key), request.key))
            return *std::move(refusal);
    const auto name = std::move(request.bucket);
    return impl_->write(name, *in, request);
}

result<removal, error> object_store::delete_object(const std::string& name, const std::string& key,
                                                   const delete_options& options) {
    auto* in = impl_->open(name);
    if (!in)
        return no_such_bucket(name);
    if (auto refusal = delete_refusal(*in, key, options))
        return *std::move(refusal);
    const auto sequence = ++impl_->last_sequence;
    object marker{.delete_marker = true, .last_modified = impl_->clock.now(), .sequence = sequence};
    auto done = options.version_id ? in->remove_version(key, *options.version_id)
                                   : in->remove(key, std::move(marker));
    if (!done.removed)
        return done;
    impl_->tell(store_change::part::key, name, key);
    impl_->announce(name, *in, key,
                    {.type = removal_event(done, options.version_id.has_value()),
                     .sequence = sequence,
                     .version_id = in->version_state() == versioning::never ? std::string{} : done.version_id,
                     .source_ip = options.source_ip,
                     .host_request = options.host_request.value_or(sequence),
                     .entity = sequence});
    return done;
}

result<bool, error> object_store::notify_again(const std::string& bucket, const std::string& key) {
    const auto found = get_object(bucket, key);
    if (!found)
        return found.error();
    const auto& in = *impl_->open(bucket);
    const auto& rules = in.notifications.rules;
    constexpr auto put = event_type::object_created_put;
    if (std::ranges::none_of(rules, [&](const auto& r) { return r.matches(put, key); }))
        return false;
    const auto sequence = ++impl_->last_sequence;
    impl_->announce(bucket, in, key,
                    {.type = put,
                     .sequence = (*found)->sequence,
                     .written = *found,
                     .version_id = id_of(in, **found),
                     .source_ip = "127.0.0.1",
                     .host_request = sequence,
                     .entity = sequence});
    return true;
}

} // namespace sendlab::s3
