#include "api/browser_guard.hpp"

#include <algorithm>
#include <array>

#include "api/destination.hpp"

namespace sendlab::api {

namespace {

http_response refused(std::string text) {
    return http_response::text(403, "text/plain; charset=utf-8", std::move(text) + '\n');
}

/// "127.0.0.1", "[::1]". No address can be rebound.
bool is_address(std::string_view host) {
    return host.starts_with('[') || (!host.empty() && host.find_first_not_of("0123456789.") == host.npos);
}

bool is_or_ends_with(std::string_view host, std::string_view name) {
    return host == name ||
           (host.ends_with(name) && host.size() > name.size() && host[host.size() - name.size() - 1] == '.');
}

/// Names that nobody else can make point elsewhere: of this machine, or of a container beside it. A page of
/// the internet has a dot in its name.
bool is_local_name(std::string_view host) {
    constexpr std::array<std::string_view, 3> names{"localhost", "localhost.localstack.cloud",
                                                    "host.docker.internal"};
    return host.find('.') == host.npos ||
           std::ranges::any_of(names, [host](std::string_view name) { return is_or_ends_with(host, name); });
}

bool is_amazons(std::string_view host) {
    return is_or_ends_with(host, "amazonaws.com") || is_or_ends_with(host, "amazonaws.com.cn");
}

/// Scripts cannot change these fields, and clients that are no browsers do not send them.
bool comes_from_browser(const http_request& request) {
    return request.fields.find("Origin") || request.fields.find("Sec-Fetch-Site") ||
           request.fields.get("User-Agent").starts_with("Mozilla/");
}

/// A link that was followed, an address that was typed.
bool is_navigation(const http_request& request) {
    return (request.method == "GET" || request.method == "HEAD") &&
           request.fields.get("Sec-Fetch-Mode") == "navigate" &&
           request.fields.get("Sec-Fetch-Dest") == "document";
}

/// Did a page cause it that does not come from where it goes?
bool is_foreign(const http_request& request) {
    if (const auto* origin = request.fields.find("Origin")) {
        const auto scheme = origin->find("://");
        return scheme == origin->npos ||
               std::string_view{*origin}.substr(scheme + 3) != request.fields.get("Host");
    }
    const auto site = request.fields.get("Sec-Fetch-Site");
    return (site == "cross-site" || site == "same-site") && !is_navigation(request);
}

http_response foreign_page() {
    return refused("A page of another origin may not ask this of the emulator.");
}

} // namespace

bool browser_guard::knows(std::string_view host) const {
    return is_address(host) || is_local_name(host) || std::ranges::find(hosts_, host) != hosts_.end();
}

http_response browser_guard::unknown_host(std::string_view host) const {
    return refused("The emulator does not go by the name of " + std::string{host} +
                   ". If it should: sendlab serve --allow-host " + std::string{host});
}

std::optional<http_response> browser_guard::refusal(const http_request& request) const {
    if (const auto host = request.host(); !knows(host))
        return unknown_host(host);
    return is_foreign(request) ? std::optional{foreign_page()} : std::nullopt;
}

std::optional<http_response> browser_guard::refusal_at_edge(const http_request& request) const {
    const bool own = is_own_path(request.path());
    const bool browser = comes_from_browser(request);
    if (!own && !browser)
        return std::nullopt; // nearly all of them
    const auto destination = destination_of(request);
    if (destination == "own")
        return refusal(request);
    const auto host = request.host();
    if (browser && !knows(host) && !is_amazons(host))
        return unknown_host(host);
    return destination != "s3" && is_foreign(request) ? std::optional{foreign_page()} : std::nullopt;
}

} // namespace sendlab::api
