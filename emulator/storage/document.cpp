#include "storage/document.hpp"

#include <nlohmann/json.hpp>

namespace sendlab::storage {

std::string packed(const nlohmann::json& document) {
    std::string bytes;
    nlohmann::json::to_cbor(document, bytes);
    return bytes;
}

nlohmann::json unpacked(std::string_view bytes) {
    return nlohmann::json::from_cbor(bytes.begin(), bytes.end());
}

} // namespace sendlab::storage
