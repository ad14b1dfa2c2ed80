#include "s3/object.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/digest.hpp"

namespace sendlab::s3 {

namespace {

constexpr std::pair<std::string_view, canned_acl> acl_words[] = {
    {"private", canned_acl::private_acl},
    {"public-read", canned_acl::public_read},
    {"public-read-write", canned_acl::public_read_write},
    {"authenticated-read", canned_acl::authenticated_read},
    {"aws-exec-read", canned_acl::aws_exec_read},
    {"bucket-owner-read", canned_acl::bucket_owner_read},
    {"bucket-owner-full-control", canned_acl::bucket_owner_full_control},
};

using acl_word = std::pair<std::string_view, canned_acl>;

constexpr std::size_t id_length = 32;

/// Those of a version's id, one after the other.
class id_letters {
public:
    explicit id_letters(std::uint64_t sequence) {
        mix_.add(std::string_view{"s3.version_id"});
        mix_.add(sequence);
    }

    char next() {
        constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        mix_.add(place_++);
        return letters[mix_.value() % letters.size()];
    }

private:
    digest mix_;
    std::uint64_t place_ = 0;
};

} // namespace

std::optional<canned_acl> parse_canned_acl(std::string_view text) {
    const auto* found = std::ranges::find(acl_words, text, &acl_word::first);
    return found == std::end(acl_words) ? std::nullopt : std::optional{found->second};
}

std::string_view to_string(canned_acl acl) {
    const auto* found = std::ranges::find(acl_words, acl, &acl_word::second);
    assert(found != std::end(acl_words));
    return found->first;
}

body::body(std::string bytes) : body{std::make_shared<const memory_blob>(std::move(bytes))} {}

body::body(blob_ptr bytes)
    : content_{std::make_shared<const content>(std::move(bytes))}, size_{content_->bytes->size()} {}

body::body(blob_ptr bytes, s3::etag tag)
    : content_{std::make_shared<const content>(std::move(bytes), tag)}, size_{content_->bytes->size()} {}

body body::of_size(std::uint64_t size) {
    body made;
    made.size_ = size;
    return made;
}

body body::of_size(std::uint64_t size, s3::etag tag) {
    auto made = of_size(size);
    made.content_ = std::make_shared<const content>(nullptr, tag);
    return made;
}

const blob_ptr& body::bytes() const {
    static const blob_ptr none;
    return content_ ? content_->bytes : none;
}

etag body::etag() const {
    if (!content_)
        return etag::of_size(size_);
    if (!content_->tag)
        content_->tag = etag::of(*content_->bytes);
    return *content_->tag;
}

std::string object::version_id() const {
    if (!versioned)
        return "null";
    id_letters letters{sequence};
    std::string id(id_length, '\0');
    std::ranges::generate(id, [&] { return letters.next(); });
    return id;
}

bool object::has_id(std::string_view id) const {
    if (!versioned)
        return id == "null";
    id_letters letters{sequence};
    return id.size() == id_length && std::ranges::all_of(id, [&](char c) { return c == letters.next(); });
}

} // namespace sendlab::s3
