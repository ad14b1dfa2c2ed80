// What S3 keeps under a key.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/time_types.hpp"

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
    static body of_size(std::uint64_t size);

    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// Null when only the size is known.
    [[nodiscard]] const std::string* bytes() const { return bytes_.get(); }

private:
    std::shared_ptr<const std::string> bytes_;
    std::uint64_t size_ = 0;
};

/// What names an object's content.
struct etag {
    std::array<std::uint8_t, 16> digest{};

    /// MD5, as of every object that was put in one part.
    static etag of(std::string_view bytes);
    /// For a body without bytes, in a run that cannot afford an MD5: a mix of the names, the size and the
    /// number of the write. Different for each write, the same in each run; not a digest of anything.
    static etag of_unknown(std::string_view bucket, std::string_view key, std::uint64_t size,
                           std::uint64_t sequence);

    [[nodiscard]] std::string hex() const; // without quotes
    friend bool operator==(const etag&, const etag&) = default;
};

struct object_attributes {
    std::string content_type = "binary/octet-stream"; // S3's default
    std::map<std::string, std::string> metadata;      // x-amz-meta-*, names in lower case; 2 KB in all
    canned_acl acl = canned_acl::private_acl;
};

struct object {
    s3::body body;
    s3::etag etag;
    time_point last_modified{};
    std::uint64_t sequence = 0; // rises with every write of the store; see event_record::sequencer
    std::shared_ptr<const object_attributes> attributes; // shared by objects written alike; never null
};

} // namespace sendlab::s3
