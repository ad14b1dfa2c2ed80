// The live clock put forward on request, so that a test need not sit through the minutes between Lambda's attempts.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include <boost/asio/steady_timer.hpp>

#include "api/own_api.hpp"
#include "net/io_scheduler.hpp"

namespace sendlab::net {

/// Events that are due until then happen at once, in their order and each at its own moment. While `busy` says that code
/// runs, the clock goes on as time does: a process cannot be put forward, and must not be killed for that. One jump at a
/// time. It outlives the API's routes.
class clock_jump {
public:
    clock_jump(boost::asio::io_context& io, io_scheduler& clock, std::function<bool()> busy);

    static constexpr std::chrono::hours longest{24 * 366};

    /// By 0 to `longest`; `done` is called when all has happened, never from within. False where a jump goes on already.
    [[nodiscard]] bool begin(duration by, std::function<void()> done);
    /// POST /_sendlab/clock/advance?by=2m; `describe` writes the answer.
    void add_route(api::own_api& api, std::function<api::http_response()> describe);
    /// Gives up a jump that goes on.
    void stop();

private:
    void go_on();
    void wait_a_little();

    io_scheduler& clock_;
    boost::asio::steady_timer pause_;
    std::function<bool()> busy_;
    std::optional<time_point> target_; // of the jump that goes on
    std::function<void()> done_;
};

} // namespace sendlab::net
