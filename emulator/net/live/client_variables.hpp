// The environment of programs that are to find the emulator instead of AWS.
#pragma once

#include "net/live/foreground_command.hpp"
#include "net/live/live_emulator.hpp"

namespace sendlab::net {

/// What SDKs, mail libraries and test suites look at. `as_ses`: SMTP asks for SES's credentials.
[[nodiscard]] environment_changes client_variables(const live_emulator& emulator, bool as_ses);

} // namespace sendlab::net
