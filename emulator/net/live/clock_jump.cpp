#include "net/live/clock_jump.hpp"

#include <chrono>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "base/units.hpp"

namespace sendlab::net {

namespace {

constexpr std::chrono::milliseconds between_busy_looks{2}; // while code runs
constexpr int events_a_turn = 1000;                        // then sockets have theirs

} // namespace

clock_jump::clock_jump(boost::asio::io_context& io, io_scheduler& clock, std::function<bool()> busy)
    : clock_{clock}, pause_{io}, busy_{std::move(busy)} {}

void clock_jump::add_route(api::own_api& api, std::function<api::http_response()> describe) {
    api.add_late("POST", "/_sendlab/clock/advance",
                 [this, describe = std::move(describe)](const api::routed_request& request,
                                                        const api::http_answer& answer) {
                     const auto by = parse_duration(request.query("by"));
                     if (!by || *by < duration::zero() || *by > longest)
                         answer(api::json_error(400, "by must be a duration such as 2m, of at most a year"));
                     else if (!begin(*by, [answer, describe] { answer(describe()); }))
                         answer(api::json_error(409, "the clock is being put forward already"));
                 });
}

void clock_jump::stop() {
    pause_.cancel();
    target_.reset();
    done_ = {};
}

bool clock_jump::begin(duration by, std::function<void()> done) {
    if (target_)
        return false;
    target_ = clock_.now() + by;
    done_ = std::move(done);
    wait_a_little(); // not from within the call, which may be an event of the clock
    return true;
}

void clock_jump::go_on() {
    for (int i = 0; i < events_a_turn && clock_.now() < *target_ && !busy_(); ++i)
        clock_.skip_to_next(*target_);
    if (clock_.now() < *target_ || busy_())
        return wait_a_little();
    target_.reset();
    std::exchange(done_, {})();
}

void clock_jump::wait_a_little() {
    pause_.expires_after(busy_() ? between_busy_looks : std::chrono::milliseconds{0});
    pause_.async_wait([this](const boost::system::error_code& cancelled) {
        if (!cancelled && target_)
            go_on();
    });
}

} // namespace sendlab::net
