// Upload files of the pipeline, as far as the account of a live run looks into them.
#pragma once

#include <cstdint>

#include "base/blob.hpp"

namespace sendlab::api::live {

/// How many e-mails stand in a file {"meta": ..., "emails": [...]}; 0 for whatever is no such file, or is larger
/// than 8 MiB.
[[nodiscard]] std::uint32_t emails_in(const blob& file);

} // namespace sendlab::api::live
