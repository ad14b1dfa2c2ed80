// Which environment of a function is at the other end of a local connection: SMTP has no access key that would say it.
#pragma once

#include <cstdint>
#include <optional>

namespace sendlab::net {

/// By the kernel's own account (proc(5)): the socket that connects `client_port` with our `server_port` belongs to
/// a process that we have started with the access key of that environment, or to one that descends from it. Nothing for
/// all other clients, and for processes whose parents have ended before them: they descend from nobody.
[[nodiscard]] std::optional<std::uint64_t> environment_of_client(std::uint16_t client_port,
                                                                 std::uint16_t server_port);

} // namespace sendlab::net
