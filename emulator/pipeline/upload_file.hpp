// The file that the application puts into the bucket: {"meta": {"from": ..., ...}, "emails": [{"to": [...],
// "subject": ..., "message": ..., "attachments": [...]}, ...]}.
#pragma once

#include <cstddef>
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
/// its JSON value. What is not UTF-8 is an error where it is read.
result<uploaded_group, upload_error> read_upload(std::string_view text);

/// How many e-mails read_upload() would find, without a look at what stands in them.
result<std::size_t, upload_error> count_emails(std::string_view text);

/// Writes what read_upload() reads back, an e-mail at a time.
class upload_writer {
public:
    /// `meta_json` is written as it stands. `likely_size` is of the whole text.
    upload_writer(std::string_view meta_json, std::size_t likely_size);
    void add(const uploaded_email& email);
    [[nodiscard]] std::string finish() &&;

private:
    std::string out_;
};

} // namespace sendlab::pipeline
