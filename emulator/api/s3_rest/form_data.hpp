// multipart/form-data (RFC 7578) with one file, which comes last and may be large: it stays where it is.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/blob.hpp"
#include "base/result.hpp"
#include "s3/s3_error.hpp"

namespace sendlab::api {

struct form_data {
    std::vector<std::pair<std::string, std::string>> fields; // before the file, in order
    std::string file_name;
    blob_ptr file; // never null

    /// The first of this name, in any case; empty where there is none.
    [[nodiscard]] std::string field(std::string_view lower_case_name) const;
};

/// Fields of 20 KB in all at most; fields behind the file are ignored, as by S3.
[[nodiscard]] result<form_data, s3::error> read_form_data(const blob_ptr& body,
                                                          std::string_view content_type);

} // namespace sendlab::api
