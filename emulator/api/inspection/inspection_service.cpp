#include "api/inspection/inspection_service.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <nlohmann/json.hpp>

#include "api/inspection/inspection_call.hpp"
#include "api/path_pattern.hpp"
#include "base/json_value.hpp"
#include "mailbox/message_name.hpp"

namespace sendlab::api {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// Clients that put a path behind an address that ends with a slash ask for "//view/latest".
std::string without_double_slashes(std::string_view path) {
    std::string out;
    for (const char c : path)
        if (c != '/' || !out.ends_with('/'))
            out += c;
    if (out.size() > 1 && out.ends_with('/'))
        out.pop_back();
    return out;
}

struct found_route {
    const inspection_route* route = nullptr;
    std::vector<std::string> names;
    bool other_method = false; // the path is known, the method is not
};

found_route find_route(const http_request& request) {
    found_route found;
    const auto path = without_double_slashes(request.path());
    const std::string_view method = request.method == "HEAD" ? "GET" : std::string_view{request.method};
    for (const auto group : {mailpit_messages, mailpit_message, mailpit_server, mailhog_routes,
                             localstack_ses, sendlab_messages})
        for (const auto& route : group)
            if (auto names = match_path(route.pattern, path)) {
                if (route.method == method)
                    return {&route, std::move(*names), false};
                found.other_method = true;
            }
    return found;
}

} // namespace

struct inspection_service::impl {
    inspection_world world;
    http_service* otherwise;
};

inspection_service::inspection_service(scheduler& clock, mailbox::mailbox& box, ses::ses_service* ses,
                                       inspection_config config, http_service* otherwise)
    : impl_{new impl{{clock, box, ses, std::move(config), clock.now(), {}, 0}, otherwise}} {}

inspection_service::~inspection_service() {
    stop();
}

void inspection_service::stop() {
    for (const auto& [number, end] : std::exchange(impl_->world.waits, {}))
        end();
}

void inspection_service::handle(http_request request, http_answer answer) {
    auto found = find_route(request);
    if (!found.route && !found.other_method && impl_->otherwise)
        return impl_->otherwise->handle(std::move(request), std::move(answer));
    if (!found.route)
        return answer(found.other_method ? plain_error(405, "Method not allowed")
                                         : plain_error(404, "404 page not found"));
    impl_->world.box.expire(impl_->world.clock.now());
    inspection_call call{request, std::move(found.names), parse_query(request.query()), impl_->world, answer};
    if (auto response = found.route->run(call))
        answer(std::move(*response));
}

std::string_view inspection_call::parameter(std::string_view name) const {
    const auto found = std::ranges::find_if(query, [&](const auto& p) { return p.first == name; });
    return found == query.end() ? std::string_view{} : std::string_view{found->second};
}

std::size_t inspection_call::number(std::string_view name, std::size_t otherwise) const {
    const auto text = parameter(name);
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : otherwise;
}

json inspection_call::body() const {
    const auto parsed = json_value(to_string(*request.body));
    return parsed.is_discarded() ? json{} : parsed;
}

const mailbox::message* inspection_call::message(std::size_t n) const {
    if (names[n] != "latest") {
        const auto number = mailbox::message_number(names[n].substr(0, names[n].find('@')));
        return number ? world.box.find(*number) : nullptr;
    }
    const auto wanted = mailbox::search_query::parse(parameter("query"));
    if (!wanted)
        return nullptr;
    for (const auto* const kept : world.box.list(0, world.box.count()))
        if (wanted->matches(*kept))
            return kept;
    return nullptr;
}

http_response json_document(const ordered_json& document, unsigned status) {
    return http_response::text(status, "application/json", json_text(document));
}

http_response plain_ok() {
    return http_response::text(200, "text/plain", "ok");
}

http_response plain_error(unsigned status, std::string_view message) {
    return http_response::text(status, "text/plain; charset=utf-8", std::string{message});
}

http_response error_document(unsigned status, std::string_view message) {
    return json_document({{"error", message}}, status);
}

std::vector<const mailbox::message*> matching(const mailbox::mailbox& box,
                                              const mailbox::search_query& query) {
    auto found = box.list(0, box.count());
    std::erase_if(found, [&](const mailbox::message* m) { return !query.matches(*m); });
    return found;
}

std::vector<std::uint64_t> ids_of(const std::vector<const mailbox::message*>& messages) {
    std::vector<std::uint64_t> ids;
    for (const auto* const m : messages)
        ids.push_back(m->id);
    return ids;
}

} // namespace sendlab::api
