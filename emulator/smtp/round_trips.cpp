#include "smtp/round_trips.hpp"

namespace sendlab::smtp {

std::vector<question> dialogue::questions(bool fresh_connection, std::uint32_t recipients) const {
    std::vector<question> all;
    if (fresh_connection) {
        const auto implicit = tls == tls_mode::implicit ? tls_handshake : 0;
        all = {{stage::connect, 2 + implicit}, {stage::hello, 1}};
        if (tls == tls_mode::starttls) {
            all.push_back({stage::starttls, 1 + tls_handshake});
            all.push_back({stage::hello, 1});
        }
        if (authentication != auth_mode::none)
            all.push_back({stage::auth, authenticate()});
    }
    all.push_back({stage::mail, pipelining ? 0U : 1U});
    all.insert(all.end(), recipients, {stage::rcpt, pipelining ? 0U : 1U});
    all.push_back({stage::data, 1});
    return all;
}

} // namespace sendlab::smtp
