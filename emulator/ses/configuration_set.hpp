// Configuration sets: kept and answered. Of all that one can say in them, only that sending is paused acts on mail;
// messages that name a set have their events kept (mail_event).
#pragma once

#include <map>
#include <string>

#include "base/time_types.hpp"

namespace sendlab::ses {

struct configuration_set {
    std::string name;
    time_point created{};
    bool sending_enabled = true;
    /// "TrackingOptions", "Tags", ... as JSON text, in the form of the v2 API.
    std::map<std::string, std::string, std::less<>> options{};
    /// By name, as JSON text in the form of the v2 API.
    std::map<std::string, std::string, std::less<>> event_destinations{};
};

using configuration_sets = std::map<std::string, configuration_set, std::less<>>;

} // namespace sendlab::ses
