// Keeps pages of other sites out. A browser carries the requests of any page that its user has open to any
// address that it can reach, this machine included: such a page could read mail, change faults, run functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/http.hpp"

namespace sendlab::api {

class browser_guard {
public:
    /// `hosts`: names under which the emulator may be asked besides addresses, "localhost", names without a
    /// dot, and those that stand for this machine.
    explicit browser_guard(std::vector<std::string> hosts = {}) : hosts_{std::move(hosts)} {}

    /// For what is the emulator's own: mail, its API, its page. Refused are names that are not known (a name
    /// of somebody else's may be made to point here: "DNS rebinding"), and requests that a page of another
    /// origin has caused (Origin, RFC 6454; Sec-Fetch-Site, W3C Fetch Metadata). Following a link to here is
    /// allowed: whoever set the link learns nothing by it.
    [[nodiscard]] std::optional<http_response> refusal(const http_request& request) const;

    /// For the port that AWS services share. Clients that are no browsers may use any Host; S3 answers pages
    /// of other origins as its buckets' CORS configuration says, the other services not at all.
    [[nodiscard]] std::optional<http_response> refusal_at_edge(const http_request& request) const;

private:
    [[nodiscard]] bool knows(std::string_view host) const;
    [[nodiscard]] http_response unknown_host(std::string_view host) const;

    std::vector<std::string> hosts_;
};

} // namespace sendlab::api
