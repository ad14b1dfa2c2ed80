// What the connections of one server share.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "api/event_feed.hpp"
#include "api/http.hpp"
#include "base/memory_share.hpp"
#include "net/http/http_limits.hpp"
#include "net/http/response_head.hpp"
#include "net/http/tls_context.hpp"

namespace sendlab::net {

class http_connection;

struct http_server_state {
    api::http_service& service;
    http_limits limits;
    tls_context* tls; // null: no TLS
    /// Refuses requests; may be empty.
    std::function<std::optional<api::http_response>(const api::http_request&)> refuse;
    /// Told what went wrong inside.
    std::function<void(std::string_view)> complain;
    std::map<std::string, api::event_feed*, std::less<>> feeds{}; // by path
    memory_pool body_memory{limits.memory_of_all};
    http_date date{};
    std::set<http_connection*> connections{};
    std::function<void()> on_last_gone = [] {};
    bool stopping = false;
};

} // namespace sendlab::net
