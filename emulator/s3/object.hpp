// What S3 keeps under a key.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/blob.hpp"
#include "base/time_types.hpp"
#include "s3/etag.hpp"
#include "s3/tag_set.hpp"

namespace sendlab::s3 {

/// Canned ACLs (S3 User Guide, "Access control list overview").
enum class canned_acl {
    private_acl,
    public_read,
    public_read_write,
    authenticated_read,
    aws_exec_read,
    bucket_owner_read,
    bucket_owner_full_control,
};

/// "public-read" and so on; nothing for a word that S3 does not know.
std::optional<canned_acl> parse_canned_acl(std::string_view text);
std::string_view to_string(canned_acl acl);

/// An object's bytes, or only how many there are: simulations of millions of e-mails carry no bytes.
class body {
public:
    body() = default;
    explicit body(std::string bytes);
    explicit body(blob_ptr bytes);
    /// Bytes whose ETag is not their MD5: they came in parts.
    body(blob_ptr bytes, s3::etag tag);
    static body of_size(std::uint64_t size);
    /// Of bytes that are no longer there.
    static body of_size(std::uint64_t size, s3::etag tag);

    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// Null when only the size is known.
    [[nodiscard]] const blob_ptr& bytes() const;
    /// The MD5 is computed when it is first asked for, then kept: in a simulation nobody asks. Of a body of
    /// which only the size is known, see etag::of_size().
    [[nodiscard]] s3::etag etag() const;

private:
    struct content {
        blob_ptr bytes;
        mutable std::optional<s3::etag> tag;
    };
    std::shared_ptr<const content> content_; // null when only the size is known
    std::uint64_t size_ = 0;
};

/// A checksum besides the ETag, as S3 was given it or has computed it.
struct object_checksum {
    std::string algorithm;  // "CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"
    std::string value;      // Base64; "-N" behind it where it is composite
    bool composite = false; // of the parts' checksums, not of the bytes

    friend bool operator==(const object_checksum&, const object_checksum&) = default;
};

/// One part of an object that was uploaded in parts.
struct object_part {
    std::uint32_t number = 1;
    std::uint64_t size = 0;
    std::string checksum{}; // Base64, by the object's algorithm
};

/// Texts are given back as they were given; an empty one was not given.
struct object_attributes {
    std::string content_type = "binary/octet-stream"; // S3's default
    std::map<std::string, std::string> metadata{};    // x-amz-meta-*, names in lower case; 2 KB in all
    canned_acl acl = canned_acl::private_acl;
    std::string content_encoding{};
    std::string content_disposition{};
    std::string content_language{};
    std::string cache_control{};
    std::string expires{};
    std::string website_redirect{};
    std::string storage_class = "STANDARD";
    tag_set tags{};
    std::optional<object_checksum> checksum{};
    std::vector<object_part> parts{}; // of a multipart upload, in order
};

struct object {
    s3::body body{};
    bool versioned = false; // has a version id of its own; otherwise it is the "null" version
    bool delete_marker = false;
    time_point last_modified{};
    std::uint64_t sequence = 0; // rises with every write of the store; see event_record::sequencer
    std::shared_ptr<const object_attributes>
        attributes{}; // shared by objects written alike; null for markers

    /// "null", or 32 letters and digits that no other version has.
    [[nodiscard]] std::string version_id() const;
    /// The same as comparing with version_id(), without making it: most differ in the first letter.
    [[nodiscard]] bool has_id(std::string_view id) const;
};

} // namespace sendlab::s3
