#include "cli/recording.hpp"

namespace sendlab::cli {

recording::recording(const std::string& journal, const std::string& trace) {
    if (!journal.empty())
        journal_.emplace(journal_file_.emplace(journal).stream());
    if (!trace.empty())
        trace_.emplace(trace_file_.emplace(trace).stream());
}

pipeline::journal_sink* recording::sink() {
    if (journal_ && trace_)
        return this;
    if (journal_)
        return &*journal_;
    return trace_ ? &*trace_ : nullptr;
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
    journal_->name_file(file, key);
    trace_->name_file(file, key);
}

void recording::write(const pipeline::journal_event& event) {
    journal_->write(event);
    trace_->write(event);
}

} // namespace sendlab::cli
