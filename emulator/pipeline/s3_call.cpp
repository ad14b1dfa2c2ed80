#include "pipeline/s3_call.hpp"

#include <cmath>

namespace sendlab::pipeline {

using faults::operation;

s3_call call_s3(const context& world, operation what, email_number entity, std::uint32_t attempt,
                std::uint32_t sdk_try, std::uint64_t bytes) {
    const bool put = what == operation::s3_put;
    const auto& model = put ? world.scenario.s3.put_latency : world.scenario.s3.get_latency;
    const auto stream = world.random.stream(put ? "s3.put_latency" : "s3.get_latency");
    s3_call call{model.at(stream.uniform(entity, attempt, sdk_try), bytes), {}};
    if (!world.faults.concerns(what))
        return call;
    const auto effect = world.faults.apply({.what = what,
                                            .at = world.clock.now(),
                                            .entity = entity,
                                            .attempt = attempt & 0xff,
                                            .index = sdk_try,
                                            .bytes = bytes});
    call.takes = effect.latency_of(call.takes);
    call.fail = effect.fail;
    call.answer_lost = effect.lose_answer;
    return call;
}

duration s3_retry_delay(const context& world, operation what, email_number entity, std::uint32_t attempt,
                        std::uint32_t sdk_try) {
    const auto stream = world.random.stream(what == operation::s3_put ? "s3.put_retry" : "s3.get_retry");
    const auto most_ns = 1e8 * static_cast<double>(1U << sdk_try);
    return duration{static_cast<duration::rep>(stream.uniform(entity, attempt, sdk_try) * most_ns)};
}

} // namespace sendlab::pipeline
