#include "net/live/live_application.hpp"

namespace sendlab::net {

namespace {

pipeline::settings with_bodies(pipeline::settings scenario) {
    scenario.application.bodies = true; // real handlers read them
    return scenario;
}

} // namespace

live_application::live_application(scheduler& clock, const pipeline::settings& scenario,
                                   s3::object_store& store, faults::fault_set& faults)
    : scenario_{with_bodies(scenario)},
      journal_{clock, nullptr, [] {}},
      context_{clock, random_, scenario_, catalog_, books_, journal_, faults, nullptr},
      uploads_{context_, store, pipeline::upload_tag::ancestors} {
    application_.start();
}

} // namespace sendlab::net
