// The file that the application puts into the bucket: {"meta": {"from": ..., ...}, "emails": [{"to": [...],
// "subject": ..., "message": ..., "attachments": [...]}, ...]}.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "pipeline/settings.hpp"

namespace sendlab::pipeline {

/// Why a text is not an upload file.
struct upload_error {
    std::size_t line = 0;   // from 1
    std::size_t column = 0; // from 1, in bytes
    std::string what;       // "found 5, expected a string"
};

/// Reads what a handler reads. `meta` has to be an object and `emails` a list that is not empty, else it is
/// the article's bad request. `to` is a string or a list; what else an e-mail lacks is empty; keys of other
/// names are passed over. `meta_json` is the text of `meta` as it stands; an e-mail's `bytes` are those of
/// its JSON value. UTF-8 is not checked.
result<uploaded_group, upload_error> read_upload(std::string_view text);

/// What read_upload() reads back as the same group. `meta_json` is written as it stands.
std::string write_upload(std::string_view meta_json, std::span<const uploaded_email> emails);

} // namespace sendlab::pipeline
