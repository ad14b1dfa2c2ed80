#include "sendlab/settings_of.hpp"

#include <string>
#include <utility>

#include "scenario/scenario.hpp"
#include "sendlab/world.hpp"

namespace sendlab {

namespace {

pipeline::settings taken(result<scenario::scenario, scenario::problems> read) {
    if (read)
        return std::move(read->settings);
    std::string text;
    for (const auto& problem : read.error())
        text += (text.empty() ? "" : "\n") + to_string(problem);
    throw scenario_error{text};
}

} // namespace

pipeline::settings settings_of(std::string_view scenario) {
    return taken(scenario::parse(scenario, "scenario"));
}

pipeline::settings settings_of(const std::filesystem::path& file) {
    return taken(scenario::load(file));
}

faults::fault_settings fault_of(std::string_view fault) {
    auto read = taken(scenario::parse(R"({"faults": [)" + std::string{fault} + "]}", "fault"));
    if (read.faults.size() != 1)
        throw scenario_error{"fault: expected one fault, as a member of \"faults\""};
    return std::move(read.faults.front());
}

} // namespace sendlab
