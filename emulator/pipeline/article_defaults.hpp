// The scenario of {}: the pipeline as the article that started it describes it, on today's AWS.
#pragma once

#include "pipeline/settings.hpp"

namespace sendlab::pipeline {

/// A site that uploads files of 25 e-mails; a Node.js function of 128 MB and 3 s that sends up to 50 at once
/// through SES in its own region; no limit on SES's rate, and nothing that fails. Latencies are named
/// profiles (base/latency_profiles), CPU times those of the AWS SDK for JavaScript v2 measured on one core.
settings article_defaults();

/// Takes all latencies but the delays between attempts out of a scenario: an emulator that nobody told to be
/// slow is as fast as it can be.
void remove_latencies(settings& scenario);

} // namespace sendlab::pipeline
