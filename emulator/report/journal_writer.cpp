#include "report/journal_writer.hpp"

#include "report/journal_words.hpp"

namespace sendlab::report {

namespace {

/// What follows the subject.
void write_details(output_buffer& out, const event_words& word, const pipeline::journal_event& event) {
    const auto turn = turn_of(event);
    const auto field = [&](std::string_view name, std::uint64_t value) {
        out << ",\"" << name << "\":" << value;
    };
    if (word.b == second_number::sdk_try && !file_of_send(event))
        return field("try", turn.index);
    if (!word.a.empty())
        field(word.a, event.a);
    switch (word.b) {
    case second_number::nothing:
        return;
    case second_number::bytes:
        return field("bytes", event.b);
    case second_number::environment:
        return field("attempt", turn.attempt), field("environment", turn.index);
    case second_number::sdk_try:
        return field("delivery", turn.delivery), field("attempt", turn.attempt), field("try", turn.index);
    case second_number::reason:
        out << ",\"reason\":\"" << reason_given_up(event.b) << '"';
        return;
    case second_number::delay:
        out << ",\"delay\":";
        return out.seconds(duration{event.b});
    }
}

} // namespace

void journal_writer::begin(const run_description& run) {
    out_ << R"({"event":"run","name":)";
    out_.quoted(run.name);
    out_ << ",\"seed\":" << run.seed << ",\"command\":";
    out_.quoted(run.command);
    out_ << ",\"timeout_ms\":";
    out_.decimal(run.limit.count() / 1000, 3);
    out_ << ",\"memory_mb\":" << run.memory_mb << ",\"billing_step_ms\":";
    out_.decimal(run.billing_step.count() / 1000, 3);
    out_ << ",\"bill_init\":" << (run.bill_init ? "true" : "false") << "}\n";
}

void journal_writer::name_file(std::uint64_t file, std::string_view key) {
    out_ << R"({"event":"file_named","file":)" << file << R"(,"key":)";
    out_.quoted(key);
    out_ << "}\n";
}

void journal_writer::write(const pipeline::journal_event& event) {
    const auto& word = words(event.kind);
    out_ << "{\"t\":";
    out_.seconds(event.at - start_);
    out_ << ",\"event\":\"" << word.name << "\",\"" << word.subject << "\":" << event.subject;
    write_details(out_, word, event);
    out_ << "}\n";
    out_.relieve();
}

} // namespace sendlab::report
