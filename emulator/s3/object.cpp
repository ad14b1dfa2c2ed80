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
    constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    digest mix;
    mix.add(std::string_view{"s3.version_id"});
    mix.add(sequence);
    std::string id;
    for (std::uint64_t i = 0; i < 32; ++i) {
        mix.add(i);
        id += letters[mix.value() % letters.size()];
    }
    return id;
}

} // namespace sendlab::s3
