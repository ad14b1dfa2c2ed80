// The files that listen to a run as it goes on: its journal, its trace, any of them or none.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/output_file.hpp"
#include "report/journal_writer.hpp"
#include "report/trace_writer.hpp"

namespace sendlab::cli {

class recording : private pipeline::journal_sink {
public:
    /// Opens the files; an empty path stands for none.
    recording(const std::string& journal, const std::string& trace, const report::run_description& run);

    /// Somebody else who listens; outlives the recording.
    void add(pipeline::journal_sink& listener) { listeners_.push_back(&listener); }

    /// For `run_options::journal`: null when nobody listens.
    [[nodiscard]] pipeline::journal_sink* sink();

    /// Completes the files. Throws environment_error if anything could not be written.
    void close();

private:
    void name_file(std::uint64_t file, std::string_view key) override;
    void write(const pipeline::journal_event& event) override;

    // A writer goes before its file.
    std::optional<output_file> journal_file_;
    std::optional<output_file> trace_file_;
    std::optional<report::journal_writer> journal_;
    std::optional<report::trace_writer> trace_;
    std::vector<pipeline::journal_sink*> listeners_;
};

} // namespace sendlab::cli
