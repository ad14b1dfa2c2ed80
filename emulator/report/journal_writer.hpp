// The journal of a run as text: one JSON object a line, in the order in which things happened.
#pragma once

#include <ostream>

#include "pipeline/journal.hpp"
#include "report/output_buffer.hpp"
#include "report/run_description.hpp"

namespace sendlab::report {

/// {"t":0.213000000,"event":"attempt_started","file":3,"delivery":0,"attempt":1,"environment":2}: t is in
/// seconds since `start`. A file's key has a line without a time,
/// {"event":"file_named","file":3,"key":"..."}, before the first line about the file. Nothing is kept but a
/// buffer; the rest of it is written when the writer goes.
class journal_writer : public pipeline::journal_sink {
public:
    explicit journal_writer(std::ostream& out, time_point start = virtual_epoch) : out_{out}, start_{start} {}

    /// A first line that tells of the run: {"event":"run","name":...,"timeout_ms":3000,...}.
    void begin(const run_description& run);
    void name_file(std::uint64_t file, std::string_view key) override;
    void write(const pipeline::journal_event& event) override;

private:
    output_buffer out_;
    time_point start_;
};

} // namespace sendlab::report
