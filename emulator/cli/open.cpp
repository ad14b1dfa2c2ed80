#include "cli/open.hpp"

#include <filesystem>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/input_file.hpp"
#include "cli/output_file.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"
#include "report/journal_reader.hpp"
#include "report/timeline_page.hpp"
#include "web/page_files.hpp"

namespace sendlab::cli {

namespace {

constexpr std::uintmax_t most_journal_bytes = 4ULL * 1024 * 1024 * 1024;

struct open_words {
    std::string journal;
    std::string html; // empty: beside the journal
};

report::timeline_recorder recorded(const std::string& path) {
    const auto text = read_input(path, most_journal_bytes);
    report::timeline_recorder recorder{report::described_in(text)};
    if (const auto told = report::read_journal(text, recorder); !told)
        throw invalid_input{path + ':' + std::to_string(told.error().line) + ":1: " + told.error().what +
                            ", expected what sendlab run --journal writes\n"};
    return recorder;
}

exit_status run(const open_words& words) {
    if (embedded::page_files().empty())
        throw usage_error{"this sendlab was built without its page (SENDLAB_WEB=OFF)"};
    const auto path = words.html.empty()
                          ? std::filesystem::path{words.journal}.replace_extension(".html").string()
                          : words.html;
    refuse_overwriting(path, {words.journal});
    const auto page = report::timeline_page(recorded(words.journal)).value();
    output_file{path}.finish(page);
    print(path + '\n');
    return exit_status::done;
}

} // namespace

void add_open(CLI::App& app, exit_status& status) {
    auto* command = app.add_subcommand("open", "Make a page of a recorded run: every attempt on a time axis");
    const auto words = std::make_shared<open_words>();
    command->add_option("JOURNAL", words->journal, "What sendlab run --journal has written")
        ->required()
        ->check(CLI::ExistingFile)
        ->type_name("");
    command->add_option("--html", words->html, "Where the page is written; beside the journal by default")
        ->type_name("PATH");
    command->footer(
        "Example:\n  sendlab run scenarios/small-memory.json --journal run.jsonl\n"
        "  sendlab open run.jsonl\nIt prints the path of the page, one file that needs no network.");
    command->callback([words, &status] { status = run(*words); });
}

} // namespace sendlab::cli
