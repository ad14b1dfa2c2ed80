// What tools ask an emulator before and between tests: is it ready, which services, forget everything. Under
// LocalStack's paths, so that they work unchanged, and under our own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "api/own_api.hpp"
#include "base/time_types.hpp"

namespace sendlab::api {

/// What the emulator knows of itself; filled in by whoever starts it.
struct emulator_facts {
    std::string version;
    std::string region = "us-east-1";
    std::string account_id = "000000000000";
    std::map<std::string, std::uint16_t> ports{}; // "edge", "mail", "smtp"
    std::string authority{};                      // path of the certificate that clients of TLS trust
    time_point started{};
    bool ready = false; // once what the scenario sets up is there
};

struct emulator_hooks {
    std::function<time_point()> now;
    std::function<void()> reset; // forgets objects, functions, mail and journals
};

/// GET /_sendlab/health, POST /_sendlab/reset, and /_localstack/{health,info,init,init/STAGE,state/reset}. The
/// facts are looked at when they are asked for, and must outlive the API.
void add_localstack_routes(own_api& api, const emulator_facts& facts, emulator_hooks hooks);

} // namespace sendlab::api
