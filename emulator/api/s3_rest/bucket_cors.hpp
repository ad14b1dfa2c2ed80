// What a browser is told about requests from other origins.
#pragma once

#include "api/s3_rest/s3_request.hpp"
#include "s3/object_store.hpp"

namespace sendlab::api {

/// Access-Control-* on the answer to a request that has an Origin, where a rule of its bucket allows it.
void add_cors_headers(http_response& response, const s3_request& request, s3::object_store& store);

} // namespace sendlab::api
