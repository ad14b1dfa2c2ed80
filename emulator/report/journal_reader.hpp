// A journal that journal_writer has written, told again to whoever listens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "pipeline/journal.hpp"
#include "report/run_description.hpp"

namespace sendlab::report {

struct journal_problem {
    std::uint64_t line = 0; // from 1
    std::string what;       // "is no line of a journal"
};

/// What the journal's first line says of the run; where that is something else, the defaults.
[[nodiscard]] run_description described_in(std::string_view journal);

/// Names and events in their order, with times from `start` on. A last line that is cut, as an interrupted run leaves it,
/// is not told. Events that this version does not know are an error, as are those before the event above, and texts that are no
/// journal.
result<void, journal_problem> read_journal(std::string_view journal, pipeline::journal_sink& listener,
                                           time_point start = virtual_epoch);

} // namespace sendlab::report
