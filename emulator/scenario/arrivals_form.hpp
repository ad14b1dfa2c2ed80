// How it is written when users make requests: {"poisson": "2/s"}, {"every": "5s"}, {"at": [...]}, {"trace":
// "log.csv"}.
#pragma once

#include "pipeline/settings.hpp"
#include "scenario/form.hpp"

namespace sendlab::scenario {

/// A trace is a CSV file, one request a row: its time (with a unit, or bare milliseconds) and, where the row
/// has one, the number of its e-mails. The columns are the first two, or those with the headers "at" and
/// "emails". Rows and listed times may stand in any order.
form<pipeline::arrivals> request_arrivals();

} // namespace sendlab::scenario
