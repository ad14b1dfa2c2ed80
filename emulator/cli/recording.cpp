#include "cli/recording.hpp"

namespace sendlab::cli {

recording::recording(const std::string& journal, const std::string& trace,
                     const report::run_description& run) {
    if (!journal.empty()) {
        add(journal_.emplace(journal_file_.emplace(journal).stream()));
        journal_->begin(run);
    }
    if (!trace.empty())
        add(trace_.emplace(trace_file_.emplace(trace).stream()));
}

pipeline::journal_sink* recording::sink() {
    if (listeners_.empty())
        return nullptr;
    return listeners_.size() == 1 ? listeners_.front() : this;
}

void recording::close() {
    journal_.reset();
    trace_.reset();
    if (journal_file_)
        journal_file_->close();
    if (trace_file_)
        trace_file_->close();
}

void recording::name_file(std::uint64_t file, std::string_view key) {
    for (auto* listener : listeners_)
        listener->name_file(file, key);
}

void recording::write(const pipeline::journal_event& event) {
    for (auto* listener : listeners_)
        listener->write(event);
}

} // namespace sendlab::cli
