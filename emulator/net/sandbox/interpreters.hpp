// Where this machine's Node.js and Python are.
#pragma once

#include <map>
#include <string>

namespace sendlab::net::sandbox {

class interpreters {
public:
    /// `search_path` like PATH; empty: the emulator's own.
    explicit interpreters(std::string search_path);

    /// The absolute path of "node" or "python3". What stands in PATH may be a version manager's stand-in that
    /// needs more of the user's environment than a function gets, so it is asked, once, for the program behind
    /// it; that takes as long as the program's start. Throws std::system_error where there is none.
    const std::string& node() { return find("node", {"-p", "process.execPath"}); }
    const std::string& python() { return find("python3", {"-c", "import sys; print(sys.executable)"}); }

private:
    struct question {
        const char* option;
        const char* code;
    };
    const std::string& find(const std::string& name, const question& where);

    std::string search_path_;
    std::map<std::string, std::string> found_;
};

} // namespace sendlab::net::sandbox
