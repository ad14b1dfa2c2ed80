// A journal of a run, and the page that is drawn from it.
#include "fuzz/target.hpp"
#include "report/journal_reader.hpp"
#include "report/timeline_recorder.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sendlab;
    const auto text = fuzz::text_of(data, size);
    report::timeline_recorder timeline{report::described_in(text)};
    const auto read = report::read_journal(text, timeline);
    fuzz::hold(read || read.error().line > 0, "an error names its line");
    (void)timeline.json();
    return 0;
}
