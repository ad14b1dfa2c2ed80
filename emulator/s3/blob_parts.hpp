// Blobs made of other blobs without copying a byte.
#pragma once

#include <cstdint>
#include <vector>

#include "base/blob.hpp"

namespace sendlab::s3 {

/// Several blobs in a row: an object that was uploaded in parts.
class joined_blob final : public blob {
public:
    explicit joined_blob(std::vector<blob_ptr> parts);

    [[nodiscard]] std::uint64_t size() const override { return ends_.empty() ? 0 : ends_.back(); }
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
    [[nodiscard]] std::optional<std::string_view> in_memory() const override;
    [[nodiscard]] std::size_t read(std::uint64_t offset, std::span<char> into) const override;

private:
    blob_ptr whole_;
    std::uint64_t offset_;
    std::uint64_t size_;
};

} // namespace sendlab::s3
