// HTTP requests as text, one after the other with a zero octet between them: head, empty line, body. Whatever is missing
// is empty; framing is not what is tested (net/http reads it from the wire).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/http.hpp"
#include "fuzz/target.hpp"

namespace sendlab::fuzz {

inline api::http_request request_of(std::string_view text) {
    api::http_request request;
    const auto first = take_line(text);
    const auto space = std::min(first.find(' '), first.size());
    request.method = first.substr(0, space);
    const auto target = first.substr(std::min(space + 1, first.size()));
    request.target = target.substr(0, target.find(' '));
    if (!request.target.starts_with('/'))
        request.target.insert(0, 1, '/');
    for (auto line = take_line(text); !line.empty(); line = take_line(text)) {
        const auto colon = std::min(line.find(':'), line.size());
        auto value = line.substr(std::min(colon + 1, line.size()));
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        request.fields.add(std::string{line.substr(0, colon)}, std::string{value});
    }
    request.body = std::make_shared<memory_blob>(std::string{text});
    return request;
}

/// Asks the service each of them, and demands one answer to each that is no confession of an error of ours.
template<class Service>
void ask_all(Service& service, std::string_view requests) {
    while (!requests.empty()) {
        const auto end = std::min(requests.find('\0'), requests.size());
        int answers = 0;
        unsigned status = 0;
        service.handle(request_of(requests.substr(0, end)), [&](const api::http_response& response) {
            ++answers;
            status = response.status;
        });
        hold(answers == 1, "a request has one answer");
        hold(status >= 200 && status < 600 && status != 500, "no request is an internal error");
        requests.remove_prefix(std::min(end + 1, requests.size()));
    }
}

} // namespace sendlab::fuzz
