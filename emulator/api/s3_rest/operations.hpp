// Which request is which operation of S3.
#pragma once

#include <string_view>

#include "api/s3_rest/call.hpp"

namespace sendlab::api {

struct operation {
    enum class target { service, bucket, object };

    std::string_view method;
    target on;
    std::string_view parameter; // of the query, that must be there; empty: none of those that name operations
    std::string_view header;    // that must be there, likewise; "NAME: TEXT" if it must begin with a text
    std::string_view action;    // AWS's name
    operation_handler handle;   // null: not there yet
};

/// Null for a request that is none of S3's operations.
[[nodiscard]] const operation* find_operation(const s3_request& request);

} // namespace sendlab::api
