#include "cli/schema.hpp"

#include <CLI/CLI.hpp>

#include "cli/terminal.hpp"
#include "scenario/schema.hpp"

namespace sendlab::cli {

void add_schema(CLI::App& app, exit_status& status) {
    auto* schema = app.add_subcommand("schema", "Print the JSON Schema of scenario files, for editors");
    schema->footer("Example:\n  sendlab schema > scenario.schema.json");
    schema->callback([&status] {
        print(scenario::json_schema());
        status = exit_status::done;
    });
}

} // namespace sendlab::cli
