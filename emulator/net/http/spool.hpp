// Bodies of any length in little memory: what is long goes to a private file that has no name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
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

/// Keeps bytes in memory up to `memory_bytes`, all of them in an unlinked file of $TMPDIR (else /tmp) past
/// that. The file goes when the last one who has the blob lets go, also when the process is killed.
class spool final : public blob_writer {
public:
    /// `expected` bytes, where that is known, saves growing in steps.
    explicit spool(std::uint64_t memory_bytes, std::uint64_t expected = 0);

    void append(std::string_view bytes) override;
    [[nodiscard]] blob_ptr finish() override;

private:
    void write_out();

    std::uint64_t memory_bytes_;
    std::string memory_; // all of it, or what is not yet in the file
    owned_file file_;
    std::uint64_t written_ = 0; // to the file
};

} // namespace sendlab::net
