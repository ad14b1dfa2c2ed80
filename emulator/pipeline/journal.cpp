#include "pipeline/journal.hpp"

namespace sendlab::pipeline {

void journal::write(event_kind kind, std::uint64_t subject, std::uint64_t a, std::uint64_t b) {
    const journal_event event{clock_.now(), kind, subject, a, b};
    digest_.add(static_cast<std::uint64_t>(event.at.time_since_epoch().count()));
    digest_.add(static_cast<std::uint64_t>(kind) << 56 ^ subject);
    digest_.add(a);
    digest_.add(b);
    if (sink_)
        sink_->write(event);
    if (++events_ % 65'536 == 0)
        now_and_then_();
}

} // namespace sendlab::pipeline
