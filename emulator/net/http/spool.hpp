// Bodies of any length in little memory: what is long goes to a private file that has no name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/blob.hpp"
#include "base/memory_share.hpp"
#include "net/file_blob.hpp"

namespace sendlab::net {

/// Keeps bytes in memory up to `memory_bytes`, all of them in an unlinked file of `folder` past that ($TMPDIR where it is
/// empty, else /tmp), and past the first 64 KiB also where the share of what all may have gets no more. The file goes when
/// the last one who has the blob lets go, also when the process is killed.
class spool final : public blob_writer {
public:
    /// `expected` bytes, where that is known, saves growing in steps. A share must outlive the spool, and is not given back
    /// by it as long as the bytes are in memory.
    explicit spool(std::uint64_t memory_bytes, std::uint64_t expected = 0, std::string folder = {},
                   memory_share* share = nullptr);

    void append(std::string_view bytes) override;
    [[nodiscard]] blob_ptr finish() override;

private:
    [[nodiscard]] bool fits(std::size_t more);
    void write_out();

    std::uint64_t memory_bytes_;
    std::string folder_;
    memory_share* share_;
    std::string memory_; // all of it, or what is not yet in the file
    owned_file file_;
    std::uint64_t written_ = 0; // to the file
};

} // namespace sendlab::net
