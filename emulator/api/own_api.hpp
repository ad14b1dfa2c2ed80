// The emulator's own API: a table of routes, each a method, a path and a function. Whoever has something to
// tell adds a route.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/http.hpp"

namespace sendlab::api {

/// A request, and what stood for the names in braces of its route's path, percent-decoded.
struct routed_request {
    const http_request& request;
    std::vector<std::string> parameters;

    /// Of the query; empty if it is not there.
    [[nodiscard]] std::string query(std::string_view name) const;
};

class own_api final : public http_service {
public:
    using route_function = std::function<http_response(const routed_request&)>;
    using late_function = std::function<void(const routed_request&, http_answer)>;

    /// `path` as in "/_sendlab/invocations/{id}"; a name in braces stands for one segment. A route of GET
    /// answers HEAD too. Of routes that match, the first one added counts.
    void add(std::string method, std::string path, route_function function);
    /// For what is answered later.
    void add_late(std::string method, std::string path, late_function function);

    /// An unknown path is answered 404, a known one with another method 405, both as JSON. Where only a slash
    /// at the end is too much or missing, it does not matter.
    void handle(http_request request, http_answer answer) override;

private:
    struct route {
        std::string method;
        std::vector<std::string> segments;
        late_function function;
    };

    std::vector<route> routes_;
};

/// {"error": message}.
[[nodiscard]] http_response json_error(unsigned status, std::string_view message);
/// application/json.
[[nodiscard]] http_response json_response(unsigned status, std::string text);

} // namespace sendlab::api
