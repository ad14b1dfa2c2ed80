// A message that its sender has written whole: what SES reads in its header, and what it changes there.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_types.hpp"

namespace sendlab::api {

struct raw_header {
    std::string from; // the whole field: "Site <a@b>"
    std::string subject;
    std::string return_path;
    std::vector<std::string> recipients;                   // of To, Cc and Bcc
    std::string configuration_set;                         // X-SES-CONFIGURATION-SET
    std::vector<std::pair<std::string, std::string>> tags; // X-SES-MESSAGE-TAGS: name=value, name=value
};

[[nodiscard]] raw_header read_raw_header(std::string_view message);

/// The message as SES sends it: without Bcc, Return-Path and SES's own X-SES-... fields, with a Message-ID and
/// a Date of SES (Developer Guide, "Header fields"). All other bytes stay as they are.
[[nodiscard]] std::string as_sent(std::string_view message, std::string_view message_id, time_point date);

} // namespace sendlab::api
