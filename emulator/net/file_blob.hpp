// Bytes in a file.
#pragma once

#include <cstdint>
#include <utility>

#include "base/blob.hpp"

namespace sendlab::net {

/// An open file that closes itself.
class owned_file {
public:
    owned_file() = default;
    explicit owned_file(int descriptor) : descriptor_{descriptor} {}
    owned_file(owned_file&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
    owned_file& operator=(owned_file&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~owned_file();

    explicit operator bool() const { return descriptor_ >= 0; }
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    int descriptor_ = -1;
};

/// All of a file that does not change any more. It stays open: to delete it takes nothing from who reads it.
class file_blob final : public blob {
public:
    file_blob(owned_file file, std::uint64_t size) : file_{std::move(file)}, size_{size} {}

    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] std::optional<std::string_view> in_memory() const override { return std::nullopt; }
    [[nodiscard]] std::size_t read(std::uint64_t offset, std::span<char> into) const override;
    [[nodiscard]] int descriptor() const { return file_.descriptor(); }

private:
    owned_file file_;
    std::uint64_t size_;
};

/// All bytes, or std::system_error: a full disk.
void write_all(int descriptor, std::string_view bytes);

} // namespace sendlab::net
