// What the emulator has seen since its start, as the numbers of a run: comparable with `sendlab run`.
#pragma once

#include <functional>
#include <string>

#include "api/live/live_routes.hpp"
#include "pipeline/run_result.hpp"
#include "pipeline/settings.hpp"

namespace sendlab::api::live {

/// E-mails are those of upload files; sends, those of handlers. Mail that the mailbox no longer has, or keeps no
/// envelope of, cannot be told from other mail: a law says where the two accounts of sends differ. What only a
/// model knows (the user's wait, priority mail, the digest) is 0.
[[nodiscard]] pipeline::run_result live_result(const live_parts& parts, const pipeline::settings& scenario,
                                               time_point started);

/// What GET /_sendlab/clock answers.
[[nodiscard]] http_response clock_document(time_point now, time_point started);

/// GET /_sendlab/report, written by `write`, and GET /_sendlab/clock. All of them outlive the API.
void add_report_routes(own_api& api, const live_parts& parts, const pipeline::settings& scenario,
                       const time_point& started,
                       std::function<std::string(const pipeline::run_result&)> write);

} // namespace sendlab::api::live
