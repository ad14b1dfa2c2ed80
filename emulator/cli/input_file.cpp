#include "cli/input_file.hpp"

#include <utility>

#include "cli/command.hpp"
#include "scenario/text_file.hpp"

namespace sendlab::cli {

std::string read_input(const std::string& path, std::uintmax_t most) {
    auto text = scenario::read_text_file(path, most);
    if (!text)
        throw invalid_input{path + ": " + text.error().why + '\n'};
    return *std::move(text);
}

} // namespace sendlab::cli
