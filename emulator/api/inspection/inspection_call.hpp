// One request to the inspection API, and what its routes act upon.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "api/http.hpp"
#include "api/inspection/inspection_service.hpp"
#include "mailbox/search_query.hpp"

namespace sendlab::api {

struct inspection_world {
    scheduler& clock;
    mailbox::mailbox& box;
    ses::ses_service* ses;
    inspection_config config;
    time_point started;
    std::map<std::uint64_t, std::function<void()>> waits; // how to end each request that waits
    std::uint64_t last_wait = 0;
};

/// Messages of a list whose request names no limit; Mailpit's and MailHog's as well.
inline constexpr std::size_t page_size = 50;

struct inspection_call {
    const http_request& request;
    std::vector<std::string> names; // what stands in place of the pattern's {}, decoded
    std::vector<std::pair<std::string, std::string>> query;
    inspection_world& world;
    http_answer& answer; // for routes that answer later

    /// Of the query; empty if it is not there.
    [[nodiscard]] std::string_view parameter(std::string_view name) const;
    /// A number of the query; `otherwise` if it is not there or is none.
    [[nodiscard]] std::size_t number(std::string_view name, std::size_t otherwise) const;
    /// The body; null if it is no JSON.
    [[nodiscard]] nlohmann::json body() const;
    /// The message that the n-th name means: an id, or "latest". Null if there is none.
    [[nodiscard]] const mailbox::message* message(std::size_t n = 0) const;
};

/// Gives the response, or takes call.answer and gives it there, later.
struct inspection_route {
    std::string_view method;
    std::string_view pattern; // "/api/v1/message/{}"
    std::optional<http_response> (*run)(inspection_call&);
};

/// The routes by group; each group has a file of its own.
extern const std::span<const inspection_route> mailpit_messages;
extern const std::span<const inspection_route> mailpit_message;
extern const std::span<const inspection_route> mailpit_server;
extern const std::span<const inspection_route> mailhog_routes;
extern const std::span<const inspection_route> localstack_ses;
extern const std::span<const inspection_route> sendlab_messages;

[[nodiscard]] http_response json_document(const nlohmann::ordered_json& document, unsigned status = 200);
/// Mailpit's way: 200 and "ok".
[[nodiscard]] http_response plain_ok();
/// A sentence, in plain text.
[[nodiscard]] http_response plain_error(unsigned status, std::string_view message);
/// {"error": message}
[[nodiscard]] http_response error_document(unsigned status, std::string_view message);

/// Messages that match, newest first.
[[nodiscard]] std::vector<const mailbox::message*> matching(const mailbox::mailbox& box,
                                                            const mailbox::search_query& query);
[[nodiscard]] std::vector<std::uint64_t> ids_of(const std::vector<const mailbox::message*>& messages);

} // namespace sendlab::api
