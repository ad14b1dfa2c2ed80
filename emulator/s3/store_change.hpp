// What of the object store is not as it was: for whoever keeps a copy of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sendlab::s3 {

struct store_change {
    enum class part {
        bucket, // came, went, or may have other settings
        key,    // all that is kept under it
        upload, // in parts: began or is over
        piece   // the part `number` of an upload
    };

    part what;
    const std::string& bucket;
    std::string_view name{}; // the key, or the upload's id
    std::uint32_t number = 0;
};

} // namespace sendlab::s3
