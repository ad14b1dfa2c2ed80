#include "storage/s3_shelves.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

#include <nlohmann/json.hpp>

#include "s3/blob_parts.hpp"
#include "storage/document.hpp"
#include "storage/event_document.hpp"

// Members' names, and the numbers of enumerators, are those of what is kept: whoever changes one changes the format.
namespace sendlab::s3 {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(object_checksum, algorithm, value, composite)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(object_part, number, size, checksum)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(object_attributes, content_type, metadata, acl,
                                                content_encoding, content_disposition, content_language,
                                                cache_control, expires, website_redirect, storage_class, tags,
                                                checksum, parts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(cors_rule, id, allowed_origins, allowed_methods,
                                                allowed_headers, expose_headers, max_age_seconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(bucket_settings, acl, tags, cors, documents)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(filter_rule, name, value)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(notification_rule, id, function_arn, events, filters)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(notification_configuration, rules)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(lifecycle_rule, id, prefix, expire_after_days, enabled,
                                                expire_on, tags, larger_than, smaller_than, expires,
                                                other_actions)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(etag, digest, parts)

} // namespace sendlab::s3

namespace sendlab::storage {

namespace {

using nlohmann::json;
using blobs = std::vector<blob_ptr>;

// ---- Bodies -----------------------------------------------------------------------------------------------

json document_of(const s3::body& body, blobs& bodies) {
    if (!body.bytes())
        return {{"size", body.size()}};
    auto pieces = json::array();
    for (const auto& [whole, offset, size] : s3::pieces_of(body.bytes())) {
        const auto found = std::ranges::find(bodies, whole);
        pieces.push_back({found - bodies.begin(), offset, size});
        if (found == bodies.end())
            bodies.push_back(whole);
    }
    return {{"pieces", std::move(pieces)}, {"etag", body.etag()}};
}

s3::blob_piece piece_of(const json& from, const blobs& bodies) {
    const auto [place, offset, size] = from.get<std::tuple<std::size_t, std::uint64_t, std::uint64_t>>();
    if (place >= bodies.size())
        throw damaged_record{"bytes are missing"};
    const auto& whole = bodies[place];
    if (offset > whole->size() || size > whole->size() - offset)
        throw damaged_record{"there are fewer bytes than it says"};
    return {whole, offset, size};
}

s3::body body_of(const json& from, const blobs& bodies) {
    if (from.contains("size"))
        return s3::body::of_size(from.at("size"));
    std::vector<s3::blob_piece> pieces;
    for (const auto& piece : from.at("pieces"))
        pieces.push_back(piece_of(piece, bodies));
    return {s3::blob_of(pieces), from.at("etag").get<s3::etag>()};
}

// ---- Buckets ----------------------------------------------------------------------------------------------

std::optional<record> find_bucket(const s3::object_store& store, const std::string& name) {
    const auto* in = store.find_bucket(name);
    if (!in)
        return std::nullopt;
    return record{packed({{"created", in->created},
                          {"versioning", in->version_state()},
                          {"settings", in->settings},
                          {"notifications", in->notifications},
                          {"lifecycle", in->lifecycle()}})};
}

void restore_bucket(s3::object_store& store, const std::string& name, const record& kept) {
    const auto from = unpacked(kept.value);
    auto& in = store.restore_bucket(name);
    in.created = from.at("created").get<time_point>();
    in.set_versioning(from.at("versioning").get<s3::versioning>());
    in.settings = from.at("settings").get<s3::bucket_settings>();
    in.notifications = from.at("notifications").get<s3::notification_configuration>();
    in.set_lifecycle(from.at("lifecycle").get<std::vector<s3::lifecycle_rule>>());
}

/// Of a key "bucket/what is in it"; names of buckets have no slash.
std::pair<std::string, std::string> split(const std::string& key) {
    const auto slash = key.find('/');
    if (slash == std::string::npos)
        throw damaged_record{"its key has no bucket"};
    return {key.substr(0, slash), key.substr(slash + 1)};
}

s3::bucket& bucket_of(s3::object_store& store, const std::string& name) {
    if (!store.find_bucket(name))
        throw damaged_record{"it is in no bucket"};
    return store.restore_bucket(name);
}

// ---- What lies under a key --------------------------------------------------------------------------------

json document_of(const s3::object& version, blobs& bodies) {
    json to{{"modified", version.last_modified},
            {"sequence", version.sequence},
            {"versioned", version.versioned},
            {"marker", version.delete_marker}};
    if (version.delete_marker)
        return to;
    to["body"] = document_of(version.body, bodies);
    to["attributes"] = *version.attributes;
    return to;
}

s3::object object_of(const json& from, const blobs& bodies) {
    s3::object version;
    version.last_modified = from.at("modified").get<time_point>();
    version.sequence = from.at("sequence");
    version.versioned = from.at("versioned");
    version.delete_marker = from.at("marker");
    if (version.delete_marker)
        return version;
    version.body = body_of(from.at("body"), bodies);
    version.attributes =
        std::make_shared<const s3::object_attributes>(from.at("attributes").get<s3::object_attributes>());
    return version;
}

/// Oldest first.
std::vector<const s3::object*> versions_of(const s3::object_store& store, const std::string& name,
                                           std::string_view key) {
    std::vector<const s3::object*> versions;
    const auto* in = store.find_bucket(name);
    if (!in)
        return versions;
    if (const auto old = in->history().keys().find(key); old != in->history().keys().end())
        for (auto at = old->second.rbegin(); at != old->second.rend(); ++at)
            versions.push_back(&*at);
    if (const auto* current = in->find(key))
        versions.push_back(current);
    return versions;
}

/// The head of an array in CBOR (RFC 8949, section 3).
std::string array_head(std::uint32_t items) {
    if (items < 24)
        return {static_cast<char>(0x80 | items)};
    std::string head{'\x9a'};
    for (int shift = 24; shift >= 0; shift -= 8)
        head += static_cast<char>(items >> shift & 0xff);
    return head;
}

/// Packs what lies under a key. Remembers what it has packed where there are more versions than one: a put adds one to
/// thousands, the others are as they were.
class key_packer {
public:
    std::optional<record> find(const s3::object_store& store, const std::string& row) {
        const auto [name, key] = split(row);
        const auto versions = versions_of(store, name, key);
        auto known = keys_.extract(row);
        if (versions.empty())
            return std::nullopt;
        auto now = known ? std::move(known.mapped()) : packed_key{};
        now.keep(versions);
        for (auto i = now.versions.size(); i < versions.size(); ++i)
            now.add(*versions[i]);
        record kept{now.value(), now.bodies};
        if (versions.size() > 1)
            keys_.emplace(row, std::move(now));
        return kept;
    }

private:
    struct packed_version {
        std::uint64_t sequence;
        std::shared_ptr<const s3::object_attributes> attributes;
        std::string value;
        std::size_t bodies; // of the record, with this version's

        [[nodiscard]] bool is(const s3::object& version) const {
            return sequence == version.sequence && attributes == version.attributes;
        }
    };
    struct packed_key {
        std::vector<packed_version> versions{}; // oldest first, so that places of bodies stay as they are
        blobs bodies{};

        /// Only what is at the beginning of both: places are counted from there.
        void keep(const std::vector<const s3::object*>& now) {
            const auto is = [](const packed_version& was, const s3::object* version) {
                return was.is(*version);
            };
            versions.erase(std::ranges::mismatch(versions, now, is).in1, versions.end());
            bodies.resize(versions.empty() ? 0 : versions.back().bodies);
        }
        void add(const s3::object& version) {
            auto value = packed(document_of(version, bodies));
            versions.push_back({version.sequence, version.attributes, std::move(value), bodies.size()});
        }
        /// Newest first: in the order in which they are restored.
        [[nodiscard]] std::string value() const {
            auto all = array_head(static_cast<std::uint32_t>(versions.size()));
            for (auto at = versions.rbegin(); at != versions.rend(); ++at)
                all += at->value;
            return all;
        }
    };

    std::map<std::string, packed_key> keys_;
};

void restore_key(s3::object_store& store, const std::string& row, const record& kept) {
    const auto [name, key] = split(row);
    std::vector<s3::object> versions;
    for (const auto& version : unpacked(kept.value))
        versions.push_back(object_of(version, kept.bodies));
    if (versions.empty())
        throw damaged_record{"it has no version"};
    bucket_of(store, name).restore(key, std::move(versions));
}

// ---- Uploads in parts -------------------------------------------------------------------------------------

const s3::multipart_upload* upload_in(const s3::object_store& store, const std::string& name,
                                      std::string_view id) {
    const auto* in = store.find_bucket(name);
    if (!in)
        return nullptr;
    const auto found = in->uploads.find(id);
    return found == in->uploads.end() ? nullptr : &found->second;
}

std::optional<record> find_upload(const s3::object_store& store, const std::string& row) {
    const auto [name, id] = split(row);
    const auto* upload = upload_in(store, name, id);
    if (!upload)
        return std::nullopt;
    return record{packed({{"key", upload->key},
                          {"attributes", *upload->attributes},
                          {"initiated", upload->initiated},
                          {"checksum_algorithm", upload->checksum_algorithm},
                          {"composite_checksum", upload->composite_checksum}})};
}

void restore_upload(s3::object_store& store, const std::string& row, const record& kept) {
    const auto [name, id] = split(row);
    const auto from = unpacked(kept.value);
    s3::multipart_upload upload;
    upload.key = from.at("key");
    upload.attributes =
        std::make_shared<const s3::object_attributes>(from.at("attributes").get<s3::object_attributes>());
    upload.initiated = from.at("initiated").get<time_point>();
    upload.checksum_algorithm = from.at("checksum_algorithm");
    upload.composite_checksum = from.at("composite_checksum");
    bucket_of(store, name).uploads.emplace(id, std::move(upload));
}

/// Of "bucket/id/number".
std::tuple<std::string, std::string, std::uint32_t> split_piece(const std::string& row) {
    const auto [name, rest] = split(row);
    const auto [id, number] = split(rest);
    return {name, id, static_cast<std::uint32_t>(std::stoul(number))};
}

std::optional<record> find_piece(const s3::object_store& store, const std::string& row) {
    const auto [name, id, number] = split_piece(row);
    const auto* upload = upload_in(store, name, id);
    if (!upload || !upload->parts.contains(number))
        return std::nullopt;
    const auto& part = upload->parts.at(number);
    record kept;
    const auto body = document_of(part.body, kept.bodies);
    kept.value = packed({{"body", body}, {"modified", part.last_modified}, {"checksum", part.checksum}});
    return kept;
}

void restore_piece(s3::object_store& store, const std::string& row, const record& kept) {
    const auto [name, id, number] = split_piece(row);
    const auto from = unpacked(kept.value);
    auto& uploads = bucket_of(store, name).uploads;
    const auto upload = uploads.find(id);
    if (upload == uploads.end())
        throw damaged_record{"it belongs to no upload"};
    upload->second.parts[number] = {body_of(from.at("body"), kept.bodies),
                                    from.at("modified").get<time_point>(),
                                    from.at("checksum").get<std::optional<s3::object_checksum>>()};
}

// ---- Notifications ----------------------------------------------------------------------------------------

std::optional<record> find_notification(s3::object_store& store, const std::string& key) {
    const auto* found = store.notifications().find(std::stoull(key));
    if (!found)
        return std::nullopt;
    const auto& what = found->what;
    return record{packed({{"function", what.function_arn},
                          {"record", document_of_record(*what.record)},
                          {"entity", what.entity},
                          {"copy", what.copy},
                          {"due", found->due}})};
}

void restore_notification(s3::object_store& store, const std::string& key, const record& kept) {
    const auto from = unpacked(kept.value);
    s3::due_notification restored;
    from.at("function").get_to(restored.what.function_arn);
    restored.what.record = event_record_of(from.at("record"));
    from.at("entity").get_to(restored.what.entity);
    from.at("copy").get_to(restored.what.copy);
    from.at("due").get_to(restored.due);
    store.notifications().restore(std::stoull(key), std::move(restored));
}

constexpr const char* bucket_kind = "s3.bucket";
constexpr const char* key_kind = "s3.key";
constexpr const char* upload_kind = "s3.upload";
constexpr const char* piece_kind = "s3.upload_part";
constexpr const char* notification_kind = "s3.notification";

} // namespace

std::vector<shelf> shelves_of(s3::object_store& store) {
    const auto made = [&store](const char* kind, auto find, auto restore) {
        return shelf{
            kind, [&store, find](const std::string& key) { return find(store, key); },
            [&store, restore](const std::string& key, const record& kept) { restore(store, key, kept); }};
    };
    const auto find_key = [packer = std::make_shared<key_packer>()](
                              const auto& from, const std::string& row) { return packer->find(from, row); };
    return {made(bucket_kind, find_bucket, restore_bucket), made(key_kind, find_key, restore_key),
            made(upload_kind, find_upload, restore_upload), made(piece_kind, find_piece, restore_piece)};
}

shelf notification_shelf_of(s3::object_store& store) {
    return {notification_kind, [&store](const std::string& key) { return find_notification(store, key); },
            [&store](const std::string& key, const record& kept) { restore_notification(store, key, kept); }};
}

void watch(s3::object_store& store, mark_function mark) {
    store.notifications().on_change(
        [mark](std::uint64_t number) { mark(notification_kind, std::to_string(number)); });
    store.on_change([mark = std::move(mark)](const s3::store_change& change) {
        const auto inside = [&] { return change.bucket + '/' + std::string{change.name}; };
        switch (change.what) {
        case s3::store_change::part::bucket:
            return mark(bucket_kind, change.bucket);
        case s3::store_change::part::key:
            return mark(key_kind, inside());
        case s3::store_change::part::upload:
            return mark(upload_kind, inside());
        case s3::store_change::part::piece:
            return mark(piece_kind, inside() + '/' + std::to_string(change.number));
        }
    });
}

} // namespace sendlab::storage
