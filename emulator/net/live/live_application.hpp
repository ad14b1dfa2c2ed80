// The application of a scenario in real time: the same requests, e-mails and files as in a run, put into the live store.
#pragma once

#include "faults/fault_set.hpp"
#include "pipeline/application.hpp"
#include "pipeline/smtp_provider.hpp"
#include "s3/object_store.hpp"
#include "time/scheduler.hpp"

namespace sendlab::net {

/// It is in the emulator's process: its uploads take as long as the scenario says and meet its faults, but no HTTP.
/// Priority mail takes its time, and reaches no mailbox.
class live_application {
public:
    /// Begins at once. All of them outlive it.
    live_application(scheduler& clock, const pipeline::settings& scenario, s3::object_store& store,
                     faults::fault_set& faults);

    /// No further request begins.
    void stop() { application_.stop(); }
    /// All requests are over, and with them all uploads.
    [[nodiscard]] bool over() const { return application_.over(); }
    [[nodiscard]] std::uint64_t files() const { return uploads_.uploaded(); }

private:
    const pipeline::settings scenario_;
    const random_source random_{scenario_.seed};
    const pipeline::email_catalog catalog_{scenario_.application, random_};
    pipeline::ledger books_;
    pipeline::journal journal_;
    const pipeline::context context_;
    pipeline::smtp_provider inline_mail_{context_};
    pipeline::uploader uploads_;
    pipeline::application application_{context_, uploads_, inline_mail_};
};

} // namespace sendlab::net
