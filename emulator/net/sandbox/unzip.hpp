// Unpacks a function's archive, and trusts nothing in it.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/blob.hpp"
#include "base/result.hpp"
#include "lambda/lambda_error.hpp"

namespace sendlab::net::sandbox {

/// 50 MB as it comes, 250 MB unpacked (Lambda Developer Guide, "Lambda quotas").
struct archive_limits {
    std::uint64_t zipped = 52'428'800;
    std::uint64_t unpacked = 262'144'000;
    std::uint64_t entries = 100'000;
};

/// Makes the archive's folders and files below `folder`, write-protected. Refused: what is no zip archive or
/// a damaged one, names that lead out of the folder, links and devices, and more than the limits. On failure
/// a part may be there already. Throws std::filesystem::filesystem_error or std::system_error where the disk
/// does not take it.
[[nodiscard]] result<void, lambda::error> unzip(const blob& archive, const std::filesystem::path& folder,
                                                const archive_limits& limits = {});

} // namespace sendlab::net::sandbox
