// Real code under the faults of a scenario: attempts begin late, or fail before the code is asked.
#pragma once

#include "faults/fault_set.hpp"
#include "lambda/code_host.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api::live {

/// Runs what the inner host runs; faults of "lambda" act on each attempt. All of them outlive it.
class faulty_code final : public lambda::code_host {
public:
    faulty_code(scheduler& clock, faults::fault_set& faults, lambda::code_host& inner)
        : clock_{clock}, faults_{faults}, inner_{inner} {}

    [[nodiscard]] code_result unpack(blob_ptr zip) override { return inner_.unpack(std::move(zip)); }
    [[nodiscard]] code_result use_folder(const std::string& path) override { return inner_.use_folder(path); }
    [[nodiscard]] lambda::handler_factory run(lambda::program what) override;

private:
    scheduler& clock_;
    faults::fault_set& faults_;
    lambda::code_host& inner_;
};

} // namespace sendlab::api::live
