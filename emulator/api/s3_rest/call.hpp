// What an operation of S3 is given, and how it answers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/http.hpp"
#include "api/s3_rest/received_body.hpp"
#include "api/s3_rest/s3_request.hpp"
#include "api/s3_rest/s3_rest_options.hpp"
#include "aws/xml_writer.hpp"
#include "base/result.hpp"
#include "s3/object_store.hpp"

namespace sendlab::api {

struct call {
    const s3_request& request;
    received_body body;
    s3::object_store& store;
    const s3_rest_options& options;
    time_point now;
    std::uint64_t number; // names the request, see s3::request_id

    /// How many invocations led to what this request causes (lambda/trace_header).
    [[nodiscard]] std::uint32_t chain() const;
};

using answer = result<http_response, s3::error>;
using operation_handler = answer (*)(const call&);

inline constexpr std::string_view s3_namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/// The one owner that there is.
inline constexpr std::string_view owner_id =
    "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a";
inline constexpr std::string_view owner_name = "webfile";

[[nodiscard]] http_response empty_answer(unsigned status = 200);
[[nodiscard]] http_response xml_answer(aws::xml_writer& document, unsigned status = 200);
/// In quotation marks.
[[nodiscard]] std::string in_quotes(std::string_view text);
/// <Owner>, or whatever the name is.
void write_owner(aws::xml_writer& document, std::string_view name = "Owner");

} // namespace sendlab::api
