#include "net/smtp/connection.hpp"

#include <exception>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <poll.h>
#include <sys/socket.h>

namespace sendlab::net::smtp {

namespace {

using sendlab::smtp::action;
using sendlab::smtp::loss;
using sendlab::smtp::reply;

constexpr reply idle_for_too_long{421, "4.4.2", "Timeout waiting for data from client"};
constexpr reply shutting_down{421, "4.3.2", "Service is shutting down"};
constexpr duration drain_time = std::chrono::seconds{2};

/// What befell the connection behind the end of input: a client that closed before it read its replies.
bool was_reset(int socket) {
    int error = 0;
    socklen_t length = sizeof error;
    return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error != 0;
}

} // namespace

connection::connection(connection_host& host, socket client, std::uint64_t id, on_end ended)
    : host_{host},
      socket_{std::move(client)},
      session_{host.settings.session, host.clock, host.faults, id},
      ended_{std::move(ended)},
      progressed_{host.clock.now()} {
    error_code gone;
    client_.port = socket_.remote_endpoint(gone).port();
}

void connection::start(bool implicit_tls) {
    error_code error;
    tls_first_ = implicit_tls;
    socket_.non_blocking(true, error);
    if (implicit_tls) {
        tls_.emplace(host_.tls);
        return carry_out(action::start_tls, {});
    }
    const bool early = host_.settings.session.refuse_early_talker && socket_.available(error) != 0;
    carry_out(session_.start(false, early), {});
}

void connection::wait_for_input() {
    if (phase_ == phase::gone)
        return;
    phase_ = phase::reading;
    socket_.async_wait(socket::wait_read,
                       [self = shared_from_this()](const error_code&) { self->on_readable(); });
}

void connection::on_readable() {
    if (phase_ == phase::draining)
        return drain();
    if (phase_ != phase::reading)
        return;
    const auto count = receive();
    if (phase_ == phase::gone)
        return;
    if (count == 0)
        return wait_for_input();
    const std::string_view octets{host_.received.get(), count};
    if (tls_)
        tls_->feed(octets);
    carry_out(next_, tls_ ? std::string_view{} : octets);
}

std::size_t connection::receive() {
    error_code error;
    const boost::asio::mutable_buffer into{host_.received.get(), connection_host::buffer_size};
    const auto count = socket_.receive(into, 0, error);
    if (error && error != boost::asio::error::would_block)
        on_end_of_input(error);
    client_.round_trips += count != 0 && std::exchange(spoken_, false) ? 1 : 0;
    return count;
}

void connection::on_end_of_input(const error_code& why) {
    if (phase_ == phase::gone)
        return;
    const bool reset = why != boost::asio::error::eof || was_reset(socket_.native_handle());
    session_.lost(reset ? loss::connection_reset : loss::closed_by_client);
    end();
}

/// Does what the session wants until it has to wait for something. Where memory runs out, it costs this client only.
void connection::carry_out(action next, std::string_view input) try {
    while (phase_ != phase::gone) {
        next_ = next;
        switch (next) {
        case action::read:
            if (input.empty() && tls_)
                input = decrypt();
            if ((input.empty() || session_.output().size() >= session_.most_output) && !flush())
                return wait_for_room(input);
            if (input.empty())
                return wait_for_input();
            next = session_.receive(input);
            break;
        case action::deliver:
            if (!deliver(next, input))
                return;
            break;
        case action::wait:
            return flush() ? wait_for_time(session_.delay(), next, input) : wait_for_room(input);
        case action::start_tls:
            if (!flush())
                return wait_for_room(input);
            if (!shake_hands(next, input))
                return wait_for_input();
            break;
        case action::close:
            return close();
        case action::reset:
            return cut();
        }
    }
} catch (const std::exception&) {
    cut();
}

/// False where the answer has to wait.
bool connection::deliver(action& next, std::string_view input) {
    sendlab::smtp::accept_result result;
    try {
        result = host_.take(std::move(session_.message()));
    } catch (const std::exception& error) {
        result.error = {451, "4.3.0", error.what()};
    }
    if (!result.error && host_.settings.gate) {
        phase_ = phase::keeping;
        kept_ = input;
        host_.settings.gate->wait([self = weak_from_this(), result](bool kept) mutable {
            if (!kept)
                result.error = {452, "4.3.1", "Insufficient system storage"};
            if (const auto alive = self.lock())
                alive->on_kept(result);
        });
        return false;
    }
    host_.counters.messages += result.error ? 0 : 1;
    next = session_.delivered(result);
    return true;
}

void connection::on_kept(const sendlab::smtp::accept_result& result) {
    if (phase_ != phase::keeping)
        return;
    phase_ = phase::reading;
    host_.counters.messages += result.error ? 0 : 1;
    const auto input = std::exchange(kept_, {});
    carry_out(session_.delivered(result), input);
}

/// False where the handshake needs more input, or has failed.
bool connection::shake_hands(action& next, std::string_view& input) {
    if (!tls_) {
        tls_.emplace(host_.tls);
        input = {};
        return false;
    }
    input = decrypt();
    if (tls_->now() != tls_channel::state::open) {
        flush();
        return false;
    }
    next = tls_first_ ? session_.start(true) : session_.tls_started();
    tls_first_ = false;
    return true;
}

std::string_view connection::decrypt() {
    const auto count = tls_->read({host_.decrypted.get(), connection_host::buffer_size});
    if (tls_->now() == tls_channel::state::failed ||
        (count == 0 && tls_->now() == tls_channel::state::closed)) {
        flush(); // the alert
        if (phase_ != phase::gone)
            on_end_of_input(boost::asio::error::eof);
    }
    return {host_.decrypted.get(), count};
}

/// False where the socket has no room, or is no more.
bool connection::flush() {
    if (tls_) {
        tls_->write(session_.output());
        session_.output().clear();
        tls_->take_output(sending_);
    } else if (sending_.empty()) {
        sending_.swap(session_.output());
    }
    while (sent_ < sending_.size()) {
        error_code error;
        sent_ += socket_.send(boost::asio::buffer(sending_) + sent_, 0, error);
        spoken_ = true;
        if (error && error != boost::asio::error::would_block)
            on_end_of_input(error);
        if (error)
            return false;
    }
    sending_.clear();
    sent_ = 0;
    return tls_ || session_.output().empty() || flush();
}

void connection::wait_for_room(std::string_view input) {
    if (phase_ == phase::gone)
        return;
    phase_ = phase::writing;
    kept_ = input;
    socket_.async_wait(socket::wait_write,
                       [self = shared_from_this()](const error_code&) { self->go_on(phase::writing); });
}

void connection::wait_for_time(duration time, action next, std::string_view input) {
    phase_ = phase::waiting;
    next_ = next;
    kept_ = input;
    timer_ = host_.clock.run_after(time, [self = weak_from_this()] {
        if (const auto alive = self.lock())
            alive->go_on(phase::waiting);
    });
}

/// What was waited for is here.
void connection::go_on(phase waited_in) {
    if (phase_ != waited_in)
        return;
    const auto input = std::exchange(kept_, {});
    const bool delay_is_over = waited_in == phase::waiting && next_ == action::wait;
    carry_out(delay_is_over ? session_.wait_over() : next_, input);
}

void connection::look(time_point now) {
    const bool moved = std::exchange(progress_, session_.progress()) != session_.progress();
    if (moved || (phase_ == phase::waiting && !client_has_closed()) || phase_ == phase::keeping)
        progressed_ = now;
    const auto limit = phase_ == phase::draining ? drain_time : host_.settings.idle_time;
    if (now - progressed_ < limit)
        return;
    if (phase_ != phase::draining)
        ++host_.counters.timed_out;
    give_up(idle_for_too_long);
}

/// Its half of the connection, that is: it may still want the answer, but not for ever.
bool connection::client_has_closed() {
    pollfd asked{socket_.native_handle(), POLLRDHUP, 0};
    return ::poll(&asked, 1, 0) > 0;
}

void connection::stop() {
    give_up(shutting_down);
}

void connection::give_up(const reply& why) {
    host_.clock.cancel(timer_);
    if (phase_ == phase::writing || phase_ == phase::keeping || phase_ == phase::draining)
        return cut();
    carry_out(session_.give_up(why), {});
}

/// Unread input would turn the close into a reset, which could overtake the reply: so it is read first.
void connection::close() {
    if (tls_) {
        flush();
        tls_->close();
    }
    if (!flush())
        return wait_for_room({});
    error_code error;
    if (socket_.available(error) == 0)
        return end();
    socket_.shutdown(socket::shutdown_send, error);
    phase_ = phase::draining;
    progressed_ = host_.clock.now();
    drain();
}

void connection::drain() {
    error_code error;
    const boost::asio::mutable_buffer into{host_.received.get(), connection_host::buffer_size};
    socket_.receive(into, 0, error);
    if (error && error != boost::asio::error::would_block)
        return end();
    socket_.async_wait(socket::wait_read,
                       [self = shared_from_this()](const error_code&) { self->on_readable(); });
}

void connection::cut() {
    if (phase_ == phase::gone)
        return;
    error_code error;
    socket_.set_option(boost::asio::socket_base::linger{true, 0}, error);
    end();
}

void connection::end() {
    if (std::exchange(phase_, phase::gone) == phase::gone)
        return;
    host_.counters.answers_in_doubt += session_.answer_in_doubt() ? 1 : 0;
    host_.clock.cancel(timer_);
    error_code error;
    socket_.close(error);
    ended_(*this);
}

} // namespace sendlab::net::smtp
