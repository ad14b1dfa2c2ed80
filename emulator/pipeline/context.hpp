// What every part of the pipeline stands on.
#pragma once

#include "base/random_source.hpp"
#include "faults/fault_set.hpp"
#include "pipeline/email_catalog.hpp"
#include "pipeline/journal.hpp"
#include "pipeline/ledger.hpp"
#include "pipeline/settings.hpp"
#include "time/scheduler.hpp"

namespace sendlab::pipeline {

class mail_deposit;

/// References to one run's clock, books and settings; whoever holds one must not outlive the run.
struct context {
    scheduler& clock;
    random_source random;
    const settings& scenario;
    const email_catalog& catalog;
    ledger& books;
    pipeline::journal& journal;
    faults::fault_set& faults;
    mail_deposit* deposit = nullptr; // null: nobody wants to see the messages
};

} // namespace sendlab::pipeline
