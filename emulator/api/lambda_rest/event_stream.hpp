// Messages of the format application/vnd.amazon.eventstream (Amazon Transcribe Developer Guide, "Event stream
// encoding"; Smithy, "Amazon Event Stream specification").
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sendlab::api::lambda_api {

/// One message: its lengths, headers (all of type string), payload and the two check sums.
[[nodiscard]] std::string
event_stream_message(const std::vector<std::pair<std::string_view, std::string_view>>& headers,
                     std::string_view payload);

} // namespace sendlab::api::lambda_api
