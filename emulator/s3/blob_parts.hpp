// Blobs made of other blobs without copying a byte.
#pragma once

#include <cstdint>
#include <vector>

#include "base/blob.hpp"

namespace sendlab::s3 {

/// A part of a blob that is made of no others.
struct blob_piece {
    blob_ptr whole;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

/// What a blob is made of, in order; of an empty one, nothing.
[[nodiscard]] std::vector<blob_piece> pieces_of(const blob_ptr& bytes);
/// The reverse: a slice, or several in a row.
[[nodiscard]] blob_ptr blob_of(const std::vector<blob_piece>& pieces);

/// Several blobs in a row: an object that was uploaded in parts.
class joined_blob final : public blob {
public:
    explicit joined_blob(std::vector<blob_ptr> parts);

    [[nodiscard]] std::uint64_t size() const override { return ends_.empty() ? 0 : ends_.back(); }
    [[nodiscard]] const std::vector<blob_ptr>& parts() const { return parts_; }
    /// Of a single part.
    [[nodiscard]] std::optional<std::string_view> in_memory() const override;
    [[nodiscard]] std::size_t read(std::uint64_t offset, std::span<char> into) const override;

private:
    std::vector<blob_ptr> parts_;
    std::vector<std::uint64_t> ends_; // where each part ends in the whole
};

/// `size` bytes from `offset` on, which must be within the whole.
class blob_slice final : public blob {
public:
    blob_slice(blob_ptr whole, std::uint64_t offset, std::uint64_t size);

    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] const blob_ptr& whole() const { return whole_; }
    [[nodiscard]] std::uint64_t offset() const { return offset_; }
    [[nodiscard]] std::optional<std::string_view> in_memory() const override;
    [[nodiscard]] std::size_t read(std::uint64_t offset, std::span<char> into) const override;

private:
    blob_ptr whole_;
    std::uint64_t offset_;
    std::uint64_t size_;
};

} // namespace sendlab::s3
