#include "net/sandbox/strays.hpp"

#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include "net/sandbox/proc_files.hpp"

namespace sendlab::net::sandbox {

namespace {

constexpr std::size_t longest_environment = 65'536; // what is longer is looked at so far

/// Variables end with a zero.
bool has_variable(std::string_view environment, std::string_view variable) {
    const auto whole = std::string{'\0'}.append(variable) + '\0';
    return environment.starts_with(std::string_view{whole}.substr(1)) ||
           environment.find(whole) != std::string_view::npos;
}

} // namespace

void kill_strays(std::string_view variable) {
    std::vector<char> buffer(longest_environment);
    for_each_process([&](const char* process) {
        if (has_variable(read_proc(process, "environ", buffer), variable))
            ::kill(static_cast<int>(number_at(process)), SIGKILL);
    });
}

} // namespace sendlab::net::sandbox
