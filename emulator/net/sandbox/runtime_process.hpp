// One start of a function's code: the process and the Runtime API that it is served by.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "net/sandbox/child_process.hpp"
#include "net/sandbox/runtime_api.hpp"
#include "net/sandbox/runtime_listener.hpp"

namespace sendlab::net::sandbox {

class runtime_process {
public:
    class listener : public runtime_api::listener {
    public:
        virtual void on_output(std::string_view bytes) = 0;
        /// The last that is heard of it. The process may be destroyed from inside.
        virtual void on_exit(child_exit end) = 0;
    };

    /// `command` is asked for what to start, given the Runtime API's port. Throws std::system_error.
    runtime_process(boost::asio::io_context& io, listener& owner,
                    const std::function<child_command(std::uint16_t port)>& command)
        : api_{owner},
          port_{io, api_},
          child_{io, command(port_.port()), [&owner](std::string_view bytes) { owner.on_output(bytes); },
                 [&owner](child_exit end) { owner.on_exit(end); }} {}

    [[nodiscard]] runtime_api& api() { return api_; }
    [[nodiscard]] child_process& child() { return child_; }
    /// The variable that only processes of this start have.
    [[nodiscard]] std::string mark() const {
        return "AWS_LAMBDA_RUNTIME_API=127.0.0.1:" + std::to_string(port_.port());
    }

private:
    runtime_api api_;
    runtime_listener port_;
    child_process child_;
};

} // namespace sendlab::net::sandbox
