// A bucket's objects, their versions and their expiry.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time_types.hpp"
#include "s3/bucket_settings.hpp"
#include "s3/lifecycle.hpp"
#include "s3/multipart_upload.hpp"
#include "s3/notification_configuration.hpp"
#include "s3/object.hpp"
#include "s3/version_history.hpp"

namespace sendlab::s3 {

/// In UTF-8 binary order: std::string compares bytes as unsigned numbers. About 200 bytes an object without
/// bytes, keys of 16 to 40 characters included.
using object_map = std::map<std::string, object, std::less<>>;

enum class versioning { never, enabled, suspended };

/// What a deletion did.
struct removal {
    bool removed = false;       // an object, or a version, is gone or hidden
    bool delete_marker = false; // a marker was left, or the version that is gone was one
    std::string version_id{};   // of the marker, or of the version; empty where the bucket has none
};

class bucket {
public:
    notification_configuration notifications;
    bucket_settings settings;
    upload_map uploads;
    time_point created{};

    /// The current ones.
    [[nodiscard]] const object_map& objects() const { return objects_; }
    [[nodiscard]] const version_history& history() const { return history_; }
    [[nodiscard]] const object* find(std::string_view key) const;
    [[nodiscard]] const object* find_version(std::string_view key, std::string_view version_id) const;
    /// Of all versions.
    [[nodiscard]] std::uint64_t bytes() const { return bytes_ + history_.bytes(); }
    [[nodiscard]] bool empty() const { return objects_.empty() && history_.keys().empty(); }

    [[nodiscard]] versioning version_state() const { return versioning_; }
    void set_versioning(versioning state) { versioning_ = state; }

    /// Replaces the current object; where versioning is on that becomes an older version. The object in its place.
    const object* put(std::string key, object made);
    /// What is kept under a key, newest first, as it once was; `versions` must not be empty, nor the key be there.
    void restore(const std::string& key, std::vector<object> versions);
    /// Deletes the current object; where versioning is (or was) on, `marker` hides it.
    removal remove(const std::string& key, object marker);
    /// Deletes one version for good; the newest left becomes current.
    removal remove_version(const std::string& key, std::string_view version_id);
    /// New attributes (tags, ACL) for what is there. The version must exist.
    void set_attributes(std::string_view key, std::string_view version_id,
                        std::shared_ptr<const object_attributes> attributes);

    [[nodiscard]] const std::vector<lifecycle_rule>& lifecycle() const { return lifecycle_; }
    void set_lifecycle(std::vector<lifecycle_rule> rules);
    [[nodiscard]] std::optional<expiry> expiration(std::string_view key, const object& of) const;
    /// No object expires before it; it may be early, as objects may have been deleted since.
    [[nodiscard]] time_point next_expiration() const { return next_expiration_; }
    /// The keys of what has expired by `now`, in order: deleted, or hidden by a marker where versioning is (or was) on.
    std::vector<std::string> take_expired(time_point now, const std::function<object()>& make_marker = {});

private:
    bool erase(std::string_view key);
    void shelve_current(const std::string& key);
    void drop_null_version(const std::string& key);
    std::vector<std::string> erase_expired(time_point now);
    std::vector<std::string> hide_expired(time_point now, const std::function<object()>& make_marker);
    [[nodiscard]] time_point expiration_time(std::string_view key, const object& of) const;
    void find_next_expiration();

    object_map objects_;
    version_history history_;
    std::uint64_t bytes_ = 0; // of the current objects
    versioning versioning_ = versioning::never;
    std::vector<lifecycle_rule> lifecycle_;
    time_point next_expiration_ = time_point::max();
};

} // namespace sendlab::s3
