// What is kept across restarts, as bytes, whoever keeps it: records by kind and key. A component marks what changes; what
// it is by then is asked for when it is written, so that many changes cost one.
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/blob.hpp"

namespace sendlab::storage {

struct record {
    std::string value; // CBOR (storage/document.hpp)
    std::vector<blob_ptr>
        bodies{}; // long bytes that `value` names by their place; kept once, whoever else names them
};

/// Bytes that are no record of their kind.
struct damaged_record : std::runtime_error {
    using runtime_error::runtime_error;
};

/// All records of one kind.
struct shelf {
    std::string kind; // in what is kept, for good: "s3.key"
    /// As it is now; nothing: it is no more.
    std::function<std::optional<record>(const std::string& key)> find;
    /// At the start, in the order of keys, once the shelves before are complete. Throws damaged_record and what
    /// nlohmann::json does.
    std::function<void(const std::string& key, const record& kept)> restore;
};

/// Something has changed, under this key of the shelf of this kind.
using mark_function = std::function<void(std::string_view kind, std::string key)>;

} // namespace sendlab::storage
