#include "net/smtp/server.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "net/listening_endpoint.hpp"
#include "net/smtp/connection.hpp"
#include "smtp/reply.hpp"

namespace sendlab::net::smtp {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr int backlog = 4096; // connections that wait to be accepted; the kernel's own limit may be lower
constexpr sendlab::smtp::reply too_many{421, "4.3.2", "Too many concurrent SMTP connections"};

/// How often connections are looked at: often enough that an idle one is found an eighth too late at most.
duration look_period(duration idle_time) {
    return std::clamp<duration>(idle_time / 8, std::chrono::milliseconds{1}, std::chrono::seconds{1});
}

} // namespace

struct server::impl : std::enable_shared_from_this<impl> {
    struct listener {
        tcp::acceptor acceptor;
        bool implicit_tls;
    };

    impl(boost::asio::io_context& context, connection_host shared)
        : io{context}, host{std::move(shared)}, text_memory{host.settings.text_memory} {
        host.settings.session.text_memory = &text_memory;
    }

    listener& listen(std::uint16_t port, bool implicit_tls);
    void wait_for_clients(listener& at);
    void accept_all(listener& at);
    void add(tcp::socket client, bool implicit_tls);
    void remove(const connection& which);
    void turn_away(tcp::socket client);
    void look();
    void schedule_look();
    void stop();

    boost::asio::io_context& io;
    connection_host host;
    memory_pool text_memory;
    on_session hear_start;
    on_session hear_end;
    std::map<std::uint64_t, std::shared_ptr<connection>> connections;
    std::vector<std::unique_ptr<listener>> listeners;
    timer_id next_look;
};

server::impl::listener& server::impl::listen(std::uint16_t port, bool implicit_tls) {
    const auto here = listening_endpoint(io, host.settings.address, port);
    auto made = std::make_unique<listener>(listener{tcp::acceptor{io}, implicit_tls});
    auto& acceptor = made->acceptor;
    acceptor.open(here.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address{true});
    acceptor.set_option(tcp::no_delay{true}); // Linux: connections inherit it
    acceptor.bind(here);
    acceptor.listen(backlog);
    acceptor.non_blocking(true);
    return *listeners.emplace_back(std::move(made));
}

void server::impl::wait_for_clients(listener& at) {
    at.acceptor.async_wait(tcp::acceptor::wait_read, [weak = weak_from_this(), &at](const error_code& error) {
        if (const auto self = weak.lock(); self && !error)
            self->accept_all(at);
    });
}

void server::impl::accept_all(listener& at) {
    constexpr int at_once = 64; // then others get their turn
    error_code error;
    for (int i = 0; i < at_once && !error; ++i) {
        tcp::socket client{io};
        at.acceptor.accept(client, error);
        if (!error)
            add(std::move(client), at.implicit_tls);
    }
    if (!error || error == boost::asio::error::would_block || error == boost::asio::error::connection_aborted)
        return wait_for_clients(at);
    // No descriptor is free. One may be, a little later; to ask at once would keep the processor busy.
    host.clock.run_after(std::chrono::milliseconds{20}, [weak = weak_from_this(), &at] {
        if (const auto self = weak.lock(); self && at.acceptor.is_open())
            self->accept_all(at);
    });
}

void server::impl::add(tcp::socket client, bool implicit_tls) {
    const auto id = ++host.counters.connections;
    if (connections.size() >= host.settings.connections)
        return turn_away(std::move(client));
    const auto made = std::make_shared<connection>(host, std::move(client), id,
                                                   [this](const connection& which) { remove(which); });
    connections.emplace(id, made);
    host.counters.open = connections.size();
    schedule_look();
    if (hear_start)
        hear_start(made->session(), made->client());
    made->start(implicit_tls);
}

void server::impl::remove(const connection& which) {
    if (hear_end)
        hear_end(which.session(), which.client());
    connections.erase(which.session().id());
    host.counters.open = connections.size();
    if (connections.empty())
        host.clock.cancel(std::exchange(next_look, {}));
}

void server::impl::turn_away(tcp::socket client) {
    ++host.counters.turned_away;
    std::string text;
    append_reply(text, too_many,
                 host.settings.session.extensions.contains(sendlab::smtp::extension::enhanced_status_codes));
    error_code error;
    client.non_blocking(true, error);
    client.send(boost::asio::buffer(text), 0, error);
}

void server::impl::schedule_look() {
    if (!next_look)
        next_look = host.clock.run_after(look_period(host.settings.idle_time), [weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->look();
        });
}

void server::impl::look() {
    next_look = {};
    const auto now = host.clock.now();
    for (auto next = connections.begin(); next != connections.end();) {
        const auto which = (next++)->second; // looking at it may remove it
        which->look(now);
    }
    if (!connections.empty())
        schedule_look();
}

void server::impl::stop() {
    error_code error;
    for (const auto& each : listeners)
        each->acceptor.close(error);
    for (auto next = connections.begin(); next != connections.end();)
        std::shared_ptr {
            (next++)->second
            } -> stop();
}

server::server(boost::asio::io_context& io, scheduler& clock, server_settings settings, deliver take,
               boost::asio::ssl::context* tls, sendlab::smtp::policy* faults) {
    settings.session.tls_available = tls != nullptr;
    connection_host shared{clock, std::move(settings), std::move(take)};
    shared.tls = tls ? tls->native_handle() : nullptr;
    shared.faults = faults;
    impl_ = std::make_shared<impl>(io, std::move(shared));
}

server::~server() {
    impl_->hear_end = nullptr;
    impl_->listeners.clear();
    for (auto& connections = impl_->connections; !connections.empty();)
        std::shared_ptr {
            connections.begin()->second
            } -> cut();
}

void server::start() {
    auto& plain = impl_->listen(impl_->host.settings.port, false);
    if (const auto port = impl_->host.settings.tls_port; port && impl_->host.tls)
        impl_->wait_for_clients(impl_->listen(*port, true));
    impl_->wait_for_clients(plain);
}

void server::stop() {
    impl_->stop();
}

void server::on_session_start(on_session hear) {
    impl_->hear_start = std::move(hear);
}

void server::on_session_end(on_session hear) {
    impl_->hear_end = std::move(hear);
}

const client_facts* server::client_of(std::uint64_t session) const {
    const auto found = impl_->connections.find(session);
    return found == impl_->connections.end() ? nullptr : &found->second->client();
}

std::uint16_t server::port() const {
    return impl_->listeners.front()->acceptor.local_endpoint().port();
}

std::optional<std::uint16_t> server::tls_port() const {
    if (impl_->listeners.size() < 2)
        return std::nullopt;
    return impl_->listeners.back()->acceptor.local_endpoint().port();
}

const server_counters& server::counters() const {
    return impl_->host.counters;
}

} // namespace sendlab::net::smtp
