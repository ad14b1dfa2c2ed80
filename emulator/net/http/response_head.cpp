#include "net/http/response_head.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/ascii.hpp"

namespace sendlab::net {

namespace {

struct named_status {
    unsigned status;
    std::string_view reason;
};

/// IANA's "HTTP Status Code Registry", without those that no service here answers.
constexpr std::array named_statuses{
    named_status{100, "Continue"},
    named_status{101, "Switching Protocols"},
    named_status{200, "OK"},
    named_status{201, "Created"},
    named_status{202, "Accepted"},
    named_status{204, "No Content"},
    named_status{206, "Partial Content"},
    named_status{301, "Moved Permanently"},
    named_status{302, "Found"},
    named_status{303, "See Other"},
    named_status{304, "Not Modified"},
    named_status{307, "Temporary Redirect"},
    named_status{308, "Permanent Redirect"},
    named_status{400, "Bad Request"},
    named_status{401, "Unauthorized"},
    named_status{403, "Forbidden"},
    named_status{404, "Not Found"},
    named_status{405, "Method Not Allowed"},
    named_status{406, "Not Acceptable"},
    named_status{408, "Request Timeout"},
    named_status{409, "Conflict"},
    named_status{410, "Gone"},
    named_status{411, "Length Required"},
    named_status{412, "Precondition Failed"},
    named_status{413, "Content Too Large"},
    named_status{415, "Unsupported Media Type"},
    named_status{416, "Range Not Satisfiable"},
    named_status{417, "Expectation Failed"},
    named_status{421, "Misdirected Request"},
    named_status{422, "Unprocessable Content"},
    named_status{426, "Upgrade Required"},
    named_status{429, "Too Many Requests"},
    named_status{431, "Request Header Fields Too Large"},
    named_status{500, "Internal Server Error"},
    named_status{501, "Not Implemented"},
    named_status{502, "Bad Gateway"},
    named_status{503, "Service Unavailable"},
    named_status{504, "Gateway Timeout"},
    named_status{505, "HTTP Version Not Supported"},
    named_status{507, "Insufficient Storage"},
};

void append_safely(std::string& head, std::string_view text) {
    head += text;
    std::replace_if(
        head.end() - static_cast<std::ptrdiff_t>(text.size()), head.end(),
        [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
    append_safely(head, name);
    head += ": ";
    append_safely(head, value);
    head += "\r\n";
}

} // namespace

std::string_view reason_phrase(unsigned status) {
    const auto found = std::ranges::lower_bound(named_statuses, status, {}, &named_status::status);
    return found != named_statuses.end() && found->status == status ? found->reason : std::string_view{};
}

std::string response_head(const api::http_response& response, const answer_framing& framing) {
    std::string head;
    head.reserve(512);
    head += "HTTP/1.1 " + std::to_string(response.status) + ' ';
    head += reason_phrase(response.status);
    head += "\r\n";
    bool own_length = false;
    bool own_date = false;
    for (const auto& [name, value] : response.fields) {
        const bool length = ascii::same_text(name, "content-length");
        if (ascii::same_text(name, "connection") || ascii::same_text(name, "transfer-encoding") ||
            (length && !framing.head_request))
            continue;
        own_length |= length;
        own_date |= ascii::same_text(name, "date");
        append_field(head, name, value);
    }
    if (!own_date)
        append_field(head, "Date", framing.date);
    if (may_have_body(response.status) && !own_length)
        append_field(head, "Content-Length", std::to_string(framing.body_length));
    append_field(head, "Connection", framing.keep_alive ? "keep-alive" : "close");
    head += "\r\n";
    return head;
}

std::string_view http_date::at(std::time_t now) {
    if (now == second_)
        return text_;
    second_ = now;
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 64> line{};
    std::snprintf(line.data(), line.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                  months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour,
                  parts.tm_min, parts.tm_sec);
    return text_ = line.data();
}

} // namespace sendlab::net
