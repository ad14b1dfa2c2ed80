#include "net/live/live_emulator.hpp"

#include <filesystem>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include "api/edge_router.hpp"
#include "api/own_api.hpp"
#include "net/http/http_server.hpp"
#include "net/http/tls_context.hpp"
#include "net/io_scheduler.hpp"
#include "net/live/live_services.hpp"
#include "net/smtp/server.hpp"

namespace sendlab::net {

namespace {

std::string event_json(const api::finished_call& call) {
    const nlohmann::ordered_json event{{"event", "call"},
                                       {"service", call.service},
                                       {"action", call.action},
                                       {"status", call.status},
                                       {"error", call.error_code}};
    return event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// An address as it stands in a URL; one that means "all" is asked for on the loopback.
std::string url_host(const std::string& host) {
    if (host == "0.0.0.0" || host == "localhost")
        return "127.0.0.1";
    if (host == "::")
        return "[::1]";
    return host.find(':') == std::string::npos ? host : '[' + host + ']';
}

/// `start` listens; a port that cannot be had is told by its number.
void listen(const live_config& config, std::uint16_t port, const std::function<void()>& start) {
    try {
        start();
    } catch (const boost::system::system_error& error) {
        throw port_error{"cannot listen on " + config.host + " port " + std::to_string(port) + ": " +
                         error.code().message()};
    }
}

/// Handlers and clients are given the path of the authority before anybody speaks TLS.
tls_files existing_tls_files(const std::function<void(std::string_view)>& log) {
    auto files = tls_files::of_user();
    try {
        if (!std::filesystem::exists(files.authority))
            make_tls_files(files);
    } catch (const std::exception& error) {
        log(std::string{"no TLS: "} + error.what());
    }
    return files;
}

} // namespace

struct live_emulator::impl {
    live_config config;
    io_scheduler clock;
    tls_files certificates;
    tls_context tls{certificates};
    live_services services{clock, config.scenario, config.verify_signatures};
    live_summary counts{};
    api::emulator_facts facts{};
    api::own_api own{};
    api::event_feed events{};
    api::edge_router router{clock};
    std::unique_ptr<http_server> edge;
    std::unique_ptr<http_server> mail;
    std::unique_ptr<net::smtp::server> smtp;

    impl(boost::asio::io_context& io, live_config with)
        : config{std::move(with)}, clock{io}, certificates{existing_tls_files(config.log)} {
        add_routes();
        edge = serve(io, router, config.edge_port);
        mail = serve(io, own, config.mail_port);
        serve_smtp(io);
        edge->add_feed("/_sendlab/events", events);
        mail->add_feed("/_sendlab/events", events);
        describe();
    }

    std::unique_ptr<http_server> serve(boost::asio::io_context& io, api::http_service& service,
                                       std::uint16_t port) {
        http_server_config server;
        server.host = config.host;
        server.port = port;
        server.tls = &tls;
        server.complain = config.log;
        std::unique_ptr<http_server> made;
        listen(config, port, [&] { made = std::make_unique<http_server>(io, service, std::move(server)); });
        return made;
    }

    void serve_smtp(boost::asio::io_context& io) {
        net::smtp::server_settings server;
        server.address = config.host;
        server.port = config.smtp_port;
        smtp = std::make_unique<net::smtp::server>(
            io, clock, std::move(server),
            [this](sendlab::smtp::received_message&& message) { return services.accept(std::move(message)); },
            tls.get());
        listen(config, config.smtp_port, [&] { smtp->start(); });
    }

    void add_routes() {
        services.add_to(router);
        router.set_own_api(own);
        router.on_call([this](const api::finished_call& call) { note(call); });
        add_localstack_routes(own, facts, {[this] { return clock.now(); }, [this] { reset(); }});
    }

    void note(const api::finished_call& call) {
        ++counts.calls[call.service + '.' + call.action];
        counts.failed_calls += call.status >= 400 ? 1 : 0;
        config.log(log_line(call));
        if (events.has_listeners())
            events.publish(event_json(call));
    }

    void describe() {
        facts.version = config.version;
        facts.region = config.scenario.lambda.account.region;
        facts.account_id = config.scenario.lambda.account.account_id;
        facts.ports = {{"edge", edge->port()}, {"mail", mail->port()}, {"smtp", smtp->port()}};
        facts.authority = certificates.authority;
        facts.started = clock.now();
        facts.ready = true;
    }

    void reset() {
        counts = {};
        services.reset();
    }
};

live_emulator::live_emulator(boost::asio::io_context& io, live_config config)
    : impl_{std::make_unique<impl>(io, std::move(config))} {}

live_emulator::~live_emulator() = default;

const api::emulator_facts& live_emulator::facts() const {
    return impl_->facts;
}

std::string live_emulator::endpoint() const {
    return "http://" + url_host(impl_->config.host) + ':' + std::to_string(impl_->edge->port());
}

live_summary live_emulator::summary() const {
    auto summary = impl_->counts;
    summary.messages = impl_->services.mail().accepted();
    return summary;
}

void live_emulator::stop() {
    impl_->edge->stop();
    impl_->mail->stop();
    impl_->smtp->stop();
}

} // namespace sendlab::net
