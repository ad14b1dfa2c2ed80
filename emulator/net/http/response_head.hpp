// Status line and fields of an answer (RFC 9112), without a body.
#pragma once

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include "api/http.hpp"

namespace sendlab::net {

/// What the connection has to say about an answer.
struct answer_framing {
    std::uint64_t body_length = 0; // of what is sent, or for HEAD of what would be
    bool head_request = false;     // a Content-Length of the service's own counts
    bool keep_alive = true;
    std::string_view date; // as in the Date field
};

/// Characters that could end a field or a line are written as blanks: no answer can be split by what a
/// user stored.
[[nodiscard]] std::string response_head(const api::http_response& response, const answer_framing& framing);

/// May an answer of this status have a body (RFC 9110, section 6.4.1)?
[[nodiscard]] constexpr bool may_have_body(unsigned status) {
    return status >= 200 && status != 204 && status != 304;
}

/// "OK"; empty for a status that has no name.
[[nodiscard]] std::string_view reason_phrase(unsigned status);

/// The text of the Date field, made once a second.
class http_date {
public:
    [[nodiscard]] std::string_view at(std::time_t now);

private:
    std::time_t second_ = -1;
    std::string text_;
};

} // namespace sendlab::net
