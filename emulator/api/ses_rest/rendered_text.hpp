// What TestRenderTemplate shows: the message that a template makes.
#pragma once

#include <string>
#include <string_view>

#include "api/ses_rest/ses_error.hpp"
#include "base/time_types.hpp"
#include "ses/email_template.hpp"

namespace sendlab::api {

/// In MIME, without addresses.
[[nodiscard]] ses_result<std::string> rendered_text(const ses::email_template& what, std::string_view data,
                                                    time_point now);

} // namespace sendlab::api
