#include "planner/tail/attempt_stage.hpp"

#include "pipeline/uploader.hpp"

namespace sendlab::planner::tail {

namespace {

constexpr std::uint64_t numbers_a_file = 1 << 20; // e-mails of different attempts have different numbers

pipeline::mail_provider& provider_of(const pipeline::settings& s, pipeline::ses_provider& ses,
                                     pipeline::smtp_provider& smtp) {
    if (s.lambda.handler.transport == pipeline::send_transport::smtp)
        return smtp;
    return ses;
}

} // namespace

attempt_stage::attempt_stage(const tilt_scheme& scheme, std::uint64_t seed)
    : scenario_{scheme.scenario()},
      found_{scheme.found()},
      draws_{scheme},
      random_{seed, &draws_},
      catalog_{scenario_.application, random_},
      journal_{clock_, nullptr, [] {}},
      faults_{random_, clock_.now()},
      world_{clock_, random_, scenario_, catalog_, books_, journal_, faults_},
      ses_{clock_, random_, scenario_.ses.account},
      ses_provider_{world_, ses_},
      smtp_provider_{world_},
      timeline_{world_, provider_of(scenario_, ses_provider_, smtp_provider_)},
      which_file_{random_.stream("planner.which_file")},
      which_email_{random_.stream("planner.which_email")},
      init_{random_.stream("handler.cold_start")} {}

duration attempt_stage::play(std::uint64_t number) {
    const auto first = number * numbers_a_file;
    const auto& lambda = scenario_.lambda;
    draws_.begin(first, which_file_.uniform(number), which_email_.uniform(number));
    const auto emails = draws_.emails();
    const auto begin = clock_.now();
    auto start = begin;
    if (found_ == exact::environment::reset) // after a kill, Init is part of the attempt
        start += lambda.handler.cold_start.at(init_.uniform(first));
    const auto end = timeline_.play({.first = first,
                                     .emails = emails,
                                     .file_bytes = file_bytes(first, emails),
                                     .memory_mb = lambda.function.memory_mb,
                                     .fresh = found_ != exact::environment::ready},
                                    start, begin + lambda.function.timeout);
    return end - begin;
}

/// Only a fetch that takes longer for larger files looks at them.
std::uint64_t attempt_stage::file_bytes(std::uint64_t first, std::uint32_t emails) const {
    if (scenario_.s3.get_latency.ns_per_kb() == 0)
        return 0;
    return pipeline::upload_bytes(catalog_, first, emails);
}

} // namespace sendlab::planner::tail
