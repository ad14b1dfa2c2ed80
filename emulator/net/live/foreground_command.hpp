// A command that runs in the foreground beside the emulator: its streams are ours, and so is its end.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace sendlab::net {

using environment_changes = std::vector<std::pair<std::string, std::string>>; // name, value

class foreground_command {
public:
    /// Starts it, with these variables set over our own. `ended` is told, as shells do, its exit status, or
    /// 128 and the number of the signal that ended it. Where it cannot be started `ended` hears 127 (there is
    /// no such command) or 126 (it is none).
    foreground_command(boost::asio::io_context& io, const std::vector<std::string>& words,
                       const environment_changes& variables, std::function<void(int status)> ended);
    /// Does not end the command.
    ~foreground_command();

    /// Passes a signal on; nothing if it has ended.
    void signal(int number);
    /// Why it could not be started; empty if it was.
    [[nodiscard]] const std::string& problem() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace sendlab::net
